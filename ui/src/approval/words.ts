import type { ApprovalDto } from '../../../contract/model.ts';
import { moment } from '../format.ts';

/** The line a decided card folds to, and the line above an open one. */
export function receiptLine(approval: ApprovalDto): string {
  const subject = approval.kind === 'brief' ? 'brief' : 'plan';
  const who = approval.decidedBy ?? 'You';
  const when = approval.decidedAt === null ? '' : ` on ${moment(approval.decidedAt)}`;
  switch (approval.status) {
    case 'PENDING':
      return kicker(approval);
    case 'GRANTED':
      return `${who} approved this ${subject}${when}`;
    case 'REJECTED':
      return `${who} turned this ${subject} down${when}`;
    case 'EXPIRED':
      return `This ${subject} ran out${when === '' ? '' : when}. Nothing was changed and nothing was spent`;
    case 'SUPERSEDED':
      return `A newer ${subject} took the place of this one`;
    default:
      return approval.status satisfies never;
  }
}

function kicker({ kind, expiresAt }: ApprovalDto): string {
  const ask = kind === 'brief' ? 'Please check your brief' : 'Your approval is needed';
  return expiresAt === null ? ask : `${ask} · expires ${moment(expiresAt)}`;
}
