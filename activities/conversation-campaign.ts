import { APPROVAL_SUBJECTS } from '../domain/approval/approval.ts';
import type { AnswerMessageResult, PendingApproval } from '../domain/lifecycle/work.ts';
import { accountMoment, momentWords } from '../domain/monitoring/calendar.ts';
import { longDay } from '../domain/plan/words.ts';
import { getApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { getMessage } from '../db/repositories/messages.ts';
import { getProject } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { answerWithTools } from '../integrations/claude/agent.ts';
import type { Today } from '../integrations/claude/agent.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { briefInWords } from './agent-tools/look.ts';
import { campaignInQuestion } from './agent-tools/performance.ts';
import { agentTools } from './agent-tools/tools.ts';
import type { ToolWork } from './agent-tools/tool.ts';
import { decidedBefore } from './approval.ts';
import { interviewOutcome } from './conversation-interview.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createGuardrail } from './guardrail.ts';
import { answerId } from './stream-answer.ts';
import type { Answer } from './stream-answer.ts';

const MAY_DO = 'From a conversation I may look, stop your ads and draft cards, and nothing else.';

/** Answers a question after the brief. Cards and reports it leads to appear together with the finished answer. */
export async function answerAsAgent(
  deps: ActivityDependencies,
  question: Question,
  answer: Answer,
): Promise<AnswerMessageResult> {
  const { brief, today } = await readContext(deps, question);
  const work: ToolWork = { deps, question, answer, onFinish: [] };
  const guardrail = createGuardrail(deps, question, MAY_DO);
  await answerWithTools(deps.claude, {
    history: question.history,
    brief,
    today,
    tools: agentTools(work),
    onText: answer.onText,
    startOver: () => answer.startOver(),
    onDenied: guardrail.onDenied,
    signal: answer.signal,
  });
  await answer.finish(answer.wasStopped() ? 'stopped' : 'complete', [
    guardrail.noteDenied,
    async (trx) => {
      // A stop may have come with the last words: what was to follow from them is not wanted either.
      const said = await getMessage(trx, answerId(question.input.messageId));
      if (said?.status === 'complete') for (const step of work.onFinish) await step(trx);
    },
  ]);
  return await outcomeOf(deps, question);
}

async function readContext(
  deps: ActivityDependencies,
  { input, clock }: Question,
): Promise<{ readonly brief: string | null; readonly today: Today }> {
  const { ownerId, projectId } = input;
  return await asOwner(deps.db, ownerId, async (trx) => {
    const project = await getProject(trx, projectId);
    const timezone = project?.timezone ?? 'UTC';
    const approvals = await listApprovals(trx, projectId);
    const open = approvals.findLast(({ status }) => status === 'PENDING');
    const nextCheckAt = (await campaignInQuestion(trx, projectId))?.nextCheckAt ?? null;
    return {
      brief: await briefInWords(trx, projectId),
      today: {
        today: longDay(accountMoment(clock(), timezone).day),
        status: project?.headline ?? '',
        waitingFor: open === undefined ? null : APPROVAL_SUBJECTS[open.kind],
        nextCheck: nextCheckAt === null ? null : momentWords(nextCheckAt, timezone),
      },
    };
  });
}

/** An answer replaces two cards at most; older ones were reported with their own answers. */
const MOST_REPLACED = 10;

/** The cards this message led to, read back from the database so that a repeat reports the same. */
export async function outcomeOf(
  deps: ActivityDependencies,
  question: Question,
): Promise<AnswerMessageResult> {
  const interview = await interviewOutcome(deps, question);
  const { ownerId, messageId, projectId } = question.input;
  return await asOwner(deps.db, ownerId, async (trx) => {
    const rows = await Promise.all([
      getApproval(trx, derivedId('brief-change', messageId)),
      getApproval(trx, derivedId('campaign-change', messageId)),
    ]);
    const cards = rows.flatMap((row) => (row === null || row.status === 'SUPERSEDED' ? [] : [row]));
    const replaced = (await listApprovals(trx, projectId)).filter(
      ({ kind, status }) =>
        status === 'SUPERSEDED' && (kind === 'brief-change' || kind === 'campaign-change'),
    );
    const known = cards.map((row) => ({ approval: pending(row), ...decidedBefore(row) }));
    const supersededApprovalIds = [
      ...interview.supersededApprovalIds,
      ...replaced.slice(-MOST_REPLACED).map(({ id }) => id),
    ];
    if (interview.approval !== null) return { ...interview, supersededApprovalIds, more: known };
    const [first, ...more] = known;
    return {
      approval: first?.approval ?? null,
      ...(first?.decided === undefined ? {} : { decided: first.decided }),
      supersededApprovalIds,
      ...(more.length === 0 ? {} : { more }),
    };
  });
}

function pending(row: ApprovalRow): PendingApproval {
  const { id, kind, contentHash, expiresAt, campaignRecordId } = row;
  return { id, kind, contentHash, expiresAt, campaignRecordId };
}
