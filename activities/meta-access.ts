import { ApplicationFailure } from '@temporalio/common';
import { isDeploymentProblemCode, needsReconnect } from '../domain/deployment/problems.ts';
import type { DeploymentProblemCode } from '../domain/deployment/problems.ts';
import { asOwner } from '../db/tenant.ts';
import { loseConnection } from '../db/repositories/connection-loss.ts';
import { getConnection, lockConnection } from '../db/repositories/connections.ts';
import type { ConnectionRow } from '../db/repositories/connections.ts';
import { connectionAad } from '../integrations/crypto/vault.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaErrorKind } from '../integrations/meta/errors.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import { lossId } from './connection-store.ts';
import type { ActivityDependencies } from './dependencies.ts';

export type MetaAccess =
  | {
      readonly ok: true;
      readonly api: MetaApi;
      /** Which token the client speaks with, as it is stored: sealed. */
      readonly sealedToken: string;
    }
  | { readonly ok: false; readonly code: DeploymentProblemCode };

export type OpenAccess = Extract<MetaAccess, { ok: true }>;

/**
 * Opens the person's Facebook connection. The token is decrypted here and goes nowhere but into the client.
 * @param adAccountId lets the client share what Meta says of this account's allowance.
 */
export async function openMeta(
  deps: ActivityDependencies,
  ownerId: string,
  clock: () => number,
  adAccountId?: string,
): Promise<MetaAccess> {
  const connection = await asOwner(deps.db, ownerId, (trx) => getConnection(trx, ownerId));
  return accessBy(deps, connection, {
    clock,
    ...(adAccountId === undefined ? {} : { adAccountId }),
  });
}

/** The same for a connection that was read already. */
export function accessBy(
  deps: ActivityDependencies,
  connection: ConnectionRow | null,
  { clock, adAccountId }: { readonly clock: () => number; readonly adAccountId?: string },
): MetaAccess {
  const code = connectionProblem(connection);
  if (code !== null) return { ok: false, code };
  const accessToken = openToken(deps, connection);
  const sealedToken = connection?.tokenCiphertext ?? null;
  if (accessToken === null || sealedToken === null) {
    return { ok: false, code: 'deployment.not_connected' };
  }
  const account = adAccountId === undefined ? {} : { adAccountId };
  return { ok: true, api: deps.meta({ accessToken, now: clock, ...account }), sealedToken };
}

/** Why nothing can be done with a connection, as far as other work has found out; null when it seems to live. */
export function connectionProblem(connection: ConnectionRow | null): DeploymentProblemCode | null {
  if (connection === null) return 'deployment.not_connected';
  switch (connection.state) {
    case 'CONNECTED':
    case 'NEEDS_SELECTION':
      return null;
    case 'EXPIRED':
      return 'meta.token_expired';
    case 'REVOKED':
      return 'meta.token_revoked';
    case 'MISSING_PERMISSION':
      return 'meta.permission_missing';
    case 'DENIED':
      return 'deployment.not_connected';
    default:
      return connection.state satisfies never;
  }
}

/** The token goes from here into a client of Facebook and nowhere else. Null where none is stored. */
export function openToken(
  { vault }: Pick<ActivityDependencies, 'vault'>,
  connection: ConnectionRow | null,
): string | null {
  if (connection === null) return null;
  const { id, userId, tokenCiphertext, tokenKeyId } = connection;
  if (tokenCiphertext === null || tokenKeyId === null) return null;
  const sealed = { keyId: tokenKeyId, ciphertext: tokenCiphertext };
  return vault.open(sealed, connectionAad(id, userId));
}

const LOSSES: ReadonlySet<MetaErrorKind> = new Set(['AUTH_EXPIRED', 'AUTH_REVOKED']);
/** The person has to act at Facebook first; the token itself lives. */
const HELD_BACK: ReadonlySet<DeploymentProblemCode> = new Set([
  'meta.checkpoint',
  'meta.account_unconfirmed',
]);

/**
 * Remembers that a connection died and why, and tells every project that works with it.
 * @param failure.sealedToken the token that the failing call went out with.
 * @returns `outdated` when the person has signed in anew meanwhile: the failure says nothing about the connection, and
 * the work has to be tried again with the new token.
 */
export async function noteConnectionFailure(
  deps: ActivityDependencies,
  failure: {
    readonly ownerId: string;
    readonly kind: MetaErrorKind;
    readonly code: string;
    readonly now: number;
    readonly sealedToken: string;
  },
): Promise<'noted' | 'outdated'> {
  const { ownerId, kind, code, now, sealedToken } = failure;
  if (!isDeploymentProblemCode(code) || !needsReconnect(code)) return 'noted';
  return await asOwner(deps.db, ownerId, async (trx) => {
    const current = await lockConnection(trx, ownerId);
    if (current?.tokenCiphertext !== sealedToken) return 'outdated';
    if (LOSSES.has(kind) || HELD_BACK.has(code)) {
      await loseConnection(trx, { ownerId, code, now, newId: lossId(code, now) });
    }
    return 'noted';
  });
}

/** Lets Temporal try the same work again, with the token that has taken the place of the failing one. */
export function tokenReplaced(): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'meta.token_replaced',
    message: 'The person has signed in to Facebook anew meanwhile.',
  });
}

/** Whether the same call may work a little later. */
export function isPassing(kind: MetaErrorKind): boolean {
  return kind === 'THROTTLED' || kind === 'TRANSIENT';
}

/**
 * What Temporal gets to see of a failed read: a code and, where Meta asked for one, a pause. Never the cause, which
 * would carry its stack and message into the history.
 */
export function metaFailure(error: unknown): unknown {
  if (!(error instanceof MetaError)) return error;
  const wait = error.failure.retryAfterMs;
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !isPassing(error.kind),
    ...(wait === null ? {} : { nextRetryDelay: wait }),
  });
}
