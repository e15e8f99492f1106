import { tellOfQueued } from '../../db/repositories/queued.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { asCaller } from '../owner-work.ts';
import type { QueueChange } from './relay.ts';

/** Puts into the owner's stream that messages began to wait for delivery, or that they wait no longer. */
export async function tellOfQueue(
  deps: Pick<AppDependencies, 'db' | 'wallClock' | 'undoWindowMs'>,
  { projectId, ownerId, messageId }: QueueChange,
): Promise<void> {
  await asCaller(deps, ownerId, async ({ trx, now }) => {
    await tellOfQueued(trx, { projectId, ownerId, messageId, now });
  });
}
