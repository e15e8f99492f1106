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

/**
 * Brings the database at `url` to the newest schema; safe when two processes do it at once (advisory lock).
 * The address's role must own the schema and be allowed to create roles once.
 * @returns the names applied now, in order. @throws an error that names the migration and says why.
 */
export async function migrateToLatest(url: string): Promise<readonly string[]> {
  const db = createDatabase({ url, role: null, max: 1 });
  try {
    const { error, results } = await createMigrator(db).migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'start';
      const reason = error instanceof Error ? error.message : 'The database gave no reason.';
      throw new Error(`Migration ${failed} could not be applied. ${reason}`, { cause: error });
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
