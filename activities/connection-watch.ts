import type { WatchConnectionInput, WatchConnectionResult } from '../domain/lifecycle/work.ts';
import { missingScopes } from '../domain/connection/scopes.ts';
import { endOfAccess, hasMoved, judgeToken, nextLook } from '../domain/connection/token-life.ts';
import type { TokenLife } from '../domain/connection/token-life.ts';
import { lossCode } from '../db/repositories/connection-loss.ts';
import { getConnection } from '../db/repositories/connections.ts';
import type { ConnectionRow } from '../db/repositories/connections.ts';
import { asOwner } from '../db/tenant.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaOAuth, TokenInspection } from '../integrations/meta/oauth.ts';
import { storeLook, storeLoss } from './connection-store.ts';
import type { Look } from './connection-store.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { connectionProblem, metaFailure, openToken } from './meta-access.ts';

const DAY_MS = 24 * 3_600_000;
const TOKEN_DAYS = 60;

export type WatchDependencies = ActivityDependencies & {
  /** Facebook sign-in that counts expiries from the given clock. */
  readonly oauth: (now: () => number) => MetaOAuth;
};

export type ConnectionWatch = {
  watchConnection(input: WatchConnectionInput): Promise<WatchConnectionResult>;
};

/** The daily look at the person's token: renews it in time, reminds before it ends, notices when it died. */
export function createConnectionWatch(deps: WatchDependencies): ConnectionWatch {
  return { watchConnection: (input) => watchConnection(deps, input) };
}

async function watchConnection(
  deps: WatchDependencies,
  input: WatchConnectionInput,
): Promise<WatchConnectionResult> {
  const { projectId, ownerId, now } = input;
  const { row, loss } = await asOwner(deps.db, ownerId, async (trx) => {
    const found = await getConnection(trx, ownerId);
    return { row: found, loss: await lossCode(trx, projectId, found?.checkedAt ?? null) };
  });
  const token = openToken(deps, row);
  if (row === null || token === null) {
    return { kind: 'lost', code: loss ?? 'deployment.not_connected' };
  }
  const dead = connectionProblem(row);
  if (dead !== null) return { kind: 'lost', code: loss ?? dead };
  const oauth = deps.oauth(() => now);
  const seen = await inspect(oauth, token);
  const missingPermission = missingScopes(seen.scopes).length > 0;
  const verdict = judgeToken(lifeOf(row, now), { ...seen, missingPermission }, now);
  if (verdict.kind === 'lost') {
    const lost = await storeLoss(deps, input, { row, code: verdict.code });
    return lost ? { kind: 'lost', code: verdict.code } : { kind: 'fine', nextAt: now + DAY_MS };
  }
  const renewed = verdict.renew ? await renew(deps, { oauth, token, seen }) : null;
  const look: Look = { row, life: lifeOf(row, now), seen: renewed?.seen ?? seen, renewed };
  await storeLook(deps, input, look);
  return { kind: 'fine', nextAt: nextLook(endOfAccess(look.seen), now) };
}

/** Connections of before these times were kept are reckoned from their end. */
function lifeOf(row: ConnectionRow, now: number): TokenLife {
  const { connectedAt, tokenExpiresAt, dataAccessExpiresAt, ...rest } = row;
  const started = tokenExpiresAt === null ? now : tokenExpiresAt - TOKEN_DAYS * DAY_MS;
  const endsAt = endOfAccess({ expiresAt: tokenExpiresAt, dataAccessExpiresAt });
  const { renewedAt, checkedAt, remindedDays } = rest;
  return { connectedAt: connectedAt ?? started, renewedAt, checkedAt, endsAt, remindedDays };
}

async function inspect(oauth: MetaOAuth, token: string): Promise<TokenInspection> {
  try {
    return await oauth.inspect(token);
  } catch (error) {
    // A refusal here is about our own app, not about this person's token: no reason to call it lost.
    throw metaFailure(error);
  }
}

/** @returns the new token, when Facebook really gave more time; a failure is for the next day. */
async function renew(
  deps: WatchDependencies,
  { oauth, token, seen }: { oauth: MetaOAuth; token: string; seen: TokenInspection },
): Promise<NonNullable<Look['renewed']> | null> {
  try {
    const issued = await oauth.renew(token, seen.kind);
    const after = await oauth.inspect(issued.token);
    const isBetter =
      after.valid &&
      hasMoved(seen.expiresAt, after.expiresAt) &&
      missingScopes(after.scopes).length === 0;
    return isBetter ? { token: issued.token, seen: after } : null;
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    deps.logger.warn({ code: error.code }, 'a facebook connection could not be renewed');
    return null;
  }
}
