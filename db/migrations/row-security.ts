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

/** A check constraint's body for a closed list of words. */
export function oneOf(column: string, words: readonly string[]): string {
  return `${column} in (${words.map((word) => `'${word}'`).join(', ')})`;
}
