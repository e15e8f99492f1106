import type { Logger } from 'pino';
import type { Db } from '../db/client.ts';
import type { ClaudeApi } from '../integrations/claude/claude-api.ts';
import type { Vault } from '../integrations/crypto/vault.ts';
import type { MetaFactory } from '../integrations/meta/client.ts';

/** Everything the activities reach the outside world by; composed once per worker. */
export type ActivityDependencies = {
  /** As the application's own role; every use goes through `asOwner`. */
  readonly db: Db;
  readonly meta: MetaFactory;
  readonly claude: ClaudeApi;
  readonly vault: Vault;
  readonly logger: Logger;
  /** Wall clock in epoch ms; only differences of it are used. */
  readonly wallClock?: () => number;
};

/** The owner's clock while an activity runs: what the workflow gave, moved on by real time since. */
export function runningClock(deps: ActivityDependencies, now: number): () => number {
  const wall = deps.wallClock ?? Date.now;
  const started = wall();
  return () => now + (wall() - started);
}
