import { decideApprovalSchema } from '../../contract/http.ts';
import type { DecideApproval } from '../../contract/http.ts';
import { approvalSchema } from '../../contract/launch.ts';
import { APPROVAL_SUBJECTS } from '../../domain/approval/approval.ts';
import { APPROVAL_REFUSALS, decideApproval } from '../../domain/approval/decide.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { decideApprovalRow, getApproval } from '../../db/repositories/approvals.ts';
import type { ApprovalRow } from '../../db/repositories/approvals.ts';
import { applyBriefChange, briefChangeFits } from '../../db/repositories/brief-change.ts';
import { conversationOfCard } from '../../db/repositories/card-conversation.ts';
import { setBriefStatus } from '../../db/repositories/briefs.ts';
import {
  currentConversation,
  openCampaignConversation,
} from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { briefChangeIds } from '../../integrations/crypto/brief-change-ids.ts';
import { campaignConversation } from '../../integrations/crypto/campaign-conversation.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCardOwner } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

export function approvalRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/chat/approve',
      tag: 'Approvals',
      summary: 'Decide a card: exactly what the person saw, named by its hash',
      body: decideApprovalSchema,
      answers: { 200: { description: 'The decided card', schema: approvalSchema } },
      refusals: [404, 409],
      handle: async ({ c, caller, body }) => {
        const take = async (work: OwnerWork) => await decide(deps, work, body);
        return c.json(await asCardOwner(deps, caller.userId, take));
      },
    }),
  ];
}

/**
 * The row is changed by compare-and-set, so of two decisions at once one wins and the other reads why it did not.
 * Repeating the decision that was taken gives the same answer and does nothing.
 */
async function decide(
  deps: AppDependencies,
  work: OwnerWork,
  wanted: DecideApproval,
): Promise<ApprovalRow> {
  const { trx, ownerId, now } = work;
  const before = await getApproval(trx, wanted.approvalId);
  if (before === null) throw approvalNotFound();
  if (isRepeat(before, wanted)) return before;
  refuseUnlessOpen(before, wanted, now);
  const puts = before.kind === 'brief-change' && wanted.verdict === 'approve';
  if (puts && !(await briefChangeFits(trx, before))) throw stale();
  const outcome = await decideApprovalRow(trx, {
    id: before.id,
    projectId: before.projectId,
    ownerId,
    now,
    verdict: wanted.verdict,
    contentHash: wanted.contentHash,
    by: 'person',
    from: 'browser',
    reason: wanted.reason === undefined || wanted.reason === '' ? null : wanted.reason,
  });
  if (outcome === null) throw approvalNotFound();
  if (!outcome.decided) {
    if (isRepeat(outcome.approval, wanted)) return outcome.approval;
    refuseUnlessOpen(outcome.approval, wanted, now);
    throw conflict('approval.already_decided', APPROVAL_REFUSALS['approval.already_decided']);
  }
  await tellDecision(deps, work, outcome.approval, wanted);
  return outcome.approval;
}

function approvalNotFound(): ApiError {
  const code = 'approval.not_found';
  return new ApiError({ status: 404, code, message: APPROVAL_REFUSALS[code] });
}

function stale(): ApiError {
  return conflict('approval.stale', APPROVAL_REFUSALS['approval.stale']);
}

function isRepeat(approval: ApprovalRow, { verdict, contentHash }: DecideApproval): boolean {
  return (
    approval.status === (verdict === 'approve' ? 'GRANTED' : 'REJECTED') &&
    approval.contentHash === contentHash &&
    approval.decidedBy === 'person'
  );
}

function refuseUnlessOpen(approval: ApprovalRow, wanted: DecideApproval, now: number): void {
  const { verdict, contentHash } = wanted;
  const ruling = decideApproval(approval, { verdict, contentHash, now });
  if (!ruling.ok) throw conflict(ruling.refusal, APPROVAL_REFUSALS[ruling.refusal]);
}

/** What a decision leaves behind: the person's answer in the chat, a line of activity, and the lifecycle's item. */
async function tellDecision(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  approval: ApprovalRow,
  { verdict, contentHash }: DecideApproval,
): Promise<void> {
  const { id: approvalId, projectId, kind, briefId, reason } = approval;
  const approved = verdict === 'approve';
  const common = { projectId, ownerId, now };
  if (kind === 'brief' && approved && briefId !== null) {
    await setBriefStatus(trx, { ...common, id: briefId, status: 'CONFIRMED' });
  }
  if (kind === 'brief-change' && approved) {
    const ids = briefChangeIds(approvalId);
    if (!(await applyBriefChange(trx, { ...common, approval, ids }))) throw stale();
  }
  // A change that was asked for in a conversation of its own is answered there.
  const conversationId =
    (await conversationOfCard(trx, approvalId)) ?? (await currentConversation(trx, projectId))?.id;
  if (conversationId !== undefined) {
    await insertMessage(trx, {
      ...common,
      id: newId(),
      conversationId,
      type: 'APPROVAL_RESPONSE',
      role: 'user',
      status: 'complete',
      content: approved ? (approval.card?.approveLabel ?? 'Approved') : (reason ?? 'Not now'),
      metadata: { kind: 'approval-response', approvalId, verdict },
      replyTo: null,
    });
  }
  // After the answer, which belongs to the card's own conversation.
  if (kind === 'brief' && approved) {
    await openCampaignConversation(trx, { ...common, ...campaignConversation(projectId) });
  }
  const subject = APPROVAL_SUBJECTS[kind];
  await insertActivity(trx, {
    ...common,
    id: newId(),
    actor: 'person',
    what: approved ? `You approved ${subject}` : `You declined ${subject}`,
    why: reason,
    outcome: null,
  });
  const item = { kind: 'decision', approvalId, verdict, contentHash } as const;
  await enqueueInbox(trx, { ...common, id: newId(), item });
}
