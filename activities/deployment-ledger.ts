import { grantFrom, narrowed } from '../domain/approval/decide.ts';
import type { GrantedApproval, GrantOutcome } from '../domain/approval/decide.ts';
import { readAmendment } from '../domain/deployment/amendment.ts';
import { readCampaignChange } from '../domain/deployment/change.ts';
import type { OperationState, PreflightFinding } from '../domain/deployment/deployment.ts';
import { isRepeatable, spendsNothing } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { canonicalJson } from '../domain/plan/canonical.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { relaxCommit } from '../db/repositories/commit.ts';
import {
  getCampaign,
  readDeployFence,
  readWriteFacts,
  updateCampaign,
} from '../db/repositories/campaigns.ts';
import type { CampaignRow, WriteFactsRow } from '../db/repositories/campaigns.ts';
import {
  listOperations,
  markOperationsSent,
  settleOperations,
} from '../db/repositories/operations.ts';
import type { OperationEnd, OperationRow } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import type { Admission, WriteFacts, WriteGuard } from '../integrations/meta/writes.ts';
import { faultPoint } from './fault-points.ts';
import { removeDuplicate } from './deployment-duplicates.ts';
import type { DeploymentSession } from './deployment-session.ts';

/**
 * The ledger as one attempt knows it. Ends are noted here and written with the next claim, in the same transaction, so
 * that a step costs one commit. A process that dies in between leaves the row as SENT, which is the truth.
 */
export type Ledger = {
  rows: ReadonlyMap<string, OperationRow>;
  unwritten: readonly OperationEnd[];
  /** What the look before the making found out and decided; written with the next claim as well. */
  unwrittenRecord: Partial<Pick<CampaignRow, 'findings' | 'spendCapMinor'>> | null;
  /** What was found before and after the making, as the record holds it. */
  findings: readonly PreflightFinding[];
};

export function newLedger(
  rows: readonly OperationRow[],
  findings: readonly PreflightFinding[] = [],
): Ledger {
  return { rows: byKey(rows), unwritten: [], unwrittenRecord: null, findings };
}

function byKey(rows: readonly OperationRow[]): ReadonlyMap<string, OperationRow> {
  return new Map(rows.map((row) => [row.opKey, row]));
}

/** Notes how a step ended, to be written with whatever is written next. */
export function noteEnd(
  { ledger }: DeploymentSession,
  { opKey }: Pick<PlannedOperation, 'opKey'>,
  end: { state: OperationEnd['state']; metaId?: string | null; errorCode?: string | null },
): void {
  const { state, metaId = null, errorCode = null } = end;
  ledger.unwritten = [...ledger.unwritten, { opKey, state, metaId, errorCode }];
  const row = ledger.rows.get(opKey);
  if (row === undefined) return;
  const known = { ...row, state, errorCode, metaId: metaId ?? row.metaId };
  ledger.rows = new Map(ledger.rows).set(opKey, known);
}

/** Writes what was noted, together with `also`, in one transaction. */
export async function save<Result>(
  session: DeploymentSession,
  also: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  const { ledger, deps, ownerId } = session;
  const noted = { ends: ledger.unwritten, record: ledger.unwrittenRecord };
  const { lost, result } = await asOwner(deps.db, ownerId, async (trx) => ({
    lost: await writeNoted(trx, session, noted),
    result: await also(trx),
  }));
  forget(ledger, noted);
  await dropLost(session, lost);
  return result;
}

type Noted = {
  readonly ends: readonly OperationEnd[];
  readonly record: Ledger['unwrittenRecord'];
};

function forget(ledger: Ledger, { ends, record }: Noted): void {
  ledger.unwritten = ledger.unwritten.filter((end) => !ends.includes(end));
  if (ledger.unwrittenRecord === record) ledger.unwrittenRecord = null;
}

/** @returns what was confirmed before by somebody else, under another id. */
async function writeNoted(
  trx: Trx,
  session: DeploymentSession,
  { ends, record }: Noted,
): Promise<readonly OperationEnd[]> {
  const { projectId, ownerId, campaign, fence, clock } = session;
  const ref = { projectId, ownerId, now: clock() };
  if (record !== null) await updateCampaign(trx, { ...ref, id: campaign.id, set: record });
  const work = { ...ref, campaignRecordId: campaign.id, fence };
  const written = await settleOperations(trx, { ...work, ends });
  return ends.filter((end) => end.state === 'CONFIRMED' && !written.has(end.opKey));
}

