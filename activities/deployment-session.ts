import type { ApprovalKind } from '../domain/approval/approval.ts';
import { amendedPlan, amendmentOperations, readAmendment } from '../domain/deployment/amendment.ts';
import type { BuildTerms } from '../domain/deployment/meta-requests.ts';
import { planOperations } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
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
  readonly operations: readonly PlannedOperation[];
  readonly terms: BuildTerms;
  readonly api: MetaApi;
  readonly fence: number;
  readonly ledger: Ledger;
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

export function currencyOf(campaign: CampaignRow): ReturnType<typeof parseCurrency> {
  return parseCurrency(campaign.currency);
}

/** A campaign as one of its approvals sees it, with the steps done under it. */
export type ApprovedWork = {
  readonly campaign: CampaignRow;
  readonly operations: readonly PlannedOperation[];
};

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
