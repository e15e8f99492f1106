import { endAmendment } from './amendment.ts';
import type { CampaignState } from './state.ts';
import { report } from './turn.ts';
import type { Turn } from './turn.ts';

/** The campaign that this work is for, while it is being built or amended. */
export function underConstruction(turn: Turn, campaignRecordId: string): CampaignState | null {
  const { campaign } = turn.state;
  return campaign?.recordId === campaignRecordId && isUnderConstruction(campaign) ? campaign : null;
}

export function isUnderConstruction(campaign: CampaignState): boolean {
  return (
    campaign.status === 'deploying' ||
    (campaign.status === 'live' && campaign.amending !== undefined)
  );
}

/** Facebook is there again: what was parked goes on where it stood. */
export function unpark(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign?.phase.kind === 'parked') campaign.phase = { kind: 'running', waited: false };
}

/** A launch that cannot go on stops and says why; a running campaign only loses the change that was on its way. */
export function failDeployment(turn: Turn, campaign: CampaignState, code: string): void {
  const isChange = campaign.amending !== undefined;
  if (isChange) endAmendment(turn, campaign);
  else {
    campaign.status = 'failed';
    campaign.failureCode = code;
  }
  const during = isChange && turn.rules.version >= 3 ? 'change' : 'deployment';
  report(turn, { code, during, campaignRecordId: campaign.recordId });
}
