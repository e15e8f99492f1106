import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { ownedBy } from './row-security.ts';

// Roles belong to the whole cluster: another database may have made them already, or be making them just now.
const ROLES = `
do $$
declare
  wanted text;
  means text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  foreach wanted in array array['aigency_app', 'aigency_relay', 'aigency_auth'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, means) then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
exception when insufficient_privilege then
  raise insufficient_privilege using message = format(
    'The database user %1$I may not set up the roles that keep people''s data apart. Nothing was changed. '
    'An administrator has to run this once, leaving out roles that exist: create role aigency_app nologin; '
    'create role aigency_relay nologin; create role aigency_auth nologin; '
    'grant aigency_app, aigency_relay, aigency_auth to %1$I;', current_user);
end $$;
grant usage on schema public to aigency_app, aigency_relay, aigency_auth;`;

const TABLES = `
create table "user" (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table "session" (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  user_id text not null references "user" (id) on delete cascade
);
create index session_by_user on "session" (user_id);
create table "account" (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references "user" (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_by_user on "account" (user_id);
create table "verification" (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on "verification" (identifier);
create table "rate_limit" (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);
grant select, insert, update, delete
  on "user", "session", "account", "verification", "rate_limit" to aigency_auth;

create table user_clock (
  user_id text primary key references "user" (id) on delete cascade,
  offset_ms bigint not null default 0 check (offset_ms >= 0)
);
create table user_stream (
  user_id text primary key references "user" (id) on delete cascade,
  last_seq bigint not null default 0
);`;

const RULES = `
create policy relay_reads on user_clock for select to aigency_relay using (true);
grant select on user_clock to aigency_relay;`;

// So that every process can say whether a migration is waiting.
const READINESS = `
grant select on kysely_migration to aigency_app;`;

/**
 * Roles, the tables of sign-in, and the two counters each owner has: clock and event stream. The application never
 * needs a password hash or a session token, so its role cannot read them.
 */
export const accounts = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(ROLES + TABLES + ownedBy('user_id', ['user_clock', 'user_stream']) + RULES + READINESS)
      .execute(db);
  },
  // The roles stay: other databases of the same cluster may use them.
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `drop table user_stream, user_clock, "rate_limit", "verification", "account", "session", "user";
         revoke select on kysely_migration from aigency_app;
         revoke usage on schema public from aigency_app, aigency_relay, aigency_auth;`,
      )
      .execute(db);
  },
};
