import type { ActivityActor } from '../../domain/activity/activity.ts';
import type { ActivityView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = ['id', 'projectId', 'at', 'actor', 'what', 'why', 'outcome'] as const;

/** Adds a line to what was done and why; idempotent by id. */
export async function insertActivity(
  trx: Trx,
  entry: {
    id: string;
    projectId: string;
    ownerId: string;
    actor: ActivityActor;
    what: string;
    why: string | null;
    outcome: string | null;
    now: number;
  },
): Promise<void> {
  const { id, projectId, ownerId, actor, what, why, outcome, now } = entry;
  const inserted = await trx
    .insertInto('activityEntry')
    .values({ id, projectId, ownerId, actor, what, why, outcome, at: instant(now) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return;
  await appendEvent(trx, { ...entry, type: 'activity', refId: entry.id });
}

/** Newest first. */
export async function listActivity(
  trx: Trx,
  projectId: string,
  limit = 200,
): Promise<ActivityView[]> {
  return await trx
    .selectFrom('activityEntry')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function getActivity(trx: Trx, id: string): Promise<ActivityView | null> {
  const row = await trx
    .selectFrom('activityEntry')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
