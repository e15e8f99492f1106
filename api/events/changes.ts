import type { Change } from '../../contract/events.ts';
import { listEventsAfter } from '../../db/repositories/events.ts';
import type { EventRow } from '../../db/repositories/events.ts';
import { changeFor } from '../../db/views/change.ts';
import type { OwnerWork } from '../owner-work.ts';

const BATCH = 200;

export type ChangeBatch = {
  readonly changes: readonly { readonly seq: number; readonly change: Change }[];
  /** Number of the last event looked at. */
  readonly position: number;
  readonly isLast: boolean;
};

/**
 * The next changes after a position, each with the present state of its thing. Of several events of one thing only
 * the last is kept: it says all that the earlier ones would, and numbers still only grow.
 */
export async function nextChanges(work: OwnerWork, after: number): Promise<ChangeBatch> {
  const { trx, ownerId } = work;
  const events = await listEventsAfter(trx, { ownerId, after, limit: BATCH });
  const changes: { seq: number; change: Change }[] = [];
  for (const event of lastOfEach(events)) {
    const change = await changeFor(trx, event, work);
    if (change !== null) changes.push({ seq: event.seq, change });
  }
  return { changes, position: events.at(-1)?.seq ?? after, isLast: events.length < BATCH };
}

function lastOfEach(events: readonly EventRow[]): EventRow[] {
  const last = new Map(events.map((event) => [keyOf(event), event.seq]));
  return events.filter((event) => last.get(keyOf(event)) === event.seq);
}

function keyOf({ type, projectId, refId }: EventRow): string {
  return `${type} ${projectId} ${refId}`;
}
