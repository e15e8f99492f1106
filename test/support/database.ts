import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createAuthDatabase, createDatabase } from '../../db/client.ts';
import type { Db } from '../../db/client.ts';
import { migrateToLatest } from '../../db/migrate.ts';

export type TestDatabase = {
  /** Owner's address: migrations, and looking around row-level security. */
  url: string;
  app: Db;
  relay: Db;
  auth: ReturnType<typeof createAuthDatabase>;
  /** A new person; returns the id. */
  addUser: () => Promise<string>;
  drop: () => Promise<void>;
};

/** An empty database of its own on the test server. */
export async function createEmptyDatabase(
  adminUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      const client = new Client({ connectionString: adminUrl });
      await client.connect();
      await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    },
  };
}

/** A migrated database with a handle for each role. */
export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const { url, drop } = await createEmptyDatabase(adminUrl);
  await migrateToLatest(url);
  const app = createDatabase({ url, role: 'aigency_app' });
  const relay = createDatabase({ url, role: 'aigency_relay', max: 4 });
  const auth = createAuthDatabase({ url, max: 4 });
  return {
    url,
    app,
    relay,
    auth,
    async addUser() {
      const id = randomBytes(8).toString('hex');
      const owner = createDatabase({ url, role: null, max: 1 });
      const now = new Date(0).toISOString();
      await owner
        .insertInto('user')
        .values({
          id,
          name: 'Test person',
          email: `${id}@example.test`,
          emailVerified: false,
          image: null,
          createdAt: now,
          updatedAt: now,
        })
        .execute();
      await owner.destroy();
      return id;
    },
    async drop() {
      await Promise.all([app.destroy(), relay.destroy(), auth.destroy()]);
      await drop();
    },
  };
}
