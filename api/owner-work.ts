import type { Trx } from '../db/client.ts';
import { clockOffset } from '../db/repositories/clock.ts';
import { getProject } from '../db/repositories/projects.ts';
import type { ProjectRow } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { toApprovalView } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import type { ApprovalView } from '../domain/project/views.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { notFound } from './http/api-error.ts';

export type OwnerWork = {
  readonly trx: Trx;
  readonly ownerId: string;
  /** The owner's clock now: real time plus what they skipped. */
  readonly now: number;
  /** How long an approval can be taken back, ms. */
  readonly undoWindowMs: number;
};

/** Deadlock and serialisation failure: Postgres took all of it back, and doing it again is the remedy. */
const TAKEN_BACK = new Set(['40P01', '40001']);
const MAX_TRIES = 4;

/**
 * One transaction in which only this person's rows exist, with their clock read first. When the database takes it back
 * because another one stood in its way, `work` runs again: it must leave no traces elsewhere.
 */
export async function asCaller<Result>(
  deps: Pick<AppDependencies, 'db' | 'wallClock' | 'undoWindowMs'>,
  ownerId: string,
  work: (scope: OwnerWork) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await asOwner(deps.db, ownerId, async (trx) => {
        const offset = await clockOffset(trx, ownerId);
        const { undoWindowMs } = deps;
        return await work({ trx, ownerId, now: deps.wallClock() + offset, undoWindowMs });
      });
    } catch (error) {
      if (tries === MAX_TRIES || !wasTakenBack(error)) throw error;
    }
  }
}

/** The same for a request about one project: its id comes from the address, the rest from the body. */
export async function onProject<Body extends object, Result>(
  deps: AppDependencies,
  request: {
    readonly caller: { readonly userId: string };
    readonly params: { readonly id: string };
    readonly body: Body;
  },
  work: (
    deps: AppDependencies,
    scope: OwnerWork,
    wanted: Body & { projectId: string },
  ) => Promise<Result>,
): Promise<Result> {
  const { caller, params, body } = request;
  return await asCaller(
    deps,
    caller.userId,
    async (scope) => await work(deps, scope, { ...body, projectId: params.id }),
  );
}

/** Work that ends with a card, which is then answered as its owner reads it. */
export async function asCardOwner(
  deps: AppDependencies,
  ownerId: string,
  work: (scope: OwnerWork) => Promise<ApprovalRow>,
): Promise<ApprovalView> {
  return toApprovalView(await asCaller(deps, ownerId, work), deps.undoWindowMs);
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
