import type { PageState } from '../state/reduce.ts';

/** What the agent is busy with while nothing of it can be seen yet; null when it is nobody's turn or the person's. */
export function workingWords(state: PageState): string | null {
  if (state.outgoing.some((one) => one.state === 'sending')) return '';
  const { messages, project } = state.page;
  const last = messages.at(-1);
  if (last === undefined || messages.some((one) => one.status === 'streaming')) return null;
  if (project.stage === 'planning' && project.waitingFor === 'nobody') return project.headline;
  return last.role === 'user' && last.type === 'TEXT' ? '' : null;
}

/** The newest thing said by the agent, in one sentence. */
export function announcement(state: PageState): string {
  const last = state.page.messages.findLast(
    (one) => one.role === 'agent' && one.status !== 'streaming',
  );
  if (last === undefined) return '';
  const about = last.metadata;
  if (about.kind === 'approval') {
    const approval = state.page.approvals.find(({ id }) => id === about.approvalId);
    return approval?.status === 'PENDING'
      ? `Something waits for you: ${approval.card?.question ?? 'a new card'}`
      : '';
  }
  if (about.kind === 'question') {
    const question = state.page.questions.find(({ id }) => id === about.questionId);
    return question?.answeredAt === null ? 'Something waits for you: a question.' : '';
  }
  if (about.kind === 'connect') return 'Something waits for you: connect Facebook.';
  const [first] = /^[^.?!\n]*[.?!]?/.exec(last.content) ?? [''];
  return first === '' ? '' : `Answer ready: ${first}`;
}
