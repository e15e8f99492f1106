import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { OF_CAMPAIGN, OF_PROJECT, oneOf, ownedBy } from './row-security.ts';

/** Closed lists that grew: the new words replace the old ones. */
function relist(table: string, column: string, words: string): string {
  const name = `${table}_${column}_check`;
  return `alter table ${table} drop constraint ${name}; alter table ${table} add constraint ${name} check (${oneOf(column, words)});`;
}

const LISTS_AFTER = [
  relist(
    'campaign_record',
    'status',
    'DRAFT PENDING_APPROVAL DEPLOYING ACTIVE PAUSED COMPLETED FAILED REMOVED',
  ),
  relist('approval', 'kind', 'brief campaign-plan ad-fix'),
  relist(
    'meta_operation',
    'kind',
    'preflight create-campaign create-ad-set upload-image create-lead-form create-creative create-ad verify activate-ad activate-ad-set activate-campaign pause-ad pause-campaign resume-campaign extend-lease remove-campaign',
  ),
  relist(
    'outbox',
    'kind',
    'message decision approval-revised connected policy retry-deployment undo-approval plan-edited question-answered remove-campaign connection-lost',
  ),
  relist(
    'message',
    'type',
    'TEXT APPROVAL_REQUEST APPROVAL_RESPONSE AGENT_ACTION FB_CONNECT QUESTION',
  ),
  relist('artifact', 'kind', 'BRIEF AD_COPY CAMPAIGN IMAGE REPORT ACTION RECEIPT'),
  relist(
    'event',
    'type',
    'project conversation message brief approval connection campaign results artifact activity notification question money',
  ),
].join('\n');

const LISTS_BEFORE = [
  relist(
    'campaign_record',
    'status',
    'DRAFT PENDING_APPROVAL DEPLOYING ACTIVE PAUSED COMPLETED FAILED',
  ),
  relist('approval', 'kind', 'brief campaign-plan'),
  relist(
    'meta_operation',
    'kind',
    'create-campaign create-ad-set upload-image create-creative create-ad verify activate-ad activate-ad-set activate-campaign pause-campaign resume-campaign',
  ),
  relist('outbox', 'kind', 'message decision approval-revised connected policy retry-deployment'),
  relist('message', 'type', 'TEXT APPROVAL_REQUEST APPROVAL_RESPONSE AGENT_ACTION FB_CONNECT'),
  relist('artifact', 'kind', 'BRIEF AD_COPY CAMPAIGN IMAGE REPORT ACTION'),
  relist(
    'event',
    'type',
    'project conversation message brief approval connection campaign results artifact activity notification',
  ),
].join('\n');

const COLUMNS = `
alter table campaign_record
  add column findings jsonb not null default '[]',
  add column ad_reviews jsonb not null default '[]',
  add column waiting jsonb,
  add column ends_at timestamptz,
  add column lease_until timestamptz,
  add column receipt_artifact_id uuid,
  add column overspend_told_at timestamptz;
alter table approval
  add column version integer not null default 1,
  add column previous_approval_id uuid,
  add column diff jsonb not null default '[]',
  add column change_reason text,
  add column content jsonb,
  add column changing boolean not null default false,
  add column used_at timestamptz,
  add column undone_at timestamptz,
  drop constraint approval_check1;
alter table approval
  add constraint approval_authority_check
    check (kind = 'brief' or (authority is not null and expires_at is not null));
alter table facebook_connection
  add column connected_at timestamptz,
  add column checked_at timestamptz,
  add column renewed_at timestamptz,
  add column reminded_days integer;`;

const TABLES = `
create table plan_edit (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  approval_id uuid not null,
  changes jsonb not null,
  state text not null check (${oneOf('state', 'WAITING APPLIED REFUSED')}),
  new_approval_id uuid,
  created_at timestamptz not null,
  ${OF_PROJECT}
);
create table project_question (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  kind text not null check (${oneOf('kind', 'special-ad-category lead-form-privacy')}),
  facts jsonb not null,
  answer jsonb,
  asked_at timestamptz not null,
  answered_at timestamptz,
  ${OF_PROJECT}
);
create index project_question_project on project_question (project_id, asked_at);
create table forecast (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  campaign_record_id uuid not null,
  what text not null,
  low bigint not null,
  high bigint not null,
  period_days integer not null,
  basis text not null,
  made_at timestamptz not null,
  scored_at timestamptz,
  actual bigint,
  ${OF_PROJECT},
  ${OF_CAMPAIGN}
);`;

// Facebook asks for a status page by code, after the person's rows are gone: it names nobody.
const DELETIONS = `
create table data_deletion (
  code text primary key,
  requested_at timestamptz not null,
  done_at timestamptz
);
alter table data_deletion enable row level security;
alter table data_deletion force row level security;
create policy relay_all on data_deletion to aigency_relay using (true) with check (true);
grant select, insert, update on data_deletion to aigency_relay;
create policy facebook_user_lookup on facebook_connection for select to aigency_relay using (true);
grant select (user_id, fb_user_id) on facebook_connection to aigency_relay;`;

/** What a launch nobody has to fear needs to remember: findings, leases, undone and edited approvals, forecasts. */
export const launch = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        LISTS_AFTER +
          COLUMNS +
          TABLES +
          ownedBy('owner_id', ['plan_edit', 'project_question', 'forecast']) +
          DELETIONS,
      )
      .execute(db);
  },
  /** Rows of the new kinds are removed, since the old lists do not know them. */
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `revoke select (user_id, fb_user_id) on facebook_connection from aigency_relay;
        drop policy facebook_user_lookup on facebook_connection;
        drop table data_deletion, forecast, project_question, plan_edit;
        alter table approval
          drop constraint approval_authority_check,
          drop column version, drop column previous_approval_id, drop column diff,
          drop column change_reason, drop column content, drop column changing,
          drop column used_at, drop column undone_at;
        delete from approval where kind = 'ad-fix';
        alter table approval add constraint approval_check1
          check (kind <> 'campaign-plan' or (authority is not null and expires_at is not null));
        alter table facebook_connection
          drop column connected_at, drop column checked_at, drop column renewed_at,
          drop column reminded_days;
        alter table campaign_record
          drop column findings, drop column ad_reviews, drop column waiting, drop column ends_at,
          drop column lease_until, drop column receipt_artifact_id, drop column overspend_told_at;
        delete from meta_operation
          where kind in ('preflight', 'create-lead-form', 'pause-ad', 'extend-lease', 'remove-campaign');
        update campaign_record set status = 'DRAFT' where status = 'REMOVED';
        delete from outbox where kind in
          ('undo-approval', 'plan-edited', 'question-answered', 'remove-campaign', 'connection-lost');
        delete from message where type = 'QUESTION';
        delete from artifact where kind = 'RECEIPT';
        delete from event where type in ('question', 'money');
        ${LISTS_BEFORE}`,
      )
      .execute(db);
  },
};
