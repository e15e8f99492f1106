import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { OF_CAMPAIGN, OF_PROJECT, oneOf, ownedBy } from './row-security.ts';

const CAMPAIGN = `
create table campaign_record (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  status text not null check (${oneOf('status', 'DRAFT PENDING_APPROVAL DEPLOYING ACTIVE PAUSED COMPLETED FAILED')}),
  name text not null,
  currency text not null,
  daily_budget_minor bigint not null check (daily_budget_minor > 0),
  plan jsonb not null,
  plan_hash text not null,
  approval_id uuid,
  meta_campaign_id text,
  meta_ids jsonb not null default '{}',
  problem_code text,
  deploy_fence integer not null default 0,
  created_at timestamptz not null,
  live_since timestamptz,
  next_check_at timestamptz,
  last_checked_at timestamptz,
  ${OF_PROJECT},
  unique (id, project_id)
);
create index campaign_record_project on campaign_record (project_id, created_at);

create table approval (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  kind text not null check (${oneOf('kind', 'brief campaign-plan')}),
  status text not null check (${oneOf('status', 'PENDING GRANTED REJECTED EXPIRED SUPERSEDED')}),
  content_hash text not null,
  card jsonb,
  authority jsonb,
  brief_id uuid references project_brief (id) on delete cascade,
  campaign_record_id uuid,
  requested_at timestamptz not null,
  expires_at timestamptz,
  reminded_at timestamptz,
  decided_at timestamptz,
  decided_by text check (${oneOf('decided_by', 'person operator')}),
  decided_from text,
  reason text,
  check (status not in ('GRANTED', 'REJECTED') or decided_at is not null),
  check (kind <> 'campaign-plan' or (authority is not null and expires_at is not null)),
  ${OF_PROJECT},
  ${OF_CAMPAIGN}
);
create index approval_project on approval (project_id, requested_at);`;

// op_key is unique in the whole table: a second intent for the same work is the same row.
const LEDGER = `
create table meta_operation (
  op_key text primary key,
  project_id uuid not null,
  owner_id text not null,
  campaign_record_id uuid not null,
  kind text not null check (${oneOf('kind', 'create-campaign create-ad-set upload-image create-creative create-ad verify activate-ad activate-ad-set activate-campaign pause-campaign resume-campaign')}),
  label text not null,
  ordinal integer not null,
  request_hash text not null,
  marker text,
  state text not null check (${oneOf('state', 'INTENT SENT CONFIRMED UNKNOWN FAILED')}),
  attempt integer not null default 0,
  meta_id text,
  approval_id uuid,
  error_code text,
  started_at timestamptz,
  finished_at timestamptz,
  ${OF_PROJECT},
  ${OF_CAMPAIGN}
);
create index meta_operation_campaign on meta_operation (campaign_record_id, ordinal);`;

const MONITORING = `
create table performance_snapshot (
  campaign_record_id uuid not null,
  project_id uuid not null,
  owner_id text not null,
  ad_id text not null,
  day text not null check (day ~ '^\\d{4}-\\d{2}-\\d{2}$'),
  currency text not null,
  spend_minor bigint not null,
  impressions bigint not null,
  reach bigint not null,
  frequency double precision not null,
  clicks bigint not null,
  ctr double precision not null,
  conversions bigint,
  cost_per_conversion_minor bigint,
  value_minor bigint,
  roas double precision,
  raw jsonb not null,
  taken_at timestamptz not null,
  primary key (campaign_record_id, ad_id, day),
  ${OF_PROJECT},
  ${OF_CAMPAIGN}
);
create table significant_event (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  campaign_record_id uuid not null,
  kind text not null,
  dedupe_key text not null,
  facts jsonb not null,
  told_message_id uuid,
  created_at timestamptz not null,
  unique (campaign_record_id, dedupe_key),
  ${OF_PROJECT},
  ${OF_CAMPAIGN}
);`;

const OWNED = [
  'campaign_record',
  'approval',
  'meta_operation',
  'performance_snapshot',
  'significant_event',
];

/** Campaigns, the approvals that cover them, the ledger of writes to Meta, and the numbers that come back. */
export const campaigns = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(CAMPAIGN + LEDGER + MONITORING + ownedBy('owner_id', OWNED)).execute(db);
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `drop table significant_event, performance_snapshot, meta_operation, approval, campaign_record;`,
      )
      .execute(db);
  },
};
