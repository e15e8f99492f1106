import { ApplicationFailure } from '@temporalio/common';
import { nextStep } from '../domain/deployment/next-step.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { EARLY_LOOK_MS } from '../domain/lifecycle/deployment-look.ts';
import { reload, save } from './deployment-ledger.ts';
import type { StepOutcome } from './deployment-outcome.ts';
import { look } from './deployment-reconcile.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { verify } from './deployment-verify.ts';
import { performWave } from './deployment-wave.ts';
import { preflight } from './preflight.ts';

/** Where a piece of work stands when it has come to rest. What was noted last is not written yet. */
export type Driven =
  | { readonly kind: 'done' }
  | Extract<StepOutcome, { kind: 'reconcile' | 'wait' | 'failed' }>
  /** A newer attempt has taken over. */
  | { readonly kind: 'superseded' };

/** Does steps in their order, from where the ledger stands, until all are done or something has to happen first. */
export async function drive(
  session: DeploymentSession,
  operations: readonly PlannedOperation[],
): Promise<Driven> {
  for (;;) {
    const step = nextStep(operations, session.ledger.rows);
    if (step.kind === 'done') return step;
    if (step.kind === 'reconcile') {
      if (await isFoundAgain(session, step.operation)) continue;
      return { kind: 'reconcile', opKey: step.operation.opKey };
    }
    if (step.kind === 'failed') return { kind: 'failed', code: step.code, cause: null };
    const outcome = await perform(session, step.operations);
    if (outcome.kind === 'next') continue;
    if (outcome.kind !== 'superseded') return outcome;
    // The row may simply be further than this attempt knew; only a newer attempt ends this one.
    await save(session, () => Promise.resolve());
    if (!(await reload(session))) return outcome;
  }
}

/**
 * After a crash the first look is taken at once by whoever takes over, instead of by way of the lifecycle. What it does
 * not find proves nothing, and is left to the lifecycle's own looks.
 */
async function isFoundAgain(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<boolean> {
  const { ledger, fence, clock } = session;
  const row = ledger.rows.get(operation.opKey);
  const isLeftBehind = row?.state === 'SENT' && row.attempt !== fence;
  const sentAt = row?.startedAt ?? null;
  if (!isLeftBehind || sentAt === null || clock() - sentAt < EARLY_LOOK_MS) return false;
  try {
    await look(session, operation, 1);
  } catch (error) {
    if (error instanceof ApplicationFailure) return false;
    throw error;
  }
  return ledger.rows.get(operation.opKey)?.state === 'CONFIRMED';
}

async function perform(
  session: DeploymentSession,
  operations: readonly PlannedOperation[],
): Promise<StepOutcome> {
  const [first] = operations;
  if (first?.kind === 'preflight') return await preflight(session, first);
  if (first?.kind === 'verify') return await verify(session, first);
  return await performWave(session, operations);
}
