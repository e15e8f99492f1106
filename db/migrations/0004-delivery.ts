import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { OF_PROJECT, oneOf, ownedBy } from './row-security.ts';

const TABLES = `
create table notification (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  kind text not null check (${oneOf('kind', 'APPROVAL_NEEDED AGENT_UPDATE ALERT REPORT')}),
  title text not null,
  body text not null,
  message_id uuid,
  created_at timestamptz not null,
  read_at timestamptz,
  ${OF_PROJECT}
);
create index notification_owner on notification (owner_id, created_at desc);
create index notification_unread on notification (owner_id) where read_at is null;

create table activity_entry (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  at timestamptz not null,
  actor text not null check (${oneOf('actor', 'agent person facebook operator')}),
  what text not null,
  why text,
  outcome text,
  ${OF_PROJECT}
);
create index activity_entry_project on activity_entry (project_id, at desc);

create table event (
  owner_id text not null references "user" (id) on delete cascade,
  seq bigint not null,
  project_id uuid not null,
  type text not null check (${oneOf('type', 'project conversation message brief approval connection campaign results artifact activity notification')}),
  ref_id text not null,
  created_at timestamptz not null,
  primary key (owner_id, seq),
  ${OF_PROJECT}
);

create table outbox (
  id uuid primary key,
  project_id uuid not null,
  owner_id text not null,
  seq bigint not null,
  kind text not null check (${oneOf('kind', 'message decision approval-revised connected policy retry-deployment')}),
  payload jsonb not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  last_error_code text,
  unique (project_id, seq),
  ${OF_PROJECT}
);
create index outbox_waiting on outbox (project_id, seq) where sent_at is null;`;

// The relay serves all owners, and sees nothing but the outbox and the clocks.
const RELAY = `
create policy relay_all on outbox to aigency_relay using (true) with check (true);
grant select, update on outbox to aigency_relay;`;

/** What tells people and the lifecycle of a change: bell, activity list, event stream, outbox. */
export const delivery = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        TABLES + ownedBy('owner_id', ['notification', 'activity_entry', 'event', 'outbox']) + RELAY,
      )
      .execute(db);
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`drop table outbox, event, activity_entry, notification;`).execute(db);
  },
};
