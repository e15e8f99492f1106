import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What Facebook itself stops a campaign at; decided just before it is made, and the same in every attempt. */
export const spendCap = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table campaign_record add column spend_cap_minor bigint
      check (spend_cap_minor > 0)`.execute(db);
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql`alter table campaign_record drop column spend_cap_minor`.execute(db);
  },
};
