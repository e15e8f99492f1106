import process from 'node:process';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { createDatabase } from '../db/client.ts';
import { createVault } from '../integrations/crypto/vault.ts';
import { renderPicture } from '../integrations/creatives/render.ts';
import { figureLine, missed, percentile } from './figures.ts';
import type { Figure } from './figures.ts';
import { launchConcurrently, launchOneByOne, killedLaunch } from './launch-runs.ts';
import type { Run, Tools } from './launch-runs.ts';
import { floorConcurrently, floorOneByOne } from './floor-runs.ts';
import { startBenchStack } from './stack.ts';

/**
 * How long a launch takes from the click to its last write, against a floor on the same server in the same run.
 *
 * - Both: the click is one commit of decision and outbox item, the API's relay hands the item to the waiting workflow as
 *   an update, and the workflow begins its work. Same database, same Temporal, workers with the same limits.
 * - The launch (one campaign, one audience, one ad) then opens the ledger, looks before it begins, writes to the
 *   stand-in for Facebook, reads back, compares and switches on: 12 to 14 calls and the commits between them. It ends
 *   with the write that switches the campaign on, by the clock of the stand-in.
 * - The floor then does six activities in a row that do nothing: no call, no database. It ends within the last one.
 *
 * So the floor is what the way of a click and six steps of Temporal cost by themselves. The ten seconds in which an
 * approval can be taken back are set to none here: they are a wish, not a cost. CPU is that of the worker alone.
 */
const { values } = parseArgs({
  options: {
    sequential: { type: 'string', default: '200' },
    concurrent: { type: 'string', default: '500' },
  },
});
/** The two take turns, so that other work on the machine meets both. */
const ROUNDS = 4;
const sequential = Number(values.sequential);
const concurrent = Number(values.concurrent);

const stack = await startBenchStack();
const connection = await Connection.connect({ address: stack.temporalAddress });
const { databaseUrl, metaUrl, env } = stack.app;
const tools: Tools = {
  stack,
  client: new Client({ connection }),
  taskQueuePrefix: env['TASK_QUEUE_PREFIX'] ?? '',
  owner: createDatabase({ url: databaseUrl, role: null, max: 2 }),
  app: createDatabase({ url: databaseUrl, role: 'aigency_app', max: 16 }),
  vault: createVault({ keys: { k1: env['ENCRYPTION_KEY'] ?? '' }, current: 'k1' }),
  metaUrl,
  picture: (
    await renderPicture({
      layout: 'bold',
      phrase: 'Fresh bread',
      businessName: 'Bench',
      brandColour: '#1f6f54',
    })
  ).png,
};

function row(name: string, { times, tookMs, cpu }: Run): string {
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  const perSecond = (times.length / tookMs) * 1000;
  const cells = [p50, p99, perSecond, cpu / times.length].map((value) => value.toFixed(1));
  return [name.padEnd(28), ...cells.map((cell) => cell.padStart(10))].join(' ');
}

async function lever(path: string, body: object): Promise<void> {
  await fetch(`${metaUrl}/sandbox/admin/${path}`, { method: 'POST', body: JSON.stringify(body) });
}

try {
  // What Facebook itself makes a launch wait for is no work of ours: new ads are ready at once, and nobody throttles.
  await lever('settings', { processing_seconds: 0 });
  await lever('tier', { client_id: '1000000000000001', tier: 'full' });
  // Both sides warm up first: the first calls load code and open connections.
  await floorOneByOne(tools, 10);
  await launchOneByOne(tools, 10);
  const floorRuns: Run[] = [];
  const launchRuns: Run[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    floorRuns.push(await floorOneByOne(tools, Math.ceil(sequential / ROUNDS)));
    launchRuns.push(await launchOneByOne(tools, Math.ceil(sequential / ROUNDS)));
  }
  const [floorAlone, alone] = [together(floorRuns), together(launchRuns)];
  const floorTogether = await floorConcurrently(tools, concurrent);
  const launchTogether = await launchConcurrently(tools, concurrent);
  // A create whose answer is lost has to be looked up first; a switch is simply sent again.
  const inCreate = await killedLaunch(tools, { operation: 'create-ad-set', kind: 'create-ad-set' });
  const inSwitch = await killedLaunch(tools, {
    operation: 'activate-campaign',
    kind: 'update-campaign',
  });
  const killed = Math.max(inCreate, inSwitch);
  console.log(
    `${'ms from click to last write'.padEnd(28)} ${['p50', 'p99', 'per second', 'cpu ms'].map((cell) => cell.padStart(10)).join(' ')}`,
  );
  console.log(row(`floor, ${sequential} one by one`, floorAlone));
  console.log(row(`launch, ${sequential} one by one`, alone));
  console.log(row(`floor, ${concurrent} at once`, floorTogether));
  console.log(row(`launch, ${concurrent} at once`, launchTogether));
  console.log('(without the ten seconds in which an approval can be taken back)');
  for (const [where, ms] of [
    ['a create', inCreate],
    ['a switch', inSwitch],
  ] as const) {
    console.log(`kill -9 during ${where} to the next write: ${(ms / 1000).toFixed(1)} s`);
  }
  const figures: readonly Figure[] = [
    {
      name: 'p50_ratio',
      value: percentile(alone.times, 0.5) / percentile(floorAlone.times, 0.5),
      target: { atMost: 0.5 },
    },
    {
      name: 'throughput_ratio',
      value: concurrentRate(launchTogether) / concurrentRate(floorTogether),
      target: { atLeast: 1.6 },
    },
    { name: 'kill_to_next_step_s', value: killed / 1000, target: { atMost: 5 } },
  ];
  console.log(figureLine('launch', figures));
  process.exitCode = missed(figures).length === 0 ? 0 : 1;
} finally {
  await Promise.all([tools.owner.destroy(), tools.app.destroy(), connection.close()]);
  await stack.close();
}

function together(runs: readonly Run[]): Run {
  const sum = (read: (run: Run) => number) => runs.reduce((total, run) => total + read(run), 0);
  return {
    times: runs.flatMap(({ times }) => times),
    tookMs: sum(({ tookMs }) => tookMs),
    cpu: sum(({ cpu }) => cpu),
  };
}

function concurrentRate({ times, tookMs }: Run): number {
  return times.length / tookMs;
}
