import type { Db } from '../../db/client.ts';

/** Puts items of a project that were sent once back into the queue, `from` up to but without `to`. */
export async function askForItemsAgain(
  relay: Db,
  range: { projectId: string; from: number; to: number },
): Promise<void> {
  await relay
    .updateTable('outbox')
    .set({ sentAt: null, nextAttemptAt: null })
    .where('projectId', '=', range.projectId)
    .where('seq', '>=', range.from)
    .where('seq', '<', range.to)
    .where('sentAt', 'is not', null)
    .execute();
}
