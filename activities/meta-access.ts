import { ApplicationFailure } from '@temporalio/common';
import { isDeploymentProblemCode } from '../domain/deployment/problems.ts';
import type { DeploymentProblemCode } from '../domain/deployment/problems.ts';
import { asOwner } from '../db/tenant.ts';
import { loseConnection } from '../db/repositories/connection-loss.ts';
import { getConnection } from '../db/repositories/connections.ts';
import type { ConnectionRow } from '../db/repositories/connections.ts';
import { connectionAad } from '../integrations/crypto/vault.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaErrorKind } from '../integrations/meta/errors.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import { lossId } from './connection-store.ts';
import type { ActivityDependencies } from './dependencies.ts';

export type MetaAccess =
  | { readonly ok: true; readonly api: MetaApi }
  | { readonly ok: false; readonly code: DeploymentProblemCode };

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
  if (accessToken === null) return { ok: false, code: 'deployment.not_connected' };
  const account = adAccountId === undefined ? {} : { adAccountId };
  return { ok: true, api: deps.meta({ accessToken, now: clock, ...account }) };
}

function connectionProblem(connection: ConnectionRow | null): DeploymentProblemCode | null {
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
      return connection.state;
  }
}

function openToken(deps: ActivityDependencies, connection: ConnectionRow | null): string | null {
  if (connection === null) return null;
  const { id, userId, tokenCiphertext, tokenKeyId } = connection;
  if (tokenCiphertext === null || tokenKeyId === null) return null;
  const sealed = { keyId: tokenKeyId, ciphertext: tokenCiphertext };
  return deps.vault.open(sealed, connectionAad(id, userId));
}

const LOSSES: ReadonlySet<MetaErrorKind> = new Set(['AUTH_EXPIRED', 'AUTH_REVOKED']);
/** The person has to act at Facebook first; the token itself lives. */
const HELD_BACK: ReadonlySet<DeploymentProblemCode> = new Set([
  'meta.checkpoint',
  'meta.account_unconfirmed',
]);

/** Remembers that a connection died and why, and tells every project that works with it. */
export async function noteConnectionFailure(
  deps: ActivityDependencies,
  failure: {
    readonly ownerId: string;
    readonly kind: MetaErrorKind;
    readonly code: string;
    readonly now: number;
  },
): Promise<void> {
  const { ownerId, kind, code, now } = failure;
  if (!isDeploymentProblemCode(code) || !(LOSSES.has(kind) || HELD_BACK.has(code))) return;
  await asOwner(deps.db, ownerId, (trx) =>
    loseConnection(trx, { ownerId, code, now, newId: lossId(code, now) }),
  );
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
