import { skippedSchema, skipSchema } from '../../contract/http.ts';
import { addClockOffset, clockOffset, tryLockClock } from '../../db/repositories/clock.ts';
import { listProjects } from '../../db/repositories/projects.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { GatewayError } from '../temporal/errors.ts';

const DAY_MS = 86_400_000;

/** Time travel for trying things out; with real Facebook these routes do not exist. */
export function sandboxRoutes(deps: AppDependencies): Endpoint[] {
  if (!deps.sandbox.meta) return [];
  return [
    endpoint({
      method: 'post',
      path: '/api/sandbox/skip',
      tag: 'Sandbox',
      summary: 'Move the person’s own clock ahead with all their lifecycles',
      body: skipSchema,
      answers: { 200: { description: 'The clock afterwards', schema: skippedSchema } },
      refusals: [409, 503],
      handle: async ({ c, caller, body }) => {
        const now = await asCaller(
          deps,
          caller.userId,
          async (work) => await skip(deps, work, body.days * DAY_MS),
        );
        return c.json({ now });
      },
    }),
  ];
}

/**
 * Holds the clock's lock while the lifecycles move, and stores the offset last: if a lifecycle stops half-way, the
 * next try has the same target and those that got there already stay where they are.
 */
async function skip(
  deps: AppDependencies,
  { trx, ownerId }: OwnerWork,
  ms: number,
): Promise<number> {
  if (!(await tryLockClock(trx, ownerId))) {
    throw conflict(
      'sandbox.skip_running',
      'The clock is being moved already. Please wait for that to end. Nothing more was skipped.',
    );
  }
  // Read again under the lock: a skip that just ended has moved it.
  const offset = await clockOffset(trx, ownerId);
  const until = deps.wallClock() + offset + ms;
  const projects = await listProjects(trx);
  try {
    await deps.gateway.skip({ projectIds: projects.map((project) => project.id), until });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new ApiError({
      status: 503,
      code: 'sandbox.skip_unfinished',
      message: 'The clock could not be moved all the way. Please try again; it goes on from there.',
      cause: error,
    });
  }
  return deps.wallClock() + (await addClockOffset(trx, ownerId, ms));
}
