import { grantFrom } from '../domain/approval/decide.ts';
import type { GrantOutcome } from '../domain/approval/decide.ts';
import { planOperations } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { OperationState } from '../domain/deployment/deployment.ts';
import type { ProjectRef } from '../domain/lifecycle/work.ts';
import { parseCurrency } from '../domain/money.ts';
import type { Trx } from '../db/client.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import { getCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { markOperationSent, settleOperation } from '../db/repositories/operations.ts';
import { isPausedByPerson } from '../db/repositories/outbox.ts';
import { asOwner } from '../db/tenant.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import type { WriteGuard } from '../integrations/meta/writes.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** One attempt to bring a campaign further; a newer fence makes it stale. */
export type DeploymentSession = ProjectRef & {
  readonly deps: ActivityDependencies;
  readonly campaign: CampaignRow;
  readonly operations: readonly PlannedOperation[];
  readonly api: MetaApi;
  readonly fence: number;
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

/** The permission for a campaign as the database holds it now; the hash is taken anew from the stored plan. */
export async function readGrant(
  trx: Trx,
  campaignRecordId: string,
  approvalId: string,
): Promise<GrantOutcome> {
  const campaign = await getCampaign(trx, campaignRecordId);
  const approval = await getApproval(trx, approvalId);
  if (campaign === null) return { ok: false, code: 'deployment.approval_missing' };
  return grantFrom(approval, { campaignRecordId, contentHash: planHash(campaign.plan) });
}

/** What the door to Meta's writes asks on behalf of one step. */
export function guardFor(
  session: DeploymentSession,
  step: {
    readonly operation: PlannedOperation;
    readonly approvalId: string;
    readonly from: readonly OperationState[];
  },
): WriteGuard {
  const { deps, ownerId, projectId, campaign, fence, clock } = session;
  return {
    isStopped: () => asOwner(deps.db, ownerId, (trx) => isPausedByPerson(trx, projectId)),
    grant: () =>
      asOwner(deps.db, ownerId, async (trx) => {
        const outcome = await readGrant(trx, campaign.id, step.approvalId);
        return outcome.ok ? outcome.grant : null;
      }),
    markSent: () =>
      asOwner(deps.db, ownerId, (trx) =>
        markOperationSent(trx, {
          opKey: step.operation.opKey,
          campaignRecordId: campaign.id,
          projectId,
          ownerId,
          fence,
          from: step.from,
          now: clock(),
        }),
      ),
  };
}

/** Notes how a step ended. @returns false when it was confirmed before, by somebody else. */
export async function settle(
  session: DeploymentSession,
  operation: PlannedOperation,
  end: {
    readonly state: 'CONFIRMED' | 'UNKNOWN' | 'FAILED' | 'INTENT';
    readonly metaId?: string | null;
    readonly errorCode?: string | null;
  },
): Promise<boolean> {
  const { deps, ownerId, projectId, campaign, clock, fence } = session;
  return await asOwner(deps.db, ownerId, (trx) =>
    settleOperation(trx, {
      opKey: operation.opKey,
      campaignRecordId: campaign.id,
      projectId,
      ownerId,
      state: end.state,
      metaId: end.metaId ?? null,
      errorCode: end.errorCode ?? null,
      now: clock(),
      // What was made exists, whoever reports it; any other news of a stale attempt is not about the present one.
      ...(end.state === 'CONFIRMED' ? {} : { fence }),
    }),
  );
}

export function currencyOf(campaign: CampaignRow): ReturnType<typeof parseCurrency> {
  return parseCurrency(campaign.currency);
}
