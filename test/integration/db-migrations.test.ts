import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../db/client.ts';
import type { Db } from '../../db/client.ts';
import { createMigrator } from '../../db/migrate.ts';
import { MIGRATIONS } from '../../db/migrations/registry.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

/** Everything the migrations could leave behind, as text that can be compared. */
async function describeSchema(db: Db): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable,
                  coalesce(column_default, '-')) as line
      from information_schema.columns
     where table_schema = 'public' and table_name not like 'kysely%'
    union all
    select format('index %s', indexdef) from pg_indexes
     where schemaname = 'public' and tablename not like 'kysely%'
    union all
    select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
       and conrelid::regclass::text not like '%kysely%'
    union all
    select format('policy %s %s %s %s', tablename, policyname, roles, qual) from pg_policies
    union all
    select format('grant %s %s %s', table_name, grantee, privilege_type)
      from information_schema.role_table_grants
     where table_schema = 'public' and grantee like 'aigency_%' and table_name not like 'kysely%'
    union all
    select format('function %s', proname) from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`.execute(db);
  return rows.map((row) => row.line);
}

describe('migrations', () => {
  const names = Object.keys(MIGRATIONS);

  it('each one applied and taken back leaves the schema as it was before', async () => {
    const { url, drop } = await createEmptyDatabase(inject('postgresUrl'));
    const db = createDatabase({ url, role: null, max: 1 });
    try {
      const migrator = createMigrator(db);
      const before: string[][] = [await describeSchema(db)];
      for (const name of names) {
        const { error } = await migrator.migrateTo(name);
        expect(error).toBeUndefined();
        before.push(await describeSchema(db));
      }
      for (let at = names.length - 1; at >= 0; at -= 1) {
        const { error } = await migrator.migrateDown();
        expect(error).toBeUndefined();
        expect(await describeSchema(db)).toEqual(before[at]);
      }
      const { error } = await migrator.migrateToLatest();
      expect(error).toBeUndefined();
      expect(await describeSchema(db)).toEqual(before.at(-1));
    } finally {
      await db.destroy();
      await drop();
    }
  });

  it('two processes that migrate at once both end well', async () => {
    const { url, drop } = await createEmptyDatabase(inject('postgresUrl'));
    const { migrateToLatest } = await import('../../db/migrate.ts');
    const applied = await Promise.all([migrateToLatest(url), migrateToLatest(url)]);
    expect(applied.flat().toSorted()).toEqual(names);
    await drop();
  });
});

describe('the schema', () => {
  let database: TestDatabase;
  let owner: Db;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    owner = createDatabase({ url: database.url, role: null, max: 1 });
  });
  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  it('has a closed door on every table that holds a person’s data', async () => {
    const { rows } = await sql<{ name: string; forced: boolean; policies: number }>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
             (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and c.relname not like 'kysely%'
         and c.relname not in ('user', 'session', 'account', 'verification', 'rate_limit')
       order by 1`.execute(owner);
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.forced || row.policies === 0)).toEqual([]);
  });

  it('keeps sign-in secrets from the application’s role', async () => {
    await expect(sql`select password from account`.execute(database.app)).rejects.toThrow(
      /permission/,
    );
    await expect(sql`select token from session`.execute(database.app)).rejects.toThrow(
      /permission/,
    );
    await expect(sql`select id from project`.execute(database.relay)).rejects.toThrow(/permission/);
    await expect(sql`select id from project`.execute(database.auth)).rejects.toThrow(/permission/);
  });
});
