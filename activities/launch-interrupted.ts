import type { Trx } from '../db/client.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { note, say } from './feed.ts';

/** Shorter than this, the moving steps say enough. */
const WORTH_TELLING_MS = 10_000;

/**
 * Whoever takes over a launch that somebody left in the middle of a step tells the person, if it lay there for long.
 * A launch that rests on purpose has a reason noted, and its steps are not under way.
 * @param past the ledger as the last attempt left it. @param fence this attempt's own: what an earlier one than the last
 * has left was told of then.
 */
export async function tellInterruption(
  trx: Trx,
  campaign: CampaignRow,
  {
    past,
    fence,
    now,
  }: { readonly past: readonly OperationRow[]; readonly fence: number; readonly now: number },
): Promise<void> {
  if (campaign.status !== 'DEPLOYING' || campaign.waiting !== null) return;
  const left = past.filter(({ state, attempt }) => state === 'SENT' && attempt === fence - 1);
  const [step] = left.toSorted((a, b) => a.ordinal - b.ordinal);
  const since = Math.max(...left.map(({ startedAt }) => startedAt ?? 0));
  if (step === undefined || now - since <= WORTH_TELLING_MS) return;
  const { projectId, ownerId, name } = campaign;
  const ref = { projectId, ownerId, now, key: `interrupted:${step.opKey}` };
  const long = lengthWords(now - since);
  await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content: `Building “${name}” was interrupted on my side for about ${long}. I look at what Facebook already has and go on from the same step, so nothing is made twice.`,
    metadata: { kind: 'action', action: 'resumed', evidence: null },
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `Went on building “${name}” after a break of about ${long}`,
    outcome: 'Nothing was lost and nothing was made twice.',
  });
}

function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 90) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
