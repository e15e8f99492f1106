import { Migrator } from 'kysely/migration';
import { createDatabase } from './client.ts';
import type { Db } from './client.ts';
import { MIGRATIONS } from './migrations/registry.ts';

/** A migrator over any handle that owns the schema (role null). */
export function createMigrator(db: Db): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
}

/** A refused connection comes as several errors in one, whose own message is empty. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : 'The database gave no reason.';
}

/**
 * Brings the database at `url` to the newest schema; safe when two processes do it at once (advisory lock).
 * The address's role must own the schema and be allowed to create roles once.
 * @returns the names applied now, in order. @throws an Error whose message names the migration and the reason.
 */
export async function migrateToLatest(url: string): Promise<readonly string[]> {
  const db = createDatabase({ url, role: null, max: 1 });
  try {
    const { error, results } = await createMigrator(db).migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      const effect =
        failed === undefined
          ? 'The database could not be reached or read.'
          : `Migration ${failed} could not be applied.`;
      throw new Error(`${effect} ${reasonOf(error)}`, { cause: error });
    }
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

/** @returns true when no migration is waiting. */
export async function isMigrated(db: Db): Promise<boolean> {
  const all = await createMigrator(db).getMigrations();
  return all.every((migration) => migration.executedAt !== undefined);
}
