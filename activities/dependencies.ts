import { activityInfo } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { LandingAnswer } from '../domain/deployment/preflight.ts';
import type { Db } from '../db/client.ts';
import type { ClaudeApi } from '../integrations/claude/claude-api.ts';
import type { ImageModel } from '../integrations/creatives/image-model.ts';
import type { Vault } from '../integrations/crypto/vault.ts';
import type { MetaFactory } from '../integrations/meta/client.ts';
import type { ReadWebsite } from '../integrations/web/website-reader.ts';

/** Everything the activities reach the outside world by; composed once per worker. */
export type ActivityDependencies = {
  /** As the application's own role; every use goes through `asOwner`. */
  readonly db: Db;
  readonly meta: MetaFactory;
  readonly claude: ClaudeApi;
  readonly vault: Vault;
  readonly logger: Logger;
  /** Looks whether a page of the person's website answers; absent where nobody is to be asked. Never throws. */
  readonly probePage?: (url: string) => Promise<LandingAnswer>;
  /** Reads a page of the person's website; absent where no page is to be read. Never throws. */
  readonly readWebsite?: ReadWebsite;
  /** Makes photo-like pictures where the installation has set one up. */
  readonly imageModel?: ImageModel;
  /** Wall clock in epoch ms; only differences of it are used. */
  readonly wallClock?: () => number;
};

/**
 * The owner's clock while an activity runs: what the workflow gave, moved on by real time since. A later attempt of the
 * same activity begins where time has come to, not where the workflow asked for it.
 */
export function runningClock(deps: ActivityDependencies, now: number): () => number {
  const wall = deps.wallClock ?? Date.now;
  const started = wall();
  const waited = sinceScheduled();
  return () => now + waited + (wall() - started);
}

/** How long earlier attempts and the pauses between them took; both instants are the server's. */
function sinceScheduled(): number {
  try {
    const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo();
    return Math.max(0, currentAttemptScheduledTimestampMs - scheduledTimestampMs);
  } catch {
    // Called outside of a worker.
    return 0;
  }
}
