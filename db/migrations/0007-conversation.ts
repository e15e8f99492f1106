import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { OF_PROJECT, oneOf, ownedBy } from './row-security.ts';

/** Closed lists that grew: the new words replace the old ones. */
function relist(table: string, column: string, words: string): string {
  const name = `${table}_${column}_check`;
  return `alter table ${table} drop constraint ${name}; alter table ${table} add constraint ${name} check (${oneOf(column, words)});`;
}

const LISTS_AFTER = [
  relist('message', 'status', 'complete streaming stopped failed withdrawn'),
  relist('approval', 'kind', 'brief campaign-plan ad-fix brief-change campaign-change'),
].join('\n');

const LISTS_BEFORE = [
  relist('message', 'status', 'complete streaming stopped failed'),
  relist('approval', 'kind', 'brief campaign-plan ad-fix'),
].join('\n');

/** Cards about the brief spend nothing and wait as long as the person likes. */
const authorityCheck = (free: string): string => `
alter table approval drop constraint approval_authority_check;
alter table approval add constraint approval_authority_check
  check (${free} or (authority is not null and expires_at is not null));`;

const TABLES = `
alter table message_stream add column failures integer not null default 0;
create table model_usage (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  purpose text not null,
  model text not null,
  requests integer not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  cost_micro_usd bigint not null,
  used_at timestamptz not null,
  ${OF_PROJECT}
);
create index model_usage_project on model_usage (project_id, used_at);
create table website_page (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  url text not null,
  state text not null check (${oneOf('state', 'READ UNREADABLE')}),
  problem_code text,
  title text,
  content text,
  found jsonb not null default '{}',
  colours jsonb not null default '[]',
  pictures jsonb not null default '[]',
  read_at timestamptz not null,
  ${OF_PROJECT}
);
create index website_page_project on website_page (project_id, read_at);`;

/** What conversations need to remember: search, what the model cost, what a website said. */
export const conversation = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        LISTS_AFTER +
          authorityCheck("kind in ('brief', 'brief-change')") +
          TABLES +
          ownedBy('owner_id', ['model_usage', 'website_page']),
      )
      .execute(db);
  },
  /** Rows of the new kinds are removed, since the old lists do not know them. */
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `drop table website_page, model_usage;
        alter table message_stream drop column failures;
        delete from message where status = 'withdrawn';
        delete from approval where kind in ('brief-change', 'campaign-change');
        ${authorityCheck("kind = 'brief'")}
        ${LISTS_BEFORE}`,
      )
      .execute(db);
  },
};
