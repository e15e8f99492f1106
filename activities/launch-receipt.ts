import { launchReceipt } from '../domain/deployment/receipt-build.ts';
import type { ReceiptSource } from '../domain/deployment/receipt-build.ts';
import type { LaunchReceipt } from '../domain/deployment/receipt.ts';
import { roomFor } from '../domain/deployment/pacing.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { insertArtifact } from '../db/repositories/artifacts.ts';
import { getCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import { listOperations } from '../db/repositories/operations.ts';
import { getProject } from '../db/repositories/projects.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { newLedger } from './deployment-ledger.ts';
import { operationsFor } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { expectationsOf, readBack } from './deployment-verify.ts';
import { say } from './feed.ts';

type Owner = Pick<DeploymentSession, 'projectId' | 'ownerId'> & {
  readonly campaignRecordId: string;
};

/**
 * Makes the receipt of a launch, once: reads back what was made and keeps it with the approval and the limits. Proof
 * comes after the launch and never stands in its way: what fails here is tried again at the next look.
 */
export async function makeReceipt(
  deps: ActivityDependencies,
  { projectId, ownerId, campaignRecordId }: Owner,
  { api, clock }: { readonly api: MetaApi; readonly clock: () => number },
): Promise<void> {
  const loaded = await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    const project = await getProject(trx, projectId);
    const approvalId = campaign?.approvalId ?? null;
    const approval = approvalId === null ? null : await getApproval(trx, approvalId);
    const rows = await listOperations(trx, campaignRecordId);
    return { campaign, project, approval, rows };
  });
  const { campaign, project, approval, rows } = loaded;
  if (campaign?.liveSince == null || campaign.receiptArtifactId !== null) return;
  if (project === null || approval === null) return;
  const operations = operationsFor(campaign);
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    operations,
    approvalId: approval.id,
    terms: { leaseUntil: campaign.leaseUntil },
    api,
    fence: 0,
    ledger: newLedger(rows),
    clock,
  };
  const read = await readQuietly(session);
  if (read === null) return;
  const finished = rows.flatMap(({ startedAt }) => startedAt ?? []);
  const receipt = launchReceipt({
    plan: campaign.plan,
    operations,
    ledger: session.ledger.rows,
    read,
    readAt: clock(),
    projectName: project.name,
    adAccount: {
      id: campaign.plan.adAccountId,
      name: project.adAccountName ?? campaign.plan.adAccountId,
      currency: campaign.currency,
      timezone: campaign.plan.timezone ?? project.timezone ?? 'UTC',
    },
    page: { id: campaign.plan.pageId, name: campaign.plan.pageName },
    approval: approvalFacts(approval),
    limits: limitsOf(approval, campaign.dailyBudgetMinor),
    startedAt: Math.min(campaign.liveSince, ...finished),
    liveAt: campaign.liveSince,
    leaseUntil: campaign.leaseUntil,
  });
  await asOwner(deps.db, ownerId, (trx) => keep(trx, session, receipt));
}

/** Meta's troubles are no reason to fail a launch that has succeeded. */
async function readQuietly(session: DeploymentSession): Promise<ReceiptSource['read'] | null> {
  const wanted = expectationsOf(session);
  if (roomFor(session.api.usage(), Math.ceil(wanted.length / 3)).writes === 0) return null;
  try {
    return await readBack(session, wanted);
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    session.deps.logger.info({ kind: error.kind }, 'A launch receipt waits for the next look');
    return null;
  }
}

function approvalFacts(approval: ApprovalRow): LaunchReceipt['approval'] {
  const { id, decidedAt, decidedBy, version, contentHash } = approval;
  const by = decidedBy === 'operator' ? 'The people who run Aigency' : 'The owner of this project';
  return { id, by, decidedAt: decidedAt ?? 0, version, contentHash };
}

function limitsOf({ authority }: ApprovalRow, dailyMinor: number): LaunchReceipt['limits'] {
  return {
    dailyMinor: authority?.dailyBudgetMinor ?? dailyMinor,
    maxPerDayMinor: authority?.maxPerDayMinor ?? dailyMinor,
    maxPerWeekMinor: authority?.maxPerWeekMinor ?? dailyMinor * 7,
    maxInTotalMinor: authority?.maxInTotalMinor ?? null,
    endsAt: authority?.endsAt ?? null,
  };
}

async function keep(
  trx: Trx,
  { campaign, projectId, ownerId, clock }: DeploymentSession,
  receipt: LaunchReceipt,
): Promise<void> {
  const ref = { projectId, ownerId, now: clock() };
  const id = derivedId('receipt', campaign.id);
  await insertArtifact(trx, {
    ...ref,
    id,
    kind: 'RECEIPT',
    title: receipt.title,
    version: 1,
    text: JSON.stringify(receipt),
    assetId: null,
  });
  await updateCampaign(trx, { ...ref, id: campaign.id, set: { receiptArtifactId: id } });
  const made = receipt.objects.length;
  const different = receipt.objects.flatMap(({ values }) => values).filter(({ same }) => !same);
  const verdict =
    different.length === 0
      ? 'all of it as you approved'
      : `with ${different.length === 1 ? 'one value' : `${different.length} values`} that Facebook holds differently, marked there`;
  await say(trx, {
    ...ref,
    key: `receipt:${campaign.id}`,
    type: 'AGENT_ACTION',
    content: `I wrote the launch receipt “${receipt.title}”: ${made} things made at Facebook, read back, ${verdict}. You find it under Artifacts.`,
    metadata: { kind: 'action', action: 'receipt', evidence: null },
  });
}