/** Another run confirmed the step while this one waited for its answer: what this one made is one too many. */
async function dropLost(session: DeploymentSession, lost: readonly OperationEnd[]): Promise<void> {
  if (lost.length === 0) return;
  await reload(session);
  for (const { opKey, metaId } of lost) {
    const operation = session.operations.find((one) => one.opKey === opKey);
    const kept = session.ledger.rows.get(opKey)?.metaId ?? null;
    // Pictures and creatives are the same object for both.
    if (operation === undefined || isRepeatable(operation.kind)) continue;
    if (metaId !== null && kept !== null && kept !== metaId) {
      await removeDuplicate(session, operation, metaId);
    }
  }
}

/** Reads the whole ledger again. @returns false when a newer attempt has taken over. */
export async function reload(session: DeploymentSession): Promise<boolean> {
  const { deps, ownerId, campaign, fence, ledger } = session;
  const { rows, newest, record } = await asOwner(deps.db, ownerId, async (trx) => ({
    rows: await listOperations(trx, campaign.id),
    newest: await readDeployFence(trx, campaign.id),
    record: await getCampaign(trx, campaign.id),
  }));
  ledger.rows = byKey(rows);
  // Whoever looked before the making has decided this, and it may have been another attempt.
  const spendCapMinor = record?.spendCapMinor ?? null;
  const isLaunch = session.expects === undefined;
  if (isLaunch && spendCapMinor !== null) session.terms = { ...session.terms, spendCapMinor };
  return newest === fence;
}

/** A step that was sent before may be sent again only where a repeat is harmless. */
export function startable(operation: PlannedOperation): readonly OperationState[] {
  return isRepeatable(operation.kind) ? ['INTENT', 'SENT', 'UNKNOWN'] : ['INTENT'];
}

/**
 * What the door to Meta's writes asks on behalf of one wave: earlier ends, pause switch, permission, ceiling, fence and
 * claim are one transaction.
 */
export function guardFor(
  session: DeploymentSession,
  wave: readonly PlannedOperation[],
  from: (operation: PlannedOperation) => readonly OperationState[] = startable,
): WriteGuard {
  return { claim: (admit) => claimAll(session, { wave, from, admit, sends: true }) };
}

/** The same for a step that only reads: losing its claim in a crash of the database would do no harm. */
export function readingGuard(session: DeploymentSession, operation: PlannedOperation): WriteGuard {
  const wave = [operation];
  return { claim: (admit) => claimAll(session, { wave, from: startable, admit, sends: false }) };
}

async function claimAll(
  session: DeploymentSession,
  {
    wave,
    from,
    admit,
    sends,
  }: {
    readonly wave: readonly PlannedOperation[];
    readonly from: (operation: PlannedOperation) => readonly OperationState[];
    readonly admit: Admission;
    /** Whether calls that change something follow: then the claim has to be on disk first. */
    readonly sends: boolean;
  },
): ReturnType<WriteGuard['claim']> {
  const { deps, ownerId, projectId, campaign, fence, clock, ledger } = session;
  const kinds = wave.map(({ kind }) => kind).join(',');
  faultPoint('wave.before-claim', kinds);
  const noted = { ends: ledger.unwritten, record: ledger.unwrittenRecord };
  const claim = await asOwner(deps.db, ownerId, async (trx) => {
    if (!sends) await relaxCommit(trx);
    const lost = await writeNoted(trx, session, noted);
    // What follows would be built on an object that is about to be removed.
    if (lost.length > 0) return { lost, code: null, taken: new Set<string>() };
    const code = await admit(() => readFacts(trx, session, wave));
    if (code !== null) return { lost, code, taken: new Set<string>() };
    const taken = await markOperationsSent(trx, {
      campaignRecordId: campaign.id,
      projectId,
      ownerId,
      fence,
      operations: wave.map((operation) => ({ opKey: operation.opKey, from: from(operation) })),
      now: clock(),
    });
    return { lost, code, taken };
  });
  forget(ledger, noted);
  await dropLost(session, claim.lost);
  if (claim.code !== null) return { kind: 'refused', code: claim.code };
  if (wave.some(isDelivery)) faultPoint('delivery.claimed', kinds);
  else faultPoint('wave.claimed', kinds);
  return { kind: 'claimed', taken: wave.map(({ opKey }) => claim.taken.has(opKey)) };
}

