import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { OF_PROJECT, oneOf, ownedBy } from './row-security.ts';

const PROJECT = `
create table project (
  id uuid primary key,
  owner_id text not null references "user" (id) on delete cascade,
  name text not null,
  stage text not null check (${oneOf('stage', 'onboarding connecting planning awaiting-approval deploying live paused failed')}),
  waiting_for text not null check (${oneOf('waiting_for', 'nobody person facebook')}),
  waiting_since timestamptz,
  headline text not null,
  last_outbox_seq bigint not null default 0,
  ad_account_id text,
  ad_account_name text,
  page_id text,
  page_name text,
  currency text,
  timezone text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  unique (id, owner_id)
);
create index project_owner on project (owner_id, created_at);

create table project_brief (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  version integer not null,
  status text not null check (${oneOf('status', 'DRAFT PROPOSED CONFIRMED SUPERSEDED')}),
  business_name text,
  business_description text,
  product text,
  target_audience text,
  goal text check (${oneOf('goal', 'LEADS SALES TRAFFIC APP_INSTALLS')}),
  monthly_budget_minor bigint check (monthly_budget_minor > 0),
  monthly_budget_currency text,
  location text,
  unique_selling_point text,
  website_url text,
  sources jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (project_id, version),
  ${OF_PROJECT}
);`;

const CONNECTION = `
create table facebook_connection (
  id uuid primary key,
  user_id text not null unique references "user" (id) on delete cascade,
  fb_user_id text,
  fb_user_name text,
  fb_account_id text,
  page_id text,
  token_ciphertext text,
  token_key_id text,
  token_expires_at timestamptz,
  data_access_expires_at timestamptz,
  scopes jsonb not null default '[]',
  state text not null check (${oneOf('state', 'NEEDS_SELECTION CONNECTED DENIED MISSING_PERMISSION EXPIRED REVOKED')}),
  ad_accounts jsonb not null default '[]',
  pages jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create table oauth_state (
  state_hash text primary key,
  user_id text not null references "user" (id) on delete cascade,
  session_id text not null,
  project_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (project_id, user_id) references project (id, owner_id) on delete cascade
);`;

const CONVERSATION = `
create table conversation (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  type text not null check (${oneOf('type', 'ONBOARDING CAMPAIGN AGENT')}),
  status text not null check (${oneOf('status', 'ACTIVE COMPLETED ARCHIVED')}),
  title text not null,
  campaign_record_id uuid,
  created_at timestamptz not null,
  ${OF_PROJECT},
  unique (id, project_id)
);
create index conversation_project on conversation (project_id, created_at);

create table message (
  id uuid primary key,
  conversation_id uuid not null,
  project_id uuid not null,
  owner_id text not null,
  position bigint not null generated always as identity,
  type text not null check (${oneOf('type', 'TEXT APPROVAL_REQUEST APPROVAL_RESPONSE AGENT_ACTION FB_CONNECT')}),
  role text not null check (${oneOf('role', 'user agent')}),
  status text not null check (${oneOf('status', 'complete streaming stopped failed')}),
  content text not null,
  metadata jsonb not null,
  reply_to uuid,
  created_at timestamptz not null,
  ${OF_PROJECT},
  foreign key (conversation_id, project_id) references conversation (id, project_id) on delete cascade
);
create index message_conversation on message (conversation_id, position);
create index message_project on message (project_id, position);

create table message_stream (
  message_id uuid primary key references message (id) on delete cascade,
  conversation_id uuid not null,
  project_id uuid not null,
  owner_id text not null,
  attempt integer not null,
  content text not null,
  stop_requested boolean not null default false,
  updated_at timestamptz not null,
  ${OF_PROJECT}
);`;

const ARTIFACT = `
create table asset (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  mime text not null,
  sha256 text not null,
  width integer not null,
  height integer not null,
  bytes bytea not null,
  created_at timestamptz not null,
  ${OF_PROJECT}
);
create index asset_project on asset (project_id);
create table artifact (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  kind text not null check (${oneOf('kind', 'BRIEF AD_COPY CAMPAIGN IMAGE REPORT ACTION')}),
  title text not null,
  version integer not null,
  content text,
  asset_id uuid references asset (id) on delete set null,
  created_at timestamptz not null,
  ${OF_PROJECT}
);
create index artifact_project on artifact (project_id, created_at);`;

const OWNED = [
  'project',
  'project_brief',
  'conversation',
  'message',
  'message_stream',
  'asset',
  'artifact',
];

/** Projects with their briefs, the Facebook connection, conversations, and what was made for people to keep. */
export const projects = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        PROJECT +
          CONNECTION +
          CONVERSATION +
          ARTIFACT +
          ownedBy('owner_id', OWNED) +
          ownedBy('user_id', ['facebook_connection', 'oauth_state']),
      )
      .execute(db);
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `drop table artifact, asset, message_stream, message, conversation,
           oauth_state, facebook_connection, project_brief, project;`,
      )
      .execute(db);
  },
};
