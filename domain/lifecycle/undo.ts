import { APPROVAL_REMINDER_MS, APPROVAL_TTL_MS } from '../approval/approval.ts';
import { withdrawAmendment } from './amendment.ts';
import { withdrawCampaign } from './deployment.ts';
import { briefChanged, planProposed } from './planning.ts';
import type { Turn } from './turn.ts';

/**
 * The person took an approval back within its few seconds. Postgres has made sure that nothing was begun under it, so
 * the card is simply open again, with the time it had left.
 */
export function onUndo(turn: Turn, approvalId: string): void {
  const approval = turn.state.approvals.find(({ id }) => id === approvalId);
  if (!approval) return;
  if (approval.decision) {
    approval.undoAsked = true;
    return;
  }
  if (approval.status !== 'GRANTED') return;
  approval.status = 'PENDING';
  approval.expireAt = approval.expiresAt;
  approval.remindAt =
    approval.expiresAt === null
      ? null
      : approval.expiresAt - (APPROVAL_TTL_MS - APPROVAL_REMINDER_MS);
  if (approval.kind === 'ad-fix' || approval.kind === 'campaign-change') {
    withdrawAmendment(turn, approvalId);
    return;
  }
  const changes = turn.state.campaign?.briefChanges ?? [];
  withdrawCampaign(turn, approvalId);
  planProposed(turn, approvalId);
  for (const change of changes) briefChanged(turn, change);
}
