import type { GraphTransport } from './transport.ts';
import { rehearseCreative } from './writes.ts';
import type { Rehearsal } from './writes.ts';

/** When the app was last seen to be live: one app serves everybody, and it hardly ever goes back. */
export type AppMemory = { seenLive(): void; isKnownLive(): boolean };

const LIVE_FOR_MS = 24 * 3_600_000;

export function createAppMemory(clock: () => number = Date.now): AppMemory {
  let seenAt: number | null = null;
  return {
    seenLive: () => {
      seenAt = clock();
    },
    isKnownLive: () => seenAt !== null && clock() - seenAt < LIVE_FOR_MS,
  };
}

/** Whether this installation's app may make ads at all; null when Facebook does not say. Costs a call a day. */
export async function appLive(
  transport: GraphTransport,
  app: AppMemory,
  ad: Rehearsal,
): Promise<boolean | null> {
  if (app.isKnownLive()) return true;
  const answer = await rehearseCreative(transport, ad);
  if (answer.kind === 'ok') {
    app.seenLive();
    return true;
  }
  // Any other refusal is about this ad or this person, and is found by the other looks or by the launch.
  return answer.failure.problem === 'meta.app_not_live' ? false : null;
}
