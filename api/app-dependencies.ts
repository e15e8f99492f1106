import type { Logger } from 'pino';
import type { Db } from '../db/client.ts';
import type { Vault } from '../integrations/crypto/vault.ts';
import type { MetaOAuth } from '../integrations/meta/oauth.ts';
import type { Auth } from './auth/auth.ts';
import type { StreamHub } from './events/hub.ts';
import type { TemporalGateway } from './temporal/gateway.ts';

/** Everything the app works with; it has no other state, so any number of processes may run it. */
export type AppDependencies = {
  /** Handle of role aigency_app. */
  readonly db: Db;
  /** Handle of role aigency_relay: what Facebook tells us of a person crosses owners. */
  readonly relayDb: Db;
  readonly auth: Auth;
  readonly hub: StreamHub;
  readonly gateway: Pick<TemporalGateway, 'skip' | 'isReachable'>;
  /** Facebook sign-in that counts expiries from the given clock. */
  readonly oauth: (now: () => number) => MetaOAuth;
  /** Facebook signs its own calls with it. */
  readonly facebookAppSecret: string;
  readonly vault: Vault;
  /** What the model may cost per project and day, in millionths of a US dollar. */
  readonly modelDailyLimitMicroUsd: number;
  readonly publicUrl: string;
  /** How long an approval can be taken back; the lifecycle waits as long before it begins, ms. */
  readonly undoWindowMs: number;
  readonly sandbox: { readonly meta: boolean; readonly claude: boolean };
  /** Whether no migration is waiting. */
  readonly isMigrated: () => Promise<boolean>;
  /** Folder of the built page; null serves the API only. */
  readonly staticDir: string | null;
  readonly logger: Logger;
  /** Real time, epoch ms. */
  readonly wallClock: () => number;
  readonly newId: () => string;
};
