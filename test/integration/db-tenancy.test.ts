import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../db/client.ts';
import type { Db } from '../../db/client.ts';
import { isMigrated, migrateToLatest } from '../../db/migrate.ts';
import { createProject, listProjects } from '../../db/repositories/projects.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, createOwnerProject, fillEveryTable } from '../support/owner-world.ts';

type TenantTable = { name: string; owner: string; hasProject: boolean };

/** Every table with a column that names a person, from the catalogue: a new table is tested without being listed. */
async function tenantTables(db: Db): Promise<TenantTable[]> {
  const { rows } = await sql<TenantTable>`
    select table_name as name,
           min(column_name) filter (where column_name in ('owner_id', 'user_id')) as owner,
           bool_or(column_name = 'project_id') as "hasProject"
      from information_schema.columns
     where table_schema = 'public' and table_name not in ('session', 'account')
     group by table_name
    having bool_or(column_name in ('owner_id', 'user_id'))
     order by table_name`.execute(db);
  return rows;
}

const FRESH: Readonly<Record<string, () => unknown>> = {
  id: randomUUID,
  op_key: randomUUID,
  state_hash: randomUUID,
  dedupe_key: randomUUID,
  seq: () => 999,
  version: () => 99,
  ad_id: () => '99',
};

describe('row-level security', () => {
  let database: TestDatabase;
  let admin: Db;
  let tables: TenantTable[];
  let ann: string;
  let bob: string;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    admin = createDatabase({ url: database.url, role: null, max: 1 });
    const annsProject = await createOwnerProject(database);
    await fillEveryTable(database, annsProject);
    ann = annsProject.ownerId;
    bob = (await createOwnerProject(database)).ownerId;
    tables = await tenantTables(admin);
  });
  afterAll(async () => {
    await admin.destroy();
    await database.drop();
  });

  async function count(db: Db, table: TenantTable): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table.name)}
       where ${sql.ref(table.owner)} = ${ann}`.execute(db);
    return rows[0]?.count ?? 0;
  }

  async function rowOfAnn(table: TenantTable): Promise<Record<string, unknown>> {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(table.name)} t
       where ${sql.ref(table.owner)} = ${ann} limit 1`.execute(admin);
    return rows[0]?.row ?? {};
  }

  /** Bob's attempt to add a row; the SQLSTATE it ended with, or 'written'. */
  async function insertAsBob(table: TenantTable, row: Record<string, unknown>): Promise<string> {
    try {
      await asOwner(database.app, bob, (trx) =>
        sql`insert into ${sql.table(table.name)} overriding system value
            select * from jsonb_populate_record(null::${sql.table(table.name)},
                                                ${JSON.stringify(row)}::jsonb)`.execute(trx),
      );
      return 'written';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    }
  }

  it('is tested on tables that hold something', async () => {
    expect(tables.length).toBeGreaterThan(18);
    for (const table of tables) expect([table.name, await count(admin, table)]).not.toContain(0);
  });

  it('shows a row to its owner, and to nobody else or without an owner', async () => {
    for (const table of tables) {
      const own = await asOwner(database.app, ann, (trx) => count(trx, table));
      const foreign = await asOwner(database.app, bob, (trx) => count(trx, table));
      const nobody = await count(database.app, table);
      expect([table.name, own > 0, foreign, nobody]).toEqual([table.name, true, 0, 0]);
    }
  });

  it('lets nobody change, take over or delete the row of somebody else', async () => {
    for (const table of tables) {
      const before = await rowOfAnn(table);
      const changed = await asOwner(database.app, bob, async (trx) => {
        const target = sql.table(table.name);
        const owner = sql.ref(table.owner);
        const taken =
          await sql`update ${target} set ${owner} = ${bob} where ${owner} = ${ann}`.execute(trx);
        const gone = await sql`delete from ${target} where ${owner} = ${ann}`.execute(trx);
        return [taken.numAffectedRows, gone.numAffectedRows];
      });
      expect([table.name, ...changed]).toEqual([table.name, 0n, 0n]);
      expect(await rowOfAnn(table)).toEqual(before);
    }
  });

  it('lets nobody add a row in the name of somebody else', async () => {
    for (const table of tables) {
      const outcome = await insertAsBob(table, await rowOfAnn(table));
      expect([table.name, outcome]).toEqual([table.name, '42501']);
    }
  });

  it('lets nobody hang a row of their own on the project of somebody else', async () => {
    for (const table of tables.filter(({ hasProject }) => hasProject)) {
      const row = await rowOfAnn(table);
      for (const [column, fresh] of Object.entries(FRESH)) {
        if (column in row) row[column] = fresh();
      }
      const outcome = await insertAsBob(table, { ...row, [table.owner]: bob });
      // A running answer has no key but its message's, which is taken.
      const expected = table.name === 'message_stream' ? '23505' : '23503';
      expect([table.name, outcome]).toEqual([table.name, expected]);
    }
  });

  it('forgets the owner with the transaction', async () => {
    const one = createDatabase({ url: database.url, role: 'aigency_app', max: 1 });
    expect(await asOwner(one, ann, listProjects)).toHaveLength(1);
    expect(await one.selectFrom('project').select('id').execute()).toEqual([]);
    await one.destroy();
  });

  it('leaves the relay nothing but the outbox and the clocks', async () => {
    const readable: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql<{ may: boolean }>`
        select has_table_privilege(${name}, 'select') as may`.execute(database.relay);
      if (rows[0]?.may === true) readable.push(name);
    }
    expect(readable).toEqual(['outbox', 'user_clock']);
  });

  it('takes everything of a person away with the person', async () => {
    const gone = await createOwnerProject(database);
    await fillEveryTable(database, gone);
    await sql`delete from "user" where id = ${gone.ownerId}`.execute(admin);
    for (const table of tables) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(table.name)}
         where ${sql.ref(table.owner)} = ${gone.ownerId}`.execute(admin);
      expect([table.name, rows[0]?.count]).toEqual([table.name, 0]);
    }
  });

  it('lets the application see whether a migration is waiting', async () => {
    expect(await isMigrated(database.app)).toBe(true);
  });
});

describe('a database user without special rights', () => {
  const name = `plain_${randomUUID().slice(0, 8)}`;
  let admin: Client;
  let url: string;
  beforeAll(async () => {
    admin = new Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    await admin.query(`create role ${name} login password 'secret'`);
    await admin.query(`create database ${name} owner ${name}`);
    const address = new URL(inject('postgresUrl'));
    address.username = name;
    address.password = 'secret';
    address.pathname = `/${name}`;
    url = address.href;
    // The roles of the whole server have to exist already for the second half of the story.
    await (await createTestDatabase(inject('postgresUrl'))).drop();
  });
  afterAll(async () => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role ${name}`);
    await admin.end();
  });

  it('is told what an administrator has to run, and migrates once that is done', async () => {
    await expect(migrateToLatest(url)).rejects.toThrow(
      new RegExp(`An administrator has to run .* grant aigency_app, .* to ${name}`),
    );
    await admin.query(`grant aigency_app, aigency_relay, aigency_auth to ${name}`);
    expect(await migrateToLatest(url)).not.toEqual([]);
  });

  it('is held by the rules as well, although it owns the tables', async () => {
    const app = createDatabase({ url, role: 'aigency_app', max: 1 });
    const owner = createDatabase({ url, role: null, max: 1 });
    await sql`insert into "user" (id, name, email) values ('u1', 'Ann', 'ann@example.test')`.execute(
      owner,
    );
    const project = {
      id: randomUUID(),
      ownerId: 'u1',
      name: 'Shop',
      headline: 'Hello.',
      now: START,
    };
    await asOwner(app, 'u1', (trx) => createProject(trx, project));
    expect(await asOwner(app, 'u1', listProjects)).toHaveLength(1);
    expect(await asOwner(owner, 'u2', listProjects)).toEqual([]);
    expect(await owner.selectFrom('project').select('id').execute()).toEqual([]);
    await Promise.all([app.destroy(), owner.destroy()]);
  });
});
