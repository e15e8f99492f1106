import { decideApproval } from '../approval/decide.ts';
import type { ApprovalRefusal } from '../approval/decide.ts';
import type { Decision, KnownApproval } from './state.ts';

export type DecideResult =
  | { kind: 'accepted'; approval: KnownApproval }
  | { kind: 'refused'; code: ApprovalRefusal };

/**
 * Takes a decision among the cards a lifecycle knows, by the one rule of `domain/approval`; the API's update and the
 * operator's signal both come through here.
 * @param at the instant of the decision, or null when the API made it: it compared the expiry with the owner's clock
 *   in the transaction that stored the decision, and a late delivery must not undo that.
 */
export function decide(
  approvals: readonly KnownApproval[],
  decision: Decision,
  at: number | null,
): DecideResult {
  const approval = approvals.find(({ id }) => id === decision.approvalId);
  if (!approval) return { kind: 'refused', code: 'approval.not_found' };
  // Postgres is being asked about the first verdict; a second one cannot overtake it.
  if (approval.decision) return { kind: 'refused', code: 'approval.already_decided' };
  const { verdict, contentHash } = decision;
  const outcome = decideApproval(approval, { verdict, contentHash, now: at ?? -Infinity });
  return outcome.ok ? { kind: 'accepted', approval } : { kind: 'refused', code: outcome.refusal };
}
