import process from 'node:process';
import { loadConfig } from '../config.ts';
import { migrateToLatest } from './migrate.ts';

try {
  const applied = await migrateToLatest(loadConfig().databaseUrl);
  process.stdout.write(
    applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'Migrating failed.'}\n`);
  process.exitCode = 1;
}
