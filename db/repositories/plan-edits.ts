import type { PlanChanges } from '../../domain/plan/edit.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';

export type PlanEditRow = {
  id: string;
  projectId: string;
  approvalId: string;
  changes: PlanChanges;
  state: 'WAITING' | 'APPLIED' | 'REFUSED';
  newApprovalId: string | null;
};

const COLUMNS = ['id', 'projectId', 'approvalId', 'changes', 'state', 'newApprovalId'] as const;

/** Idempotent by id. @returns false when it was there already. */
export async function insertPlanEdit(
  trx: Trx,
  edit: {
    id: string;
    projectId: string;
    ownerId: string;
    approvalId: string;
    changes: PlanChanges;
    now: number;
  },
): Promise<boolean> {
  const { now, changes, ...ref } = edit;
  const row = await trx
    .insertInto('planEdit')
    .values({
      ...ref,
      changes: json(changes),
      state: 'WAITING',
      newApprovalId: null,
      createdAt: instant(now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function getPlanEdit(trx: Trx, id: string): Promise<PlanEditRow | null> {
  const row = await trx
    .selectFrom('planEdit')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** The change that a card waits for; null when there is none. */
export async function waitingEditOf(trx: Trx, approvalId: string): Promise<PlanEditRow | null> {
  const row = await trx
    .selectFrom('planEdit')
    .select(COLUMNS)
    .where('approvalId', '=', approvalId)
    .where('state', '=', 'WAITING')
    .orderBy('createdAt')
    .executeTakeFirst();
  return row ?? null;
}

/** How an edit ended; the first end counts. */
export async function settlePlanEdit(
  trx: Trx,
  end: { id: string; state: 'APPLIED' | 'REFUSED'; newApprovalId: string | null },
): Promise<void> {
  await trx
    .updateTable('planEdit')
    .set({ state: end.state, newApprovalId: end.newApprovalId })
    .where('id', '=', end.id)
    .where('state', '=', 'WAITING')
    .execute();
}
