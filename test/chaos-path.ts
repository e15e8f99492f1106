import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findFreePort } from '../scripts/services/ports.ts';
import { newPassword, startPostgres } from '../scripts/services/postgres.ts';
import { startTemporal } from '../scripts/services/temporal.ts';
import { createRandom } from './faults/random.ts';
import { contentOfAccount, ONE_LIVE_CAMPAIGN, troublesOf } from './support/account-of-truth.ts';
import { startAppStack } from './support/app-stack.ts';
import type { AppStack } from './support/app-stack.ts';
import { BAKERY, createPerson } from './support/person.ts';
import type { Person } from './support/person.ts';

/**
 * People go the whole way from the first message to a skipped day while processes are killed and Facebook and the
 * model misbehave at random: `node test/chaos.ts --people 8 --kill worker,api,meta,claude,temporal,postgres`.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    kill: { type: 'string', default: 'worker,api,meta,claude,temporal,postgres' },
    pause: { type: 'string', default: '6000' },
    faults: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const victims = values.kill.split(',').filter((name) => name !== '');

const say = (line: string) =>
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

/** A Postgres and a Temporal server that nobody else uses. */
async function startServers(folder: string) {
  const postgresAt = {
    dataDir: join('/var/tmp', `aigency-chaos-${process.pid}`),
    port: await findFreePort(),
    logFile: join(folder, 'postgres.log'),
    password: newPassword(),
  };
  const temporalAt = {
    dbFile: join(folder, 'temporal.db'),
    port: await findFreePort(),
    uiPort: null,
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  };
  let postgres = await startPostgres(postgresAt);
  let temporal = await startTemporal(temporalAt);
  return {
    postgresUrl: postgres.url,
    temporalAddress: temporal.address,
    async restart(which: 'postgres' | 'temporal', restMs: number) {
      const server = which === 'postgres' ? postgres : temporal;
      process.kill(-server.pid, 'SIGKILL');
      await server.ended;
      await delay(restMs);
      if (which === 'postgres') postgres = await startPostgres(postgresAt);
      else temporal = await startTemporal(temporalAt);
    },
    async close() {
      await temporal.close();
      await postgres.close();
      rmSync(postgres.dataDir, { recursive: true, force: true });
    },
  };
}

type Servers = Awaited<ReturnType<typeof startServers>>;

// prettier-ignore
const META_FAULTS = [
  'lose-response', 'reset', 'http-500-before', 'http-500-after', 'html-502',
  'html-502-after', 'throttle', 'throttle-after', 'ok-error',
];
// prettier-ignore
const CLAUDE_FAULTS = [
  'rate_limited', 'overloaded', 'server_error', 'html', 'cut', 'reset', 'error_event',
  'truncated_tool', 'broken_tool',
];

