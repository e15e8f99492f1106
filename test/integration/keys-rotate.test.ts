import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { vaultKeysOf } from '../../config-keys.ts';
import { replaceToken, storedToken } from '../../db/repositories/connection-keys.ts';
import {
  getConnection,
  saveConnection,
  updateConnection,
} from '../../db/repositories/connections.ts';
import { asOwner } from '../../db/tenant.ts';
import { connectionAad, createVault } from '../../integrations/crypto/vault.ts';
import type { Sealed, Vault } from '../../integrations/crypto/vault.ts';
import { resealConnection } from '../../scripts/services/reseal.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { createOwnerProject, START } from '../support/owner-world.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const [OLD, NEW, LOST] = [key(1), key(2), key(3)];
const before = createVault({ keys: { k1: OLD }, current: 'k1' });
const both = vaultKeysOf(NEW, [OLD]);
const keys = { vault: createVault(both), current: both.current };
const onlyNew = createVault(vaultKeysOf(NEW, []));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
});
beforeEach(async () => {
  // Each test counts its own connections.
  for (const { userId } of await database.relay
    .selectFrom('facebookConnection')
    .select('userId')
    .execute()) {
    await asOwner(database.app, userId, (trx) =>
      updateConnection(trx, {
        userId,
        set: { tokenCiphertext: null, tokenKeyId: null },
        now: START,
      }),
    );
  }
});
afterAll(() => database.drop());

/** A person whose token was sealed by this vault; gives their id. */
async function connect(vault: Vault, token: string): Promise<string> {
  const { ownerId: userId, projectId } = await createOwnerProject(database);
  const id = randomUUID();
  const sealed = vault.seal(token, connectionAad(id, userId));
  await asOwner(database.app, userId, (trx) =>
    saveConnection(trx, {
      id,
      userId,
      projectId,
      fbUserId: '301',
      fbUserName: 'Ada',
      fbAccountId: null,
      pageId: null,
      tokenCiphertext: sealed.ciphertext,
      tokenKeyId: sealed.keyId,
      tokenExpiresAt: null,
      dataAccessExpiresAt: null,
      scopes: [],
      state: 'CONNECTED',
      adAccounts: [],
      pages: [],
      now: START,
    }),
  );
  return userId;
}

async function stored(userId: string): Promise<Sealed & { aad: string }> {
  const row = await asOwner(database.app, userId, (trx) => storedToken(trx, userId));
  if (row === null) throw new Error('no token');
  const { id, tokenKeyId: keyId, tokenCiphertext: ciphertext } = row;
  return { keyId, ciphertext, aad: connectionAad(id, userId) };
}

async function openedBy(vault: Vault, userId: string): Promise<string> {
  const { aad, ...sealed } = await stored(userId);
  return vault.open(sealed, aad);
}

/** The command as an operator runs it. */
async function rotate(): Promise<{ code: number; said: string }> {
  const script = fileURLToPath(new URL('../../scripts/keys-rotate.ts', import.meta.url));
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    BETTER_AUTH_SECRET: 'a secret of more than thirty-two characters',
    ENCRYPTION_KEY: NEW,
    ENCRYPTION_KEYS_OLD: OLD,
  };
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr });
    });
  });
}

test('everybody’s token is sealed with the newest key, and a second run finds nothing to do', async () => {
  const people = [await connect(before, 'one'), await connect(before, 'two')];
  const done = await connect(keys.vault, 'three');
  const first = await rotate();
  expect(first).toMatchObject({ code: 0 });
  expect(first.said).toContain('Sealed with the newest key: 2\n');
  expect(await Promise.all(people.map((one) => openedBy(onlyNew, one)))).toEqual(['one', 'two']);
  expect(await openedBy(onlyNew, done)).toBe('three');
  const after = await Promise.all([...people, done].map(stored));
  const second = await rotate();
  expect(second.said).toContain('Sealed with the newest key: 0\n');
  expect(await Promise.all([...people, done].map(stored))).toEqual(after);
});

test('a token that no key opens is left as it is, the others are still sealed anew, and the command fails', async () => {
  const lost = await connect(createVault({ keys: { k1: LOST }, current: 'k1' }), 'gone');
  const unknown = await connect(createVault(vaultKeysOf(LOST, [])), 'gone too');
  const fine = await connect(before, 'fine');
  const untouched = await Promise.all([lost, unknown].map(stored));
  const { code, said } = await rotate();
  expect(code).toBe(1);
  expect(said).toContain('Sealed with the newest key: 1\n');
  expect(said).toContain('Could not be opened and were left as they are: 2\n');
  expect(await Promise.all([lost, unknown].map(stored))).toEqual(untouched);
  expect(await openedBy(onlyNew, fine)).toBe('fine');
  for (const secret of ['fine', 'gone', NEW, OLD]) expect(said).not.toContain(`${secret}\n`);
});

test('a login at the same moment is not overwritten', async () => {
  const userId = await connect(before, 'first login');
  const from = await asOwner(database.app, userId, (trx) => storedToken(trx, userId));
  if (from === null) throw new Error('no token');
  const aad = connectionAad(from.id, userId);
  // Between reading and writing, the person signs in again; the API still seals with the older key.
  const { keyId, ciphertext } = before.seal('second login', aad);
  await asOwner(database.app, userId, (trx) =>
    updateConnection(trx, {
      userId,
      set: { tokenCiphertext: ciphertext, tokenKeyId: keyId },
      now: START,
    }),
  );
  const to = keys.vault.seal('first login', aad);
  const isReplaced = await asOwner(database.app, userId, (trx) => replaceToken(trx, { from, to }));
  expect(isReplaced).toBe(false);
  expect(await openedBy(before, userId)).toBe('second login');
  expect(await resealConnection(database.app, userId, keys)).toBe('resealed');
  expect(await openedBy(onlyNew, userId)).toBe('second login');
});

test('logins that go on while tokens are sealed anew are all kept', async () => {
  const userId = await connect(before, 'login 0');
  const { aad } = await stored(userId);
  const logins = async () => {
    for (let number = 1; number <= 15; number += 1) {
      const { keyId, ciphertext } = before.seal(`login ${number}`, aad);
      const set = { tokenCiphertext: ciphertext, tokenKeyId: keyId };
      await asOwner(database.app, userId, (trx) => updateConnection(trx, { userId, set, now: 0 }));
      expect(await openedBy(keys.vault, userId)).toBe(`login ${number}`);
    }
  };
  const resealing = async () => {
    for (let times = 0; times < 20; times += 1) {
      await resealConnection(database.app, userId, keys);
    }
  };
  await Promise.all([logins(), resealing()]);
  await resealConnection(database.app, userId, keys);
  expect(await openedBy(onlyNew, userId)).toBe('login 15');
  const row = await asOwner(database.app, userId, (trx) => getConnection(trx, userId));
  expect(row?.tokenKeyId).toBe(keys.current);
});

test('a connection without a token needs nothing', async () => {
  const { ownerId } = await createOwnerProject(database);
  expect(await resealConnection(database.app, ownerId, keys)).toBe('already');
});
