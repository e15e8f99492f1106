import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { oneOf } from './row-security.ts';

function kinds(words: string): string {
  const name = 'meta_operation_kind_check';
  return `alter table meta_operation drop constraint ${name};
    alter table meta_operation add constraint ${name} check (${oneOf('kind', words)});`;
}

const BEFORE =
  'preflight create-campaign create-ad-set upload-image create-lead-form create-creative create-ad verify activate-ad activate-ad-set activate-campaign pause-ad pause-campaign resume-campaign extend-lease remove-campaign';
const NEW = 'update-campaign-budget update-ad-set-budget update-targeting update-end';

/** What changing a running campaign needs to remember: which approval is being carried out, and the new steps. */
export const campaignChange = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(`alter table campaign_record add column changing jsonb; ${kinds(`${BEFORE} ${NEW}`)}`)
      .execute(db);
  },
  async down(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `alter table campaign_record drop column changing;
        delete from meta_operation where ${oneOf('kind', NEW)};
        ${kinds(BEFORE)}`,
      )
      .execute(db);
  },
};
