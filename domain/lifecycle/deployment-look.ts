import { failDeployment } from './construction.ts';
import type { CampaignState } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Pauses before each look for an object whose creation was not confirmed: about 5, 20 and 60 s after the call,
 * then each minute. Meta's lists lag behind its writes (meta.md 13), so one empty look proves nothing.
 */
const FIRST_LOOK_MS = 5_000;
const LOOK_GAPS_MS = [FIRST_LOOK_MS, 15_000, 40_000, 60_000, 60_000, 60_000];

/** Plans look number `number` for the object of an operation whose outcome nobody knows. */
export function lookAt(turn: Turn, campaign: CampaignState, opKey: string, number: number): void {
  const gap = LOOK_GAPS_MS[number - 1];
  // Nothing is sent a second time while its fate is open: a person looks at the ad account first.
  if (gap === undefined) failDeployment(turn, campaign, 'deployment.outcome_unknown');
  else campaign.phase = { kind: 'looking', opKey, look: number, dueAt: turn.now + gap };
}

/** After this much Meta's lists show most of what was made; later looks come all the same. */
export const EARLY_LOOK_MS = 2_000;

/** The pause before the first look counts from the call itself: after a crash there is nothing to wait for any more. */
export function lookFirst(
  turn: Turn,
  campaign: CampaignState,
  { opKey, sentAt }: { readonly opKey: string; readonly sentAt?: number },
): void {
  lookAt(turn, campaign, opKey, 1);
  const { phase } = campaign;
  if (phase.kind !== 'looking' || phase.dueAt === null || sentAt === undefined) return;
  if (turn.rules.version < 2 || sentAt > turn.now) return;
  phase.dueAt = turn.now - sentAt >= EARLY_LOOK_MS ? turn.now : sentAt + FIRST_LOOK_MS;
}
