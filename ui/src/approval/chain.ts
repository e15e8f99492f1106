import type { ApprovalDto } from '../../../contract/launch.ts';

/** The newest version of the same card; the card itself when nothing has followed. */
export function newestVersion(
  approvals: readonly ApprovalDto[],
  approval: ApprovalDto,
): ApprovalDto {
  let newest = approval;
  const seen = new Set([approval.id]);
  for (;;) {
    const next = approvals.findLast(({ previousApprovalId }) => previousApprovalId === newest.id);
    if (next === undefined || seen.has(next.id)) break;
    seen.add(next.id);
    newest = next;
  }
  if (newest !== approval) return newest;
  // Cards of before did not say which one they took the place of.
  return (
    approvals.findLast(
      ({ kind, requestedAt }) => kind === approval.kind && requestedAt > approval.requestedAt,
    ) ?? approval
  );
}

/** How long the whole time for taking back is, ms; nothing for a card without one. */
export function undoWindowMs({ decidedAt, undoUntil }: ApprovalDto): number {
  return decidedAt === null || undoUntil === null ? 0 : Math.max(0, undoUntil - decidedAt);
}

/** Whether a granted card can still be taken back. @param now epoch ms on the owner's clock. */
export function canUndo({ status, undoUntil }: ApprovalDto, now: number): boolean {
  return status === 'GRANTED' && undoUntil !== null && now < undoUntil;
}
