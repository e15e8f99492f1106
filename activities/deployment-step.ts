import {
  madeSoFar,
  recordOf,
  requestFor,
  withoutEditList,
} from '../domain/deployment/meta-requests.ts';
import type { MadeSoFar, MetaRequest } from '../domain/deployment/meta-requests.ts';
import { actionOf } from '../domain/approval/policy.ts';
import type { OperationState } from '../domain/deployment/deployment.ts';
import { isRepeatable } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import {
  differences,
  expectations,
  isRefused,
  isStillProcessing,
} from '../domain/deployment/verify.ts';
import { getAsset } from '../db/repositories/artifacts.ts';
import { listOperations, markOperationSent } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaErrorKind } from '../integrations/meta/errors.ts';
import { WRITE_PAUSE_PERCENT } from '../integrations/meta/usage.ts';
import type { WriteResult } from '../integrations/meta/writes.ts';
import { removeDuplicate } from './deployment-duplicates.ts';
import { currencyOf, guardFor, settle } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { isPassing } from './meta-access.ts';

/** What became of one step; anything but `next` ends this run of the deployment. */
export type StepOutcome =
  | { readonly kind: 'next' }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'failed'; readonly code: string; readonly cause: MetaErrorKind | null };

const NEXT: StepOutcome = { kind: 'next' };
/** New ads are processed for half a minute or more. */
const PROCESSING_WAIT_MS = 6_000;
const TRANSIENT_WAIT_MS = 15_000;
/** After a stop by the person the lifecycle holds the work; this is only until it has heard of it. */
const STOPPED_WAIT_MS = 2_000;
/** Another attempt of the same deployment is at work. */
const SUPERSEDED_WAIT_MS = 5_000;
/** Meta's allowance grows back over five minutes. */
const PACING_WAIT_MS = 60_000;

/** A step that was sent before may be sent again only where a repeat is harmless. */
function startable(operation: PlannedOperation): readonly OperationState[] {
  return isRepeatable(operation.kind) ? ['INTENT', 'SENT', 'UNKNOWN'] : ['INTENT'];
}

export async function performStep(
  session: DeploymentSession,
  operation: PlannedOperation,
  approvalId: string,
): Promise<StepOutcome> {
  const rows = await operationRows(session);
  const made = madeSoFar(rows);
  if (operation.kind === 'verify') return await verify(session, operation, made);
  const request = await withPicture(session, requestFor(session.campaign.plan, operation, made));
  if (request === null) {
    return await fail(session, operation, { code: 'meta.picture_refused', cause: null });
  }
  let result = await send(session, { operation, request, approvalId, from: startable(operation) });
  if (operation.kind === 'create-creative' && isPlainRefusal(result)) {
    // Not every account knows every editing feature; a repeat of a refused creative makes no second one.
    const plain = withoutEditList(request);
    result = await send(session, { operation, request: plain, approvalId, from: ['SENT'] });
  }
  return await conclude(session, operation, result);
}

export async function operationRows(session: DeploymentSession): Promise<readonly OperationRow[]> {
  const { deps, ownerId, campaign } = session;
  return await asOwner(deps.db, ownerId, (trx) => listOperations(trx, campaign.id));
}

function isPlainRefusal(result: WriteResult): boolean {
  return result.kind === 'rejected' && result.failure.problem === 'meta.plan_refused';
}

/** Adds the stored bytes; null when they are not the ones that were approved. */
async function withPicture(
  session: DeploymentSession,
  request: MetaRequest,
): Promise<MetaRequest | null> {
  const assetId = request.imageAssetId;
  if (assetId === null) return request;
  const { deps, ownerId, campaign } = session;
  const asset = await asOwner(deps.db, ownerId, (trx) => getAsset(trx, assetId));
  const planned = campaign.plan.adSets
    .flatMap((adSet) => adSet.ads)
    .find((ad) => ad.image.assetId === assetId);
  if (asset === null || planned === undefined) return null;
  if (sha256(asset.bytes) !== planned.image.sha256) return null;
  return { ...request, body: { bytes: asset.bytes.toString('base64') } };
}

async function send(
  session: DeploymentSession,
  step: {
    readonly operation: PlannedOperation;
    readonly request: MetaRequest;
    readonly approvalId: string;
    readonly from: readonly OperationState[];
  },
): Promise<WriteResult> {
  const { operation, request } = step;
  const write = {
    action: actionOf(operation.kind),
    method: 'POST',
    path: request.path,
    body: request.body,
    currency: currencyOf(session.campaign),
    repeatable: isRepeatable(operation.kind),
  } as const;
  return await session.api.write(write, guardFor(session, step));
}

