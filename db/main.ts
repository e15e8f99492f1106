import process from 'node:process';
import { loadConfig } from '../config.ts';
import { migrateToLatest } from './migrate.ts';

const applied = await migrateToLatest(loadConfig().databaseUrl);
process.stdout.write(
  applied.length === 0 ? 'database is up to date\n' : `applied ${applied.join(', ')}\n`,
);
