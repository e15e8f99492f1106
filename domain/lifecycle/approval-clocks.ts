import { CLOCK_RETRY_MS } from './approvals.ts';
import type { KnownApproval } from './state.ts';
import { isBusy, start } from './turn.ts';
import type { Turn } from './turn.ts';

export function startApprovalClocks(turn: Turn): void {
  for (const approval of turn.state.approvals) {
    if (approval.status !== 'PENDING' || approval.decision) continue;
    if (approval.expireAt !== null && approval.expireAt <= turn.now) {
      const asking = isBusy(turn, `expiry:${approval.id}`);
      approval.expireAt = asking ? turn.now + CLOCK_RETRY_MS : null;
      approval.remindAt = null;
      if (!asking) start(turn, { kind: 'expire-approval', approvalId: approval.id });
    }
    if (approval.remindAt !== null && approval.remindAt <= turn.now) {
      approval.remindAt = null;
      if (isBusy(turn, `reminder:${approval.id}`)) continue;
      start(turn, { kind: 'remind-approval', approvalId: approval.id });
    }
  }
}

export function nextApprovalMoments(approvals: readonly KnownApproval[]): (number | null)[] {
  return approvals.flatMap((approval) =>
    approval.status === 'PENDING' && !approval.decision
      ? [approval.remindAt, approval.expireAt]
      : [],
  );
}