async function conclude(
  session: DeploymentSession,
  operation: PlannedOperation,
  result: WriteResult,
): Promise<StepOutcome> {
  switch (result.kind) {
    case 'done': {
      const creates = operation.kind.startsWith('create') || operation.kind === 'upload-image';
      if (creates && result.id === null) return await unclear(session, operation);
      const metaId = creates ? result.id : null;
      const mine = await settle(session, operation, { state: 'CONFIRMED', metaId });
      if (!mine && metaId !== null) await dropUnlessKept(session, operation, metaId);
      return pacing(session);
    }
    case 'unknown':
      return await unclear(session, operation);
    case 'throttled':
      await settle(session, operation, { state: 'INTENT' });
      return { kind: 'wait', ms: result.retryAfterMs };
    case 'superseded':
      return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
    case 'refused':
      // Nothing was sent, so the ledger still says the truth.
      if (result.code === 'deployment.paused') return { kind: 'wait', ms: STOPPED_WAIT_MS };
      return { kind: 'failed', code: result.code, cause: null };
    case 'rejected': {
      const { problem, kind, code, subcode, traceId } = result.failure;
      session.deps.logger.warn(
        { step: operation.kind, code, subcode, traceId },
        'Meta refused a step of a deployment',
      );
      return await fail(session, operation, { code: problem, cause: kind });
    }
    default:
      return result;
  }
}

/** Another run confirmed the step while this one waited for its answer: what this one made is one too many. */
async function dropUnlessKept(
  session: DeploymentSession,
  operation: PlannedOperation,
  metaId: string,
): Promise<void> {
  // Pictures and creatives are the same object for both.
  if (isRepeatable(operation.kind)) return;
  const rows = await operationRows(session);
  const kept = rows.find((row) => row.opKey === operation.opKey)?.metaId ?? null;
  if (kept !== null && kept !== metaId) await removeDuplicate(session, operation, metaId);
}

/** An answer without an id: what can be repeated is, the rest is looked up. */
async function unclear(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<StepOutcome> {
  if (isRepeatable(operation.kind)) {
    await settle(session, operation, { state: 'INTENT' });
    return { kind: 'wait', ms: TRANSIENT_WAIT_MS };
  }
  await settle(session, operation, { state: 'UNKNOWN' });
  return { kind: 'reconcile' };
}

function pacing(session: DeploymentSession): StepOutcome {
  const { percent, waitMs } = session.api.usage();
  if (percent < WRITE_PAUSE_PERCENT) return NEXT;
  return { kind: 'wait', ms: waitMs > 0 ? waitMs : PACING_WAIT_MS };
}

async function fail(
  session: DeploymentSession,
  operation: PlannedOperation,
  problem: { readonly code: string; readonly cause: MetaErrorKind | null },
): Promise<StepOutcome> {
  await settle(session, operation, { state: 'FAILED', errorCode: problem.code });
  return { kind: 'failed', ...problem };
}

/** Reads everything back and compares it with what was approved; Meta drops some values without a word. */
async function verify(
  session: DeploymentSession,
  operation: PlannedOperation,
  made: MadeSoFar,
): Promise<StepOutcome> {
  const { deps, campaign } = session;
  if (!(await beginComparing(session, operation))) return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
  try {
    // The newest ad first: while it is being processed, one read is enough to know.
    for (const wanted of expectations(campaign.plan, recordOf(operation), made).toReversed()) {
      const found = await session.api.read(wanted.id, wanted.fields);
      if (wanted.kind === 'ad' && isStillProcessing(found)) {
        return { kind: 'wait', ms: PROCESSING_WAIT_MS };
      }
      if (wanted.kind === 'ad' && isRefused(found)) {
        return await fail(session, operation, { code: 'meta.ad_rejected', cause: null });
      }
      const different = differences(wanted, found);
      if (different.length > 0) {
        deps.logger.warn({ different }, 'Meta stored something else than was sent');
        return await fail(session, operation, { code: 'meta.altered', cause: null });
      }
    }
  } catch (error) {
    return await unreadable(session, operation, error);
  }
  await settle(session, operation, { state: 'CONFIRMED' });
  return NEXT;
}

/** A comparison that waits for Facebook keeps the moment it began. */
async function beginComparing(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<boolean> {
  const row = (await operationRows(session)).find((one) => one.opKey === operation.opKey);
  if (row?.state === 'SENT') return true;
  const { deps, ownerId, projectId, campaign, fence, clock } = session;
  return await asOwner(deps.db, ownerId, (trx) =>
    markOperationSent(trx, {
      opKey: operation.opKey,
      campaignRecordId: campaign.id,
      projectId,
      ownerId,
      fence,
      from: startable(operation),
      now: clock(),
    }),
  );
}

async function unreadable(
  session: DeploymentSession,
  operation: PlannedOperation,
  error: unknown,
): Promise<StepOutcome> {
  if (!(error instanceof MetaError)) throw error;
  if (isPassing(error.kind)) {
    return { kind: 'wait', ms: error.failure.retryAfterMs ?? TRANSIENT_WAIT_MS };
  }
  return await fail(session, operation, { code: error.code, cause: error.kind });
}
