import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { findFreePort } from '../scripts/services/ports.ts';
import { newPassword, startPostgres } from '../scripts/services/postgres.ts';
import { runRandomLaunches } from './faults/random-launches.ts';

/**
 * Launches of many people while every tenth call to Facebook meets a mishap, workers are killed, and connections to
 * Postgres break: `node test/chaos.ts --launches 200 --seed 1`. What was found wrong ends it with 1.
 */
const { values } = parseArgs({
  options: {
    launches: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '0.1' },
    kills: { type: 'string', default: '0.01' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'aigency-chaos-'));
const postgres = await startPostgres({
  dataDir: join('/var/tmp', `aigency-chaos-${process.pid}`, 'postgres'),
  port: await findFreePort(),
  logFile: join(folder, 'postgres.log'),
  password: newPassword(),
});
try {
  const startedAt = Date.now();
  const { troubles, ...counts } = await runRandomLaunches(postgres.url, {
    launches: Number(values.launches),
    seed: Number(values.seed),
    faultRate: Number(values.faults),
    killRate: Number(values.kills),
  });
  for (const trouble of troubles) say(trouble);
  const figures = Object.entries({ launches: values.launches, seed: values.seed, ...counts });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  say(`chaos: ${figures.map(([name, value]) => `${name}=${value}`).join(' ')} seconds=${seconds}`);
  process.exitCode = troubles.length === 0 && counts.crashes === 0 ? 0 : 1;
} finally {
  await postgres.close();
  rmSync(dirname(postgres.dataDir), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
