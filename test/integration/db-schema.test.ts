import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { getAuthTables } from 'better-auth/db';
import { createDatabase } from '../../db/client.ts';
import type { Db } from '../../db/client.ts';
import type { ActivityActor } from '../../domain/activity/activity.ts';
import { APPROVAL_KINDS, APPROVAL_STATUSES } from '../../domain/approval/approval.ts';
import { ARTIFACT_KINDS } from '../../domain/artifact/artifact.ts';
import { GOALS } from '../../domain/brief/brief.ts';
import { CONNECTION_STATES } from '../../domain/connection/connection.ts';
import {
  CONVERSATION_STATUSES,
  CONVERSATION_TYPES,
  MESSAGE_STATUSES,
  MESSAGE_TYPES,
} from '../../domain/conversation/message.ts';
import {
  CAMPAIGN_STATUSES,
  OPERATION_KINDS,
  OPERATION_STATES,
} from '../../domain/deployment/deployment.ts';
import type { InboxKind } from '../../domain/lifecycle/work.ts';
import { NOTIFICATION_KINDS } from '../../domain/notification/notification.ts';
import { CHANGE_TYPES } from '../../domain/project/views.ts';
import { STAGES } from '../../domain/project/stage.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const INBOX_KINDS: Readonly<Record<InboxKind, true>> = {
  message: true,
  decision: true,
  'approval-revised': true,
  connected: true,
  policy: true,
  'retry-deployment': true,
  'undo-approval': true,
  'plan-edited': true,
  'question-answered': true,
  'remove-campaign': true,
  'connection-lost': true,
};

const ACTORS: Readonly<Record<ActivityActor, true>> = {
  agent: true,
  person: true,
  facebook: true,
  operator: true,
};

/** Closed lists of the domain, by the column that holds one of their words. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'project.stage': STAGES,
  'project.waiting_for': ['nobody', 'person', 'facebook'],
  'project_brief.status': ['DRAFT', 'PROPOSED', 'CONFIRMED', 'SUPERSEDED'],
  'project_brief.goal': GOALS,
  'facebook_connection.state': CONNECTION_STATES,
  'conversation.type': CONVERSATION_TYPES,
  'conversation.status': CONVERSATION_STATUSES,
  'message.type': MESSAGE_TYPES,
  'message.role': ['user', 'agent'],
  'message.status': MESSAGE_STATUSES,
  'artifact.kind': ARTIFACT_KINDS,
  'campaign_record.status': CAMPAIGN_STATUSES,
  'approval.kind': APPROVAL_KINDS,
  'approval.status': APPROVAL_STATUSES,
  'approval.decided_by': ['person', 'operator'],
  'meta_operation.kind': OPERATION_KINDS,
  'meta_operation.state': OPERATION_STATES,
  'notification.kind': NOTIFICATION_KINDS,
  'activity_entry.actor': Object.keys(ACTORS),
  'event.type': CHANGE_TYPES,
  'outbox.kind': Object.keys(INBOX_KINDS),
  'plan_edit.state': ['WAITING', 'APPLIED', 'REFUSED'],
  'project_question.kind': ['special-ad-category', 'lead-form-privacy'],
  'website_page.state': ['READ', 'UNREADABLE'],
};

function toSnake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

type Column = { kind: string; nullable: boolean };

/** What a property's type says about its column. */
function columnOf(type: string): Column {
  const nullable = /\| null\b/.test(type) || type.startsWith('Nullable');
  const plain = type.replace(/ \| null$/, '').replace(/^Generated<(.*)>$/, '$1');
  if (/^(Nullable)?Instant$/.test(plain)) return { kind: 'instant', nullable };
  if (/^(Nullable|Defaulted)?Json</.test(plain)) return { kind: 'json', nullable };
  if (plain === 'number' || plain === 'boolean' || plain === 'Buffer') {
    return { kind: plain, nullable };
  }
  return { kind: 'text', nullable };
}

/** Reads the table types from their source: types are gone when a test runs. */
async function declaredTables(): Promise<Record<string, Record<string, Column>>> {
  const files = ['schema.ts', 'campaign-tables.ts'];
  const sources = await Promise.all(
    files.map((file) => readFile(new URL(`../../db/${file}`, import.meta.url), 'utf8')),
  );
  const source = sources.join('\n').replaceAll(/\/\*\*.*?\*\//gs, '');
  const tables: Record<string, Record<string, Column>> = {};
  for (const [, name, owned, body] of source.matchAll(
    /export type (\w+)Table = (Owned & )?\{(.*?)\};?\n/gs,
  )) {
    const columns: Record<string, Column> = {};
    if (owned !== undefined) {
      columns['project_id'] = { kind: 'text', nullable: false };
      columns['owner_id'] = { kind: 'text', nullable: false };
    }
    for (const [, column, type] of (body ?? '').matchAll(/(\w+): ([^;]+)/g)) {
      columns[toSnake(column ?? '')] = columnOf((type ?? '').trim());
    }
    const table = toSnake(name ?? '').replace(/^_/, '');
    tables[table] = columns;
  }
  return tables;
}

const KINDS: Readonly<Record<string, string>> = {
  text: 'text',
  uuid: 'text',
  boolean: 'boolean',
  bytea: 'Buffer',
  jsonb: 'json',
  bigint: 'number',
  integer: 'number',
  'double precision': 'number',
  'timestamp with time zone': 'instant',
};

type CatalogueRow = { table: string; column: string; type: string; nullable: boolean };

async function catalogue(db: Db): Promise<CatalogueRow[]> {
  const { rows } = await sql<CatalogueRow>`
    select table_name as "table", column_name as "column", data_type as "type",
           is_nullable = 'YES' as "nullable"
      from information_schema.columns
     where table_schema = 'public' and table_name not like 'kysely%'
     order by table_name, column_name`.execute(db);
  return rows;
}

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

  it('has exactly the tables and columns that the types declare, null where they say so', async () => {
    const signInOnly = ['session', 'account', 'verification', 'rate_limit'];
    const stored: Record<string, Record<string, Column>> = {};
    for (const row of await catalogue(owner)) {
      if (signInOnly.includes(row.table)) continue;
      const kind = KINDS[row.type] ?? row.type;
      (stored[row.table] ??= {})[row.column] = { kind, nullable: row.nullable };
    }
    const declared = await declaredTables();
    expect(Object.keys(declared).length).toBeGreaterThan(20);
    expect(stored).toEqual(declared);
  });

  it('has every table and column of sign-in that better-auth reads and writes', async () => {
    const stored = new Set((await catalogue(owner)).map((row) => `${row.table}.${row.column}`));
    const tables = Object.values(getAuthTables({ rateLimit: { storage: 'database' } }));
    const wanted = tables.flatMap(({ modelName, fields }) =>
      ['id', ...Object.keys(fields)].map((field) => `${toSnake(modelName)}.${toSnake(field)}`),
    );
    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter((column) => !stored.has(column))).toEqual([]);
  });

  it('allows in each closed list the words that the domain knows, and no others', async () => {
    const { rows } = await sql<{ name: string; body: string }>`
      select format('%s.%s', c.conrelid::regclass, a.attname) as name,
             pg_get_constraintdef(c.oid) as body
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'c' and cardinality(c.conkey) = 1
         and pg_get_constraintdef(c.oid) like '%ARRAY[%'`.execute(owner);
    const stored = rows.map(({ name, body }) => [
      name,
      [...body.matchAll(/'([^']+)'::text/g)].map(([, word]) => word),
    ]);
    expect(Object.fromEntries(stored)).toEqual(LISTS);
  });
});
