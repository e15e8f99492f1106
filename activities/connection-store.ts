import type { WatchConnectionInput } from '../domain/lifecycle/work.ts';
import { reminderWords } from '../domain/connection/reminder-words.ts';
import { dueReminder, endOfAccess, remindedBefore } from '../domain/connection/token-life.ts';
import type { ReminderDays, TokenLife } from '../domain/connection/token-life.ts';
import type { DeploymentProblemCode } from '../domain/deployment/problems.ts';
import type { Trx } from '../db/client.ts';
import { loseConnection, projectsWithAccount } from '../db/repositories/connection-loss.ts';
import { lockConnection, updateConnection } from '../db/repositories/connections.ts';
import type { ConnectionRow } from '../db/repositories/connections.ts';
import { getProject } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { connectionAad } from '../integrations/crypto/vault.ts';
import type { TokenInspection } from '../integrations/meta/oauth.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

/** What a look at a living token found. */
export type Look = {
  /** The row as it was when the look began. */
  readonly row: ConnectionRow;
  readonly life: TokenLife;
  /** Of the token that is in use from now on. */
  readonly seen: TokenInspection;
  readonly renewed: { readonly token: string; readonly seen: TokenInspection } | null;
};

/**
 * Keeps what a look found, and reminds where it is time: once per connection and moment, in each project that uses
 * it. Nothing is kept when the person has signed in anew meanwhile.
 */
export async function storeLook(
  deps: ActivityDependencies,
  { ownerId, now }: WatchConnectionInput,
  { row, life, seen, renewed }: Look,
): Promise<void> {
  const endsAt = endOfAccess(seen);
  await asOwner(deps.db, ownerId, async (trx) => {
    const current = await lockConnection(trx, ownerId);
    if (current === null || !isSame(current, row)) return;
    // Another project's look may have reminded since.
    const known = { endsAt: life.endsAt, remindedDays: current.remindedDays };
    const reminder = dueReminder(known, endsAt, now);
    const sealed =
      renewed === null
        ? null
        : deps.vault.seal(renewed.token, connectionAad(current.id, current.userId));
    await updateConnection(trx, {
      userId: ownerId,
      set: {
        tokenExpiresAt: seen.expiresAt,
        dataAccessExpiresAt: seen.dataAccessExpiresAt,
        scopes: seen.scopes,
        connectedAt: life.connectedAt,
        checkedAt: now,
        remindedDays: reminder ?? remindedBefore(known, endsAt),
        ...(sealed === null
          ? {}
          : { tokenCiphertext: sealed.ciphertext, tokenKeyId: sealed.keyId, renewedAt: now }),
      },
      now,
    });
    if (reminder !== null && endsAt !== null) {
      await remind(trx, { ownerId, now, days: reminder, endsAt });
    }
  });
}

/** @returns false when the person has signed in anew meanwhile, so that nothing is lost. */
export async function storeLoss(
  deps: ActivityDependencies,
  { ownerId, now }: WatchConnectionInput,
  { row, code }: { row: ConnectionRow; code: DeploymentProblemCode },
): Promise<boolean> {
  return await asOwner(deps.db, ownerId, async (trx) => {
    const current = await lockConnection(trx, ownerId);
    if (current === null || !isSame(current, row)) return false;
    await loseConnection(trx, { ownerId, code, now, newId: lossId(code, now) });
    return true;
  });
}

/** Names the item that tells a project's lifecycle of one loss. */
export function lossId(code: string, now: number): (projectId: string) => string {
  return (projectId) => derivedId('connection-lost', projectId, code, String(now));
}

function isSame(current: ConnectionRow, before: ConnectionRow): boolean {
  return current.tokenCiphertext === before.tokenCiphertext;
}

type Reminder = { ownerId: string; now: number; days: ReminderDays; endsAt: number };

async function remind(trx: Trx, { ownerId, now, days, endsAt }: Reminder): Promise<void> {
  for (const { id: projectId } of await projectsWithAccount(trx)) {
    const timezone = (await getProject(trx, projectId))?.timezone ?? 'UTC';
    const { title, content } = reminderWords({ days, endsAt, timezone });
    const ref = { projectId, ownerId, now, key: `connection-ends:${endsAt}:${days}` };
    const messageId = await say(trx, {
      ...ref,
      type: 'FB_CONNECT',
      content,
      metadata: { kind: 'connect' },
    });
    await ring(trx, { ...ref, kind: 'APPROVAL_NEEDED', title, body: content, messageId });
    await note(trx, {
      ...ref,
      actor: 'agent',
      what: title,
      outcome: 'I asked you to connect again',
    });
  }
}
