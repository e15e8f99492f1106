import type { CampaignState, KnownApproval } from './state.ts';
import { report } from './turn.ts';
import type { Turn } from './turn.ts';

/** A change to the running campaign was approved; it is carried out like a launch, beside the checks. */
export function grantAmendment(turn: Turn, approval: KnownApproval): void {
  const { campaign } = turn.state;
  const fits = campaign?.status === 'live' && campaign.recordId === approval.campaignRecordId;
  const isTaken = campaign?.amending !== undefined;
  if (!fits || (isTaken && turn.rules.version < 3)) {
    const { campaignRecordId } = approval;
    const during = turn.rules.version < 3 ? 'deployment' : 'change';
    report(turn, { code: 'deployment.not_now', during, campaignRecordId });
    return;
  }
  if (isTaken) campaign.nextChanges = [...(campaign.nextChanges ?? []), approval.id];
  else beginAmendment(turn, campaign, approval.id);
}

function beginAmendment(turn: Turn, campaign: CampaignState, approvalId: string): void {
  const { undoWindowMs } = turn.rules;
  campaign.amending = approvalId;
  campaign.part = 'amend';
  campaign.turns = 0;
  campaign.failures = 0;
  campaign.phase =
    undoWindowMs > 0
      ? { kind: 'undoable', dueAt: turn.now + undoWindowMs }
      : { kind: 'running', waited: false };
}

/** The change is done, given up or taken back: the next one has its turn. */
export function endAmendment(turn: Turn, campaign: CampaignState): void {
  delete campaign.amending;
  const [next, ...others] = campaign.nextChanges ?? [];
  if (others.length > 0) campaign.nextChanges = others;
  else delete campaign.nextChanges;
  if (next !== undefined) beginAmendment(turn, campaign, next);
}

export function withdrawAmendment(turn: Turn, approvalId: string): void {
  const { campaign } = turn.state;
  if (campaign?.amending === approvalId) endAmendment(turn, campaign);
  else if (campaign?.nextChanges !== undefined) {
    campaign.nextChanges = campaign.nextChanges.filter((id) => id !== approvalId);
  }
}
