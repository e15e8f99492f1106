import type { Trx } from '../db/client.ts';
import { clockOffset } from '../db/repositories/clock.ts';
import { getProject } from '../db/repositories/projects.ts';
import type { ProjectRow } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { notFound } from './http/api-error.ts';

export type OwnerWork = {
  readonly trx: Trx;
  readonly ownerId: string;
  /** The owner's clock now: real time plus what they skipped. */
  readonly now: number;
};

/** Deadlock and serialisation failure: Postgres took all of it back, and doing it again is the remedy. */
const TAKEN_BACK = new Set(['40P01', '40001']);
const MAX_TRIES = 4;

/**
 * One transaction in which only this person's rows exist, with their clock read first. When the database takes it back
 * because another one stood in its way, `work` runs again: it must leave no traces elsewhere.
 */
export async function asCaller<Result>(
  deps: Pick<AppDependencies, 'db' | 'wallClock'>,
  ownerId: string,
  work: (scope: OwnerWork) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asOwner(deps.db, ownerId, async (trx) => {
        const offset = await clockOffset(trx, ownerId);
        return await work({ trx, ownerId, now: deps.wallClock() + offset });
      });
    } catch (error) {
      if (tries === MAX_TRIES || !wasTakenBack(error)) throw error;
    }
  }
}

function wasTakenBack(error: unknown): boolean {
  return error instanceof Error && 'code' in error && TAKEN_BACK.has(String(error.code));
}

/** @throws ApiError 404, the same for a project of somebody else and for none at all. */
export async function projectOf(trx: Trx, projectId: string): Promise<ProjectRow> {
  const project = await getProject(trx, projectId);
  if (project === null) throw notFound('project');
  return project;
}
