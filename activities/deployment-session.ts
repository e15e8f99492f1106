import type { ApprovalKind, Authority } from '../domain/approval/approval.ts';
import { amendedPlan, amendmentOperations, readAmendment } from '../domain/deployment/amendment.ts';
import { changeOperations, readCampaignChange } from '../domain/deployment/change.ts';
import type { BuildTerms } from '../domain/deployment/meta-requests.ts';
import { planOperations } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { Expectation } from '../domain/deployment/verify.ts';
import type { ProjectRef } from '../domain/lifecycle/work.ts';
import { parseCurrency } from '../domain/money.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Ledger } from './deployment-ledger.ts';

/** One attempt to bring a campaign further; a newer fence makes it stale. */
export type DeploymentSession = ProjectRef & {
  readonly deps: ActivityDependencies;
  readonly campaign: CampaignRow;
  /** The approval under which this work is done. */
  readonly approvalId: string;
  /** What it allows, as the opening of a launch read it; the door to Meta asks the row itself. */
  readonly authority?: Authority;
  readonly operations: readonly PlannedOperation[];
  /** What the look before the making decides is added here. */
  terms: BuildTerms;
  readonly api: MetaApi;
  /** Which token `api` speaks with. */
  readonly sealedToken: string;
  readonly fence: number;
  readonly ledger: Ledger;
  /** What to read back and compare; absent: everything that the plan holds. */
  readonly expects?: () => readonly Expectation[];
  readonly clock: () => number;
};

const MARKER_LENGTH = 6;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Six letters that name a campaign at Meta; always the same for the same record. */
export function markerBase(campaignRecordId: string): string {
  const digest = sha256(`marker:${campaignRecordId}`);
  const letters = Array.from({ length: MARKER_LENGTH }, (_, index) => {
    const value = Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16);
    return BASE32[value % BASE32.length] ?? 'a';
  });
  return letters.join('');
}

export function operationsFor(campaign: CampaignRow): readonly PlannedOperation[] {
  return planOperations(campaign.plan, campaign.id, markerBase(campaign.id));
}

/** A step as the ledger stores it before it begins. */
export function intentOf(
  { planHash }: Pick<CampaignRow, 'planHash'>,
  approvalId: string | null,
  operation: PlannedOperation,
) {
  const { opKey, kind, label, ordinal, marker } = operation;
  const requestHash = sha256(`${planHash}:${opKey}`);
  return { opKey, kind, label, ordinal, marker, approvalId, requestHash };
}

/** What was decided about this campaign when it was built. */
export function termsOf({ leaseUntil, spendCapMinor }: CampaignRow): BuildTerms {
  return { leaseUntil, spendCapMinor };
}

export function currencyOf(campaign: CampaignRow): ReturnType<typeof parseCurrency> {
  return parseCurrency(campaign.currency);
}

/** A campaign as one of its approvals sees it, with the steps done under it. */
export type ApprovedWork = {
  readonly campaign: CampaignRow;
  readonly operations: readonly PlannedOperation[];
};

/** Steps of a changed campaign stand behind those of replaced ads. */
export const CHANGE_ORDINAL = 700;
/** Ordinals of later changes, so that they stand behind the launch. */
const FIRST_LATER_ORDINAL = 500;

/**
 * The work that an approval covers: the whole plan, or one ad in the place of another.
 * @returns null when the approval's content does not fit the plan.
 */
export function workUnder(
  campaign: CampaignRow,
  approval: { readonly kind: ApprovalKind; readonly content: unknown } | null,
): ApprovedWork | null {
  if (approval?.kind === 'campaign-change' && campaign.changing !== null) {
    return changeUnder(campaign, approval.content);
  }
  if (approval?.kind !== 'ad-fix') return { campaign, operations: operationsFor(campaign) };
  const amendment = readAmendment(approval.content);
  const plan = amendment === null ? null : amendedPlan(campaign.plan, amendment);
  if (amendment === null || plan === null) return null;
  const operations = amendmentOperations(plan, amendment, {
    campaignRecordId: campaign.id,
    markerBase: markerBase(campaign.id),
    first: FIRST_LATER_ORDINAL,
  });
  return { campaign: { ...campaign, plan }, operations };
}

/** A change that is being carried out, as far as its creates are concerned: the only steps whose fate can be unknown. */
function changeUnder(campaign: CampaignRow, content: unknown): ApprovedWork | null {
  const change = readCampaignChange(content);
  if (change === null || campaign.changing === null) return null;
  const operations = changeOperations(campaign.plan, change, {
    campaignRecordId: campaign.id,
    markerBase: markerBase(campaign.id),
    tag: campaign.changing.approvalId,
    leaseUntil: null,
    setsCap: false,
    first: CHANGE_ORDINAL,
  });
  return { campaign: { ...campaign, plan: change.plan }, operations };
}