async function misbehave(stack: AppStack, random: () => number): Promise<string> {
  const ofMeta = random() < 0.6;
  const kinds = ofMeta ? META_FAULTS : CLAUDE_FAULTS;
  const kind = kinds[Math.floor(random() * kinds.length)] ?? 'reset';
  const body = ofMeta ? { kind, match: { method: 'POST' } } : { kind };
  const answer = await fetch(`${ofMeta ? stack.metaUrl : stack.claudeUrl}/sandbox/admin/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  return `${ofMeta ? 'Facebook' : 'the model'}: ${kind}${answer?.ok === true ? '' : ' (away)'}`;
}

/** Kills something every few seconds until told to stop; everything runs when it ends. */
async function torment(
  { stack, servers, random }: { stack: AppStack; servers: Servers; random: () => number },
  isOver: () => boolean,
): Promise<number> {
  let kills = 0;
  while (!isOver()) {
    await delay(Number(values.pause) * (0.3 + random()));
    if (isOver()) break;
    if (values.faults) say(await misbehave(stack, random));
    const victim = victims[Math.floor(random() * victims.length)];
    const restMs = random() * 3_000;
    if (victim === undefined) continue;
    say(`kill -9 ${victim}, away for ${Math.round(restMs)} ms`);
    kills += 1;
    if (victim === 'postgres' || victim === 'temporal') await servers.restart(victim, restMs);
    else {
      const part = (['worker', 'api', 'meta', 'claude'] as const).find((one) => one === victim);
      if (part === undefined) throw new Error(`There is no process ${victim}.`);
      await stack.kill(part);
      await delay(restMs);
      await stack.start(part);
    }
  }
  return kills;
}

const PATIENCE_MS = 60_000;
const LONGEST_MS = 1_200_000;

async function goTheWholeWay(stack: AppStack, number: number): Promise<string[]> {
  const person: Person = await createPerson(stack.url, `Bakery ${number}`, PATIENCE_MS);
  const until: Person['until'] = (what, find) => person.until(what, find, LONGEST_MS);
  for (const line of BAKERY.lines) await person.say(line, LONGEST_MS);
  say(`person ${number} told everything`);
  await until('the brief card', ({ approvals }) => approvals.some(({ kind }) => kind === 'brief'));
  await person.approve('brief');
  await until('the connect card', ({ messages }) =>
    messages.some(({ type }) => type === 'FB_CONNECT'),
  );
  for (;;) {
    const connected = await person.connectFacebook().then(
      async () => (await person.page()).connection.selected !== null,
      () => false,
    );
    if (connected) break;
    await delay(500);
  }
  say(`person ${number} connected Facebook`);
  await until('the plan', ({ approvals }) =>
    approvals.some(({ kind }) => kind === 'campaign-plan'),
  );
  await person.approve('campaign-plan');
  say(`person ${number} approved the plan`);
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    const campaign = (await person.page()).campaigns[0];
    if (campaign?.liveSince !== null && campaign !== undefined) break;
    if (Date.now() > deadline) throw new Error(`Never live: ${JSON.stringify(campaign)}`);
    if (campaign?.status === 'FAILED') {
      say(`person ${number} tries again after ${campaign.problem?.code ?? 'no code'}`);
      await person.call('POST', '/api/campaigns/deploy', { campaignRecordId: campaign.id });
      await delay(2_000);
    }
    await delay(300);
  }
  say(`person ${number} is live`);
  for (;;) {
    const ms = await person.skip(1).catch(() => null);
    if (ms !== null) break;
    await delay(1_000);
  }
  await person.say('How is it going?', LONGEST_MS);
  await until('the first numbers', ({ results }) => (results?.days.length ?? 0) > 0);
  const troubles = await settledTroubles(stack, person);
  const content = await contentOfAccount(stack, person);
  const { active } = ONE_LIVE_CAMPAIGN;
  if (JSON.stringify(content.active) !== JSON.stringify(active)) {
    troubles.push(`Switched on at Facebook: ${JSON.stringify(content)}`);
  }
  if (JSON.stringify(content.made) !== JSON.stringify(ONE_LIVE_CAMPAIGN.made)) {
    troubles.push(`Made at Facebook: ${JSON.stringify(content.made)}`);
  }
  return troubles;
}

/** What is still under way is given half a minute to end. */
async function settledTroubles(stack: AppStack, person: Person): Promise<string[]> {
  for (const deadline = Date.now() + 30_000; ; await delay(500)) {
    const troubles = await troublesOf(stack, person).catch((error: unknown) => [String(error)]);
    if (troubles.length === 0 || Date.now() > deadline) return troubles;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'aigency-chaos-'));
execFileSync('bash', [
  fileURLToPath(new URL('../temporal-dev.sh', import.meta.url)),
  '--print-binary',
]);
const servers = await startServers(folder);
const stack = await startAppStack(servers);
say(`logs in ${stack.logs} and ${folder}`);
let isOver = false;
const random = createRandom(seed);
const tormenting = torment({ stack, servers, random }, () => isOver);
const people = Array.from({ length: Number(values.people) }, (_, index) =>
  goTheWholeWay(stack, index + 1).then(
    (troubles) => {
      say(`person ${index + 1}: ${troubles.length === 0 ? 'all is well' : troubles.join(' ')}`);
      return troubles;
    },
    (error: unknown) => {
      const trouble = `person ${index + 1} gave up: ${error instanceof Error ? error.message : String(error)}`;
      say(trouble);
      return [trouble];
    },
  ),
);
const outcomes = await Promise.all(people);
isOver = true;
const kills = await tormenting;
const bad = outcomes.filter((troubles) => troubles.length > 0).length;
say(`${kills} kills, ${outcomes.length} people, ${bad} with trouble`);
if (bad === 0) await stack.close();
else say(`kept for a look: ${stack.logs}`);
await servers.close();
if (bad === 0) rmSync(folder, { recursive: true, force: true });
process.exit(bad === 0 ? 0 : 1);
