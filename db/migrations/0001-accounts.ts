import { sql } from 'kysely';
import type { Kysely } from 'kysely';

// Roles belong to the whole cluster: another database may have made them already, or be making them just now.
const ROLES = `
do $$
declare wanted text;
begin
  foreach wanted in array array['aigency_app', 'aigency_relay', 'aigency_auth'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'set') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
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

// The application never needs a password hash or a session token, so its role cannot read them.
const RULES = `
alter table user_clock enable row level security;
alter table user_clock force row level security;
create policy owner_only on user_clock to aigency_app
  using (user_id = current_setting('app.user_id', true))
  with check (user_id = current_setting('app.user_id', true));
create policy relay_reads on user_clock for select to aigency_relay using (true);
grant select, insert, update, delete on user_clock to aigency_app;
grant select on user_clock to aigency_relay;
alter table user_stream enable row level security;
alter table user_stream force row level security;
create policy owner_only on user_stream to aigency_app
  using (user_id = current_setting('app.user_id', true))
  with check (user_id = current_setting('app.user_id', true));
grant select, insert, update, delete on user_stream to aigency_app;`;

/** Roles, the tables of sign-in, and the two counters each owner has: clock and event stream. */
export const accounts = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(ROLES + TABLES + RULES).execute(db);
  },
  // The roles stay: other databases of the same cluster may use them.
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `drop table user_stream, user_clock, "rate_limit", "verification", "account", "session", "user";
         revoke usage on schema public from aigency_app, aigency_relay, aigency_auth;`,
      )
      .execute(db);
  },
};
