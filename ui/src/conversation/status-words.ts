import type { MessageDto } from '../../../contract/model.ts';
import type { Outgoing, PageState } from '../state/reduce.ts';

/**
 * What the agent is busy with while nothing of it can be seen yet; null when it is nobody's turn or the person's.
 * @param messages and @param outgoing of the thread that is shown.
 */
export function workingWords(
  { page: { project } }: PageState,
  messages: readonly MessageDto[],
  outgoing: readonly Outgoing[],
): string | null {
  if (outgoing.some((one) => one.state === 'sending')) return '';
  const last = messages.at(-1);
  if (last === undefined || messages.some((one) => one.status === 'streaming')) return null;
  if (project.stage === 'planning' && project.waitingFor === 'nobody') return project.headline;
  // A queued message says so itself.
  return last.role === 'user' && last.type === 'TEXT' && last.queued !== true ? '' : null;
}

/** The newest thing said by the agent in the thread that is shown, in one sentence. */
export function announcement(state: PageState, messages: readonly MessageDto[]): string {
  const last = messages.findLast((one) => one.role === 'agent' && one.status !== 'streaming');
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
