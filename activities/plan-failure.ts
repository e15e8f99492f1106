import { ApplicationFailure } from '@temporalio/common';
import type { PreparePlanInput } from '../domain/lifecycle/work.ts';
import { getConnection } from '../db/repositories/connections.ts';
import { asOwner } from '../db/tenant.ts';
import { ClaudeError } from '../integrations/claude/claude-error.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { metaFailure, noteConnectionFailure, tokenReplaced } from './meta-access.ts';

/** A problem only a person can solve: trying again by itself would not help. */
export function planFailure(code: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable('No plan could be made.', code);
}

/** A pause shorter than this would use up the few attempts before a busy service had a chance to recover. */
const SHORTEST_PAUSE_MS = 5_000;

/** What Temporal gets to see of a failed model call: a code and, where asked for, a pause. */
export function claudeFailure(error: unknown): unknown {
  if (!(error instanceof ClaudeError)) return error;
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !error.retryable,
    ...(error.retryAfterMs === null
      ? {}
      : { nextRetryDelay: Math.max(SHORTEST_PAUSE_MS, error.retryAfterMs) }),
  });
}

/** Runs planning work and turns what goes wrong into codes; a dead connection is remembered. */
export async function withPlanErrors<T>(
  deps: ActivityDependencies,
  input: Pick<PreparePlanInput, 'ownerId' | 'now'>,
  work: () => Promise<T>,
): Promise<T> {
  const { ownerId, now } = input;
  // Read before the work takes its token: a sign-in in between then counts as newer, and the work is tried again.
  const before = await asOwner(deps.db, ownerId, (trx) => getConnection(trx, ownerId));
  try {
    return await work();
  } catch (error) {
    if (error instanceof MetaError) {
      const sealedToken = before?.tokenCiphertext ?? '';
      const failure = { ownerId, kind: error.kind, code: error.code, now, sealedToken };
      if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
    }
    throw claudeFailure(metaFailure(error));
  }
}
