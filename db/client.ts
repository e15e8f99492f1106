import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import type { RawBuilder, Transaction } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import type { Database } from './schema.ts';
import { StorableTextPlugin, storableText } from './storable-text.ts';

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

/**
 * Whom a connection acts as. `aigency_app` sees one owner's rows at a time, `aigency_relay` the outbox only,
 * `aigency_auth` the tables of sign-in only; null keeps the role that the address names (migrations).
 */
export type DatabaseRole = 'aigency_app' | 'aigency_relay' | 'aigency_auth';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** Amounts and sequence numbers are far below 2^53; one that is not must not be rounded silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A number in the database is too large.');
  return value;
}

function parseInstant(text: string): number {
  return new Date(text).getTime();
}

/** Database names are snake_case, the application's camelCase; keys inside jsonb stay as they are. */
function plugins() {
  return [new CamelCasePlugin({ maintainNestedObjectKeys: true }), new StorableTextPlugin()];
}

function createPool(options: {
  url: string;
  role: DatabaseRole | null;
  max: number;
  dates: boolean;
}): Pool {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, parseInt8);
  if (!options.dates) types.setTypeParser(TIMESTAMPTZ, parseInstant);
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    types,
    // Start parameters, so that no query of this pool can ever run before the role is set, nor read an instant in
    // a form that a server's own settings chose.
    options: `${options.role === null ? '' : `-c role=${options.role} `}-c timezone=UTC -c datestyle=ISO`,
    application_name: 'aigency',
  });
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // One that breaks between two queries of a transaction says so on the client; the next query fails anyway.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * A database handle for one role. Instants are read as epoch ms, bigint as number.
 * The caller owns it and ends it with `destroy()`.
 */
export function createDatabase(options: {
  url: string;
  role: DatabaseRole | null;
  max?: number;
}): Db {
  const pool = createPool({
    url: options.url,
    role: options.role,
    max: options.max ?? 10,
    dates: false,
  });
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: plugins(),
  });
}

/** The handle better-auth works with: its own role, and instants as `Date`, which it expects. */
export function createAuthDatabase(options: {
  url: string;
  max?: number;
}): Kysely<Record<string, never>> {
  const pool = createPool({
    url: options.url,
    role: 'aigency_auth',
    max: options.max ?? 5,
    dates: true,
  });
  return new Kysely<Record<string, never>>({
    dialect: new PostgresDialect({ pool }),
    plugins: plugins(),
  });
}

/** Epoch ms to what a timestamptz column takes. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Epoch ms as an instant to compare a timestamptz column with. */
export function moment(ms: number): RawBuilder<number> {
  return sql<number>`${instant(ms)}::timestamptz`;
}

/** A value to what a jsonb column takes. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
}
