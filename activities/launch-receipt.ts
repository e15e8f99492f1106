import { launchReceipt } from '../domain/deployment/receipt-build.ts';
import type { ReceiptSource } from '../domain/deployment/receipt-build.ts';
import type { LaunchReceipt } from '../domain/deployment/receipt.ts';
import { roomFor } from '../domain/deployment/pacing.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { insertArtifact } from '../db/repositories/artifacts.ts';
import { getCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { listOperations } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { getProject } from '../db/repositories/projects.ts';
import type { ProjectRow } from '../db/repositories/projects.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { newLedger } from './deployment-ledger.ts';
import { operationsFor, termsOf } from './deployment-session.ts';
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
  {
    api,
    sealedToken,
    clock,
  }: Pick<DeploymentSession, 'api' | 'sealedToken'> & { readonly clock: () => number },
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
  if (campaign?.liveSince == null || project === null || approval === null) return;
  if (campaign.changing !== null || campaign.receiptArtifactId === receiptId(campaign, approval)) {
    return;
  }
  const operations = operationsFor(campaign);
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    operations,
    approvalId: approval.id,
    terms: termsOf(campaign),
    api,
    sealedToken,
    fence: 0,
    ledger: newLedger(rows),
    clock,
  };
  const read = await readQuietly(session);
  if (read === null) return;
  const made = receiptOf(session, { project, approval, rows, read });
  const receipt =
    approval.kind === 'campaign-change'
      ? { ...made, title: `Receipt of your change: ${campaign.name}` }
      : made;
  await asOwner(deps.db, ownerId, (trx) => keep(trx, session, { receipt, approval }));
}

function receiptOf(
  { campaign, operations, ledger, clock }: DeploymentSession,
  known: {
    readonly project: ProjectRow;
    readonly approval: ApprovalRow;
    readonly rows: readonly OperationRow[];
    readonly read: ReceiptSource['read'];
  },
): LaunchReceipt {
  const { project, approval, rows, read } = known;
  const { plan, currency, leaseUntil } = campaign;
  const liveAt = campaign.liveSince ?? campaign.createdAt;
  const started = rows.flatMap(({ startedAt }) => startedAt ?? []);
  return launchReceipt({
    plan,
    operations,
    ledger: ledger.rows,
    read,
    readAt: clock(),
    projectName: project.name,
    adAccount: {
      id: plan.adAccountId,
      name: project.adAccountName ?? plan.adAccountId,
      currency,
      timezone: plan.timezone ?? project.timezone ?? 'UTC',
    },
    page: { id: plan.pageId, name: plan.pageName },
    approval: approvalFacts(approval),
    limits: limitsOf(approval, campaign.dailyBudgetMinor),
    startedAt: Math.min(liveAt, ...started),
    liveAt,
    leaseUntil,
  });
}

/** One for the launch, and one for every change since. */
function receiptId({ id }: CampaignRow, approval: ApprovalRow): string {
  return approval.kind === 'campaign-change'
    ? derivedId('receipt', id, approval.id)
    : derivedId('receipt', id);
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
  { receipt, approval }: { receipt: LaunchReceipt; approval: ApprovalRow },
): Promise<void> {
  const ref = { projectId, ownerId, now: clock() };
  const id = receiptId(campaign, approval);
  const isChange = approval.kind === 'campaign-change';
  await insertArtifact(trx, {
    ...ref,
    id,
    kind: 'RECEIPT',
    title: receipt.title,
    version: isChange ? approval.version : 1,
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
    key: isChange ? `receipt:${approval.id}` : `receipt:${campaign.id}`,
    type: 'AGENT_ACTION',
    content: `I wrote “${receipt.title}”: ${made} things made at Facebook, read back, ${verdict}. You find it under Artifacts.`,
    metadata: { kind: 'action', action: 'receipt', evidence: null },
  });
}
