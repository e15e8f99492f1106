import type { KnownApproval } from './state.ts';
import { report } from './turn.ts';
import type { Turn } from './turn.ts';

/** A change to the running campaign was approved; it is carried out like a launch, beside the checks. */
export function grantAmendment(turn: Turn, approval: KnownApproval): void {
  const { campaign } = turn.state;
  const fits = campaign?.status === 'live' && campaign.recordId === approval.campaignRecordId;
  if (!fits || campaign.amending !== undefined) {
    report(turn, {
      code: 'deployment.not_now',
      during: 'deployment',
      campaignRecordId: approval.campaignRecordId,
    });
    return;
  }
  const { undoWindowMs } = turn.rules;
  campaign.amending = approval.id;
  campaign.part = 'amend';
  campaign.turns = 0;
  campaign.failures = 0;
  campaign.phase =
    undoWindowMs > 0
      ? { kind: 'undoable', dueAt: turn.now + undoWindowMs }
      : { kind: 'running', waited: false };
}

export function withdrawAmendment(turn: Turn, approvalId: string): void {
  const { campaign } = turn.state;
  if (campaign?.amending === approvalId) delete campaign.amending;
}
