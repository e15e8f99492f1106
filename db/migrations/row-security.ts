/**
 * Statements that close a table to everyone but the owner of each row. FORCE makes the rule hold for the table's
 * owner as well, so a forgotten role cannot open it.
 */
export function ownedBy(column: 'owner_id' | 'user_id', tables: readonly string[]): string {
  return tables
    .map(
      (table) => `
        alter table "${table}" enable row level security;
        alter table "${table}" force row level security;
        create policy owner_only on "${table}" to aigency_app
          using (${column} = current_setting('app.user_id', true))
          with check (${column} = current_setting('app.user_id', true));
        grant select, insert, update, delete on "${table}" to aigency_app;`,
    )
    .join('\n');
}

/**
 * A check constraint's body for a closed list of words, separated by spaces. Migrations spell the words out: a list
 * that grows in `domain` needs a migration of its own, or old and new databases would differ.
 */
export function oneOf(column: string, words: string): string {
  return `${column} in ('${words.split(' ').join("', '")}')`;
}

/**
 * Ties a row to a project of its own owner. Foreign keys see past row-level security, so a plain one would let a
 * person attach rows to a stranger's project.
 */
export const OF_PROJECT =
  'foreign key (project_id, owner_id) references project (id, owner_id) on delete cascade';

/** Ties a row to a campaign of its own project. */
export const OF_CAMPAIGN =
  'foreign key (campaign_record_id, project_id) references campaign_record (id, project_id) on delete cascade';
