import { madeSoFar, recordOf } from '../domain/deployment/made.ts';
import type { PreflightFinding } from '../domain/deployment/deployment.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { deploymentProblemWords } from '../domain/deployment/problems.ts';
import { roomFor } from '../domain/deployment/pacing.ts';
import {
  differences,
  dropped,
  droppedWords,
  expectations,
  isRefused,
  isStillProcessing,
  objectsInTree,
  TREE_FIELDS,
} from '../domain/deployment/verify.ts';
import type { Expectation, ReadBack } from '../domain/deployment/verify.ts';
import { updateCampaign } from '../db/repositories/campaigns.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaErrorKind } from '../integrations/meta/errors.ts';
import { inParallel } from '../integrations/meta/parallel.ts';
import { faultPoint } from './fault-points.ts';
import { noteEnd, readingGuard, save } from './deployment-ledger.ts';
import { fail, NEXT, TRANSIENT_WAIT_MS } from './deployment-outcome.ts';
import type { StepOutcome } from './deployment-outcome.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { isPassing } from './meta-access.ts';

/** New ads are processed for half a minute or more. */
const PROCESSING_WAIT_MS = 6_000;
const READS_AT_ONCE = 4;

export type ReadObject = { readonly wanted: Expectation; readonly found: ReadBack };

/**
 * Reads objects as Meta holds them. A whole campaign comes in one call; what is not in it, because lists lag or a text
 * has no ad, is read by itself, a few at a time. @throws MetaError
 */
export async function readBack(
  session: DeploymentSession,
  wanted: readonly Expectation[],
): Promise<readonly ReadObject[]> {
  const campaign = wanted.find(({ kind }) => kind === 'campaign');
  const known =
    campaign === undefined ? new Map<string, ReadBack>() : await readTree(session, campaign.id);
  return await inParallel(wanted, READS_AT_ONCE, async (one) => ({
    wanted: one,
    found: known.get(one.id) ?? (await session.api.read(one.id, one.fields)),
  }));
}

async function readTree(
  { api }: DeploymentSession,
  campaignId: string,
): Promise<ReadonlyMap<string, ReadBack>> {
  try {
    return objectsInTree(await api.read(campaignId, TREE_FIELDS));
  } catch (error) {
    // Meta may find so much at once too much, and says so as a trouble of its own.
    if (error instanceof MetaError && error.kind === 'TRANSIENT') return new Map();
    throw error;
  }
}

export function expectationsOf(session: DeploymentSession): readonly Expectation[] {
  const { campaign, ledger, terms } = session;
  const made = madeSoFar([...ledger.rows.values()]);
  return expectations(campaign.plan, campaign.id, made, terms);
}

/**
 * Claims a step that only reads, under the same conditions as one that writes: a pause, an approval taken away and a
 * newer attempt stop it too.
 */
export async function claimReading(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<StepOutcome> {
  const claim = await readingGuard(session, operation).claim(async (facts) => {
    const { stopped, grant } = await facts();
    if (stopped) return 'deployment.paused';
    return grant === null ? 'deployment.approval_missing' : null;
  });
  if (claim.kind === 'claimed') return claim.taken[0] === true ? NEXT : { kind: 'superseded' };
  if (claim.code === 'deployment.paused') {
    // A pause may last for days, and nobody is at this step meanwhile.
    noteEnd(session, operation, { state: 'INTENT' });
    return { kind: 'wait', ms: STOPPED_WAIT_MS };
  }
  return { kind: 'failed', code: claim.code, cause: null };
}

const STOPPED_WAIT_MS = 2_000;

/** Reads everything back and compares it with what was approved; Meta drops some values without a word. */
export async function verify(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<StepOutcome> {
  const room = roomFor(session.api.usage(), 1);
  if (room.writes === 0) return { kind: 'wait', ms: room.waitMs, reason: 'pacing' };
  const claimed = await claimReading(session, operation);
  if (claimed.kind !== 'next') return claimed;
  const wanted = expectationsFor(session, operation);
  try {
    return await judge(session, operation, await readBack(session, wanted));
  } catch (error) {
    return unreadable(session, operation, error);
  }
}

/** The verification of an amendment is about the new ad only. */
function expectationsFor(
  session: DeploymentSession,
  operation: PlannedOperation,
): readonly Expectation[] {
  if (session.expects !== undefined) return session.expects();
  const all = expectationsOf(session);
  return operation.adKey === null ? all : all.filter(({ key }) => key === operation.adKey);
}

function processing(session: DeploymentSession, operation: PlannedOperation): StepOutcome {
  session.deps.logger.debug({ record: recordOf(operation) }, 'Meta is still processing the ads');
  return { kind: 'wait', ms: PROCESSING_WAIT_MS, reason: 'processing' };
}

async function judge(
  session: DeploymentSession,
  operation: PlannedOperation,
  objects: readonly ReadObject[],
): Promise<StepOutcome> {
  if (objects.some(({ wanted, found }) => wanted.kind === 'ad' && isStillProcessing(found))) {
    return processing(session, operation);
  }
  if (objects.some(({ wanted, found }) => wanted.kind === 'ad' && isRefused(found))) {
    return fail(session, operation, { code: 'meta.ad_rejected', cause: null });
  }
  const different = objects.flatMap(({ wanted, found }) => differences(wanted, found));
  if (different.length > 0) {
    session.deps.logger.warn({ different }, 'Meta stored something else than was sent');
    return fail(session, operation, { code: 'meta.altered', cause: null });
  }
  const silent = [...new Set(objects.flatMap(({ wanted, found }) => dropped(wanted, found)))];
  if (silent.length > 0) {
    session.deps.logger.info({ silent }, 'Meta left out what was asked for besides');
    await tellDropped(session, silent);
  }
  faultPoint('verify.compared');
  noteEnd(session, operation, { state: 'CONFIRMED' });
  return NEXT;
}

/** Kept beside what was found before the launch, where the person reads it. */
async function tellDropped(session: DeploymentSession, fields: readonly string[]): Promise<void> {
  const { campaign, ledger, projectId, ownerId, clock } = session;
  const code = 'meta.value_dropped';
  const message = `${deploymentProblemWords(code)} It left out: ${droppedWords(fields)}.`;
  const others = ledger.findings.filter((finding) => finding.code !== code);
  const findings: readonly PreflightFinding[] = [...others, { severity: 'warning', code, message }];
  ledger.findings = findings;
  const ref = { id: campaign.id, projectId, ownerId, now: clock() };
  await save(session, (trx) => updateCampaign(trx, { ...ref, set: { findings } }));
}

/** Reading failed: what passes is waited for, anything else stops the launch. */
export function unreadable(
  session: DeploymentSession,
  operation: PlannedOperation,
  error: unknown,
): StepOutcome {
  if (!(error instanceof MetaError)) throw error;
  if (!isPassing(error.kind)) {
    return fail(session, operation, { code: error.code, cause: error.kind });
  }
  return passing(error.kind, error.failure.retryAfterMs);
}

function passing(kind: MetaErrorKind, retryAfterMs: number | null): StepOutcome {
  const reason = kind === 'THROTTLED' ? 'pacing' : 'facebook-busy';
  return { kind: 'wait', ms: retryAfterMs ?? TRANSIENT_WAIT_MS, reason };
}
