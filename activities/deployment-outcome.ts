import { needsReconnect } from '../domain/deployment/problems.ts';
import type { DeploymentWait } from '../domain/deployment/deployment.ts';
import { isRepeatable } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { MetaErrorKind } from '../integrations/meta/errors.ts';
import type { WriteResult } from '../integrations/meta/writes.ts';
import { noteEnd } from './deployment-ledger.ts';
import type { DeploymentSession } from './deployment-session.ts';

/** What became of a wave; anything but `next` ends this run of the deployment. */
export type StepOutcome =
  | { readonly kind: 'next' }
  /** The ledger says something else than this attempt knew. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'reconcile'; readonly opKey: string }
  | { readonly kind: 'wait'; readonly ms: number; readonly reason?: DeploymentWait['reason'] }
  | { readonly kind: 'failed'; readonly code: string; readonly cause: MetaErrorKind | null };

export const NEXT: StepOutcome = { kind: 'next' };
export const TRANSIENT_WAIT_MS = 15_000;
/** After a stop by the person the lifecycle holds the work; this is only until it has heard of it. */
const STOPPED_WAIT_MS = 2_000;

/** What ends a run comes before what only delays it. */
const ORDER: readonly StepOutcome['kind'][] = ['failed', 'superseded', 'reconcile', 'wait', 'next'];

/** The one outcome that decides how a wave goes on. Of several waits the longest holds. */
export function worstOf(outcomes: readonly StepOutcome[]): StepOutcome {
  const sorted = outcomes.toSorted(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || waitOf(b) - waitOf(a),
  );
  return sorted[0] ?? NEXT;
}

function waitOf(outcome: StepOutcome): number {
  return outcome.kind === 'wait' ? outcome.ms : 0;
}

/** Notes in the ledger how one write ended, and says how to go on. */
export function conclude(
  session: DeploymentSession,
  operation: PlannedOperation,
  result: WriteResult,
): StepOutcome {
  switch (result.kind) {
    case 'done':
      return created(session, operation, result.id);
    case 'unknown':
      return unclear(session, operation);
    case 'throttled': {
      noteEnd(session, operation, { state: 'INTENT' });
      const reason = result.isLimit ? 'pacing' : 'facebook-busy';
      return { kind: 'wait', ms: result.retryAfterMs, reason };
    }
    case 'superseded':
      return { kind: 'superseded' };
    case 'held':
      noteEnd(session, operation, { state: 'INTENT' });
      return NEXT;
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
      return fail(session, operation, { code: problem, cause: kind });
    }
    default:
      return result;
  }
}

function created(
  session: DeploymentSession,
  operation: PlannedOperation,
  id: string | null,
): StepOutcome {
  const creates = operation.kind.startsWith('create') || operation.kind === 'upload-image';
  if (creates && id === null) return unclear(session, operation);
  noteEnd(session, operation, { state: 'CONFIRMED', metaId: creates ? id : null });
  return NEXT;
}

/** An answer without an id: what can be repeated is, the rest is looked up. */
function unclear(session: DeploymentSession, operation: PlannedOperation): StepOutcome {
  if (isRepeatable(operation.kind)) {
    noteEnd(session, operation, { state: 'INTENT' });
    return { kind: 'wait', ms: TRANSIENT_WAIT_MS, reason: 'facebook-busy' };
  }
  noteEnd(session, operation, { state: 'UNKNOWN' });
  return { kind: 'reconcile', opKey: operation.opKey };
}

/** A refused step made nothing. What waits for a new connection is simply sent again afterwards. */
export function fail(
  session: DeploymentSession,
  operation: PlannedOperation,
  problem: { readonly code: string; readonly cause: MetaErrorKind | null },
): StepOutcome {
  if (needsReconnect(problem.code)) noteEnd(session, operation, { state: 'INTENT' });
  else noteEnd(session, operation, { state: 'FAILED', errorCode: problem.code });
  return { kind: 'failed', ...problem };
}