function isDelivery({ kind }: PlannedOperation): boolean {
  return kind === 'pause-campaign' || kind === 'resume-campaign';
}

async function readFacts(
  trx: Trx,
  session: DeploymentSession,
  wave: readonly PlannedOperation[],
): Promise<WriteFacts> {
  const { campaign, approvalId } = session;
  const row = await readWriteFacts(trx, { campaignRecordId: campaign.id, approvalId });
  const grant = grantOf(campaign.id, row);
  // A campaign that Facebook has confirmed as off goes on resting through what is changed in it.
  const rests = row?.status === 'PAUSED' && wave.every(({ kind }) => spendsNothing(kind));
  return {
    stopped: (row?.stopped ?? true) && !rests,
    grant: grant.ok ? withinChange(grant.grant, row) : null,
    otherDailyMinor: otherBudgets(session, wave),
  };
}

/** The permission as the database holds it now; the hash is taken anew from what is about to be done. */
export function grantOf(campaignRecordId: string, row: WriteFactsRow | null): GrantOutcome {
  if (row === null || row.approval === null) {
    return { ok: false, code: 'deployment.approval_missing' };
  }
  const { approval, plan } = row;
  if (approval.kind === 'campaign-change') return changeGrant(campaignRecordId, approval, plan);
  if (approval.kind !== 'ad-fix') {
    return grantFrom(approval, { campaignRecordId, contentHash: planHash(plan) });
  }
  const amendment = readAmendment(approval.content);
  const contentHash = amendment === null ? '' : sha256(canonicalJson(amendment));
  return grantFrom(approval, { campaignRecordId, kind: 'ad-fix', contentHash });
}

/** Holds for the very plan it changes, and from then on for the one it brings. */
function changeGrant(
  campaignRecordId: string,
  approval: NonNullable<WriteFactsRow['approval']>,
  plan: CampaignPlan,
): GrantOutcome {
  const change = readCampaignChange(approval.content);
  const now = planHash(plan);
  const fits = change !== null && [change.fromPlanHash, planHash(change.plan)].includes(now);
  const contentHash = fits ? sha256(canonicalJson(change)) : '';
  return grantFrom(approval, { campaignRecordId, kind: 'campaign-change', contentHash });
}

/** While a change is carried out, nothing beside it goes beyond what it allows: a lower limit holds at once. */
function withinChange(grant: GrantedApproval, row: WriteFactsRow | null): GrantedApproval {
  const changing = row?.changing ?? null;
  if (changing === null || changing.approvalId === grant.approvalId) return grant;
  return narrowed(grant, changing.authority);
}

/** Daily budgets of ad sets that exist or may exist, beside those of this wave. */
function otherBudgets(session: DeploymentSession, wave: readonly PlannedOperation[]): number {
  const { plan } = session.campaign;
  if (wave.some(({ kind }) => kind === 'update-ad-set-budget')) {
    // All of them change together, amounts that fall first: in the end each has what the plan says.
    return plan.adSets
      .filter(({ key }) => !wave.some(({ adSetKey }) => adSetKey === key))
      .reduce((sum, { dailyBudgetMinor }) => sum + (dailyBudgetMinor ?? 0), 0);
  }
  const beside = session.operations.filter(
    (operation) =>
      operation.kind === 'create-ad-set' &&
      !wave.some(({ opKey }) => opKey === operation.opKey) &&
      mayExist(session.ledger.rows.get(operation.opKey)?.state),
  );
  return beside
    .map(({ adSetKey }) => plan.adSets.find(({ key }) => key === adSetKey)?.dailyBudgetMinor ?? 0)
    .reduce((sum, amount) => sum + amount, 0);
}

function mayExist(state: OperationState | undefined): boolean {
  return state !== undefined && state !== 'INTENT' && state !== 'FAILED';
}
