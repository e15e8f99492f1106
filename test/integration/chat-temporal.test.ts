import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { tellOfQueue } from '../../api/relay/queue-news.ts';
import { startRelay } from '../../api/relay/relay.ts';
import type { Relay } from '../../api/relay/relay.ts';
import { createTemporalGateway } from '../../api/temporal/gateway.ts';
import { listStreams } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import { lifecycleWorkflowId } from '../../workflows/task-queues.ts';
import { openChatWorld } from '../support/chat-world.ts';
import type { Chat, ChatWorld } from '../support/chat-world.ts';

const address = inject('temporalAddress');
const CHILD = fileURLToPath(new URL('../support/chat-worker-child.ts', import.meta.url));
const BAKERY = 'I run a bakery in Leeds called Millers Bakery. We sell sourdough bread.';
const prefix = `chat-${randomUUID().slice(0, 8)}-`;

let world: ChatWorld;
let relay: Relay;
const gateway = createTemporalGateway({
  address,
  namespace: 'default',
  taskQueuePrefix: prefix,
  undoWindowMs: 0,
});
const children = new Set<ChildProcess>();

beforeAll(async () => {
  world = await openChatWorld(inject('postgresUrl'));
  const { api } = world;
  relay = startRelay({
    db: api.database.relay,
    gateway,
    listener: api.listener,
    logger: pino({ level: 'silent' }),
    lanes: 2,
    pollMs: 100,
    onQueueChange: async (place) => await tellOfQueue(api.deps, place),
  });
});
afterEach(async () => {
  for (const child of children) await end(child);
  await world.admin('reset', {});
});
afterAll(async () => {
  await relay.close();
  await gateway.close();
  await world.close();
});

async function startWorker(): Promise<ChildProcess> {
  const settings = {
    address,
    codePath: inject('workflowBundle'),
    taskQueuePrefix: prefix,
    databaseUrl: world.api.database.url,
    claudeUrl: world.claudeUrl,
  };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function stream(chat: Chat) {
  return (await asOwner(world.api.database.app, chat.ownerId, listStreams))[0];
}

test('C9: a worker that is killed in the middle of an answer leaves one bubble that starts over once', async () => {
  const first = await startWorker();
  const chat = await world.newChat();
  await world.admin('pace', { tokenDelayMs: 60, wordsPerPiece: 1 });
  const attempts = new Set<number>();
  const id = await chat.say(BAKERY);
  const written = async () => (await stream(chat))?.content.length ?? 0;
  await expect.poll(written, { interval: 20, timeout: 15_000 }).toBeGreaterThan(10);
  await end(first);
  const killedAt = Date.now();
  await startWorker();
  const status = async () => {
    const running = await stream(chat);
    if (running !== undefined) attempts.add(running.attempt);
    return (await chat.answers(id)).map((one) => one.status);
  };
  await expect.poll(status, { interval: 100, timeout: 30_000 }).toEqual(['complete']);
  // The silence of the dead worker is noticed within five seconds.
  expect(Date.now() - killedAt).toBeLessThan(20_000);
  expect([...attempts]).toEqual([1, 2]);
  expect(await world.requests()).toHaveLength(2);
  const { content } = await chat.bubble(id);
  const twin = await world.newChat();
  await world.admin('pace', { tokenDelayMs: 0, wordsPerPiece: 1 });
  const same = await twin.say(BAKERY);
  await expect
    .poll(async () => (await twin.answers(same))[0]?.status, { timeout: 10_000 })
    .toBe('complete');
  expect(content).toBe((await twin.bubble(same)).content);
}, 90_000);

test('C1: Temporal waits for a busy model as long as it takes, and for as long as it asks', async () => {
  await startWorker();
  const chat = await world.newChat();
  await world.fault('overloaded', { times: 2 });
  await world.fault('rate_limited', { times: 1, retryAfterSeconds: 2 });
  const id = await chat.say(BAKERY);
  const waiting = async () => (await chat.answers(id)).map(({ metadata }) => metadata);
  await expect
    .poll(waiting, { interval: 50, timeout: 15_000 })
    .toEqual([{ kind: 'answer', steps: [], waiting: 'busy' }]);
  await expect
    .poll(async () => (await chat.answers(id)).map(({ status }) => status), { timeout: 30_000 })
    .toEqual(['complete']);
  expect(await world.requests()).toHaveLength(4);
  expect((await chat.bubble(id)).metadata).toMatchObject({ waiting: null });
  const options = await answerOptions(chat);
  expect(options.scheduleToCloseMs).toBeGreaterThan(15 * 60_000);
  expect(options.maximumAttempts).toBe(0);
  expect(options.longestPauseMs).toBeLessThanOrEqual(15_000);
}, 60_000);

const ms = (time: { seconds?: unknown } | null | undefined) => Number(time?.seconds ?? 0) * 1_000;

/** What the lifecycle asked Temporal for. */
async function answerOptions({ projectId }: Chat) {
  const connection = await Connection.connect({ address });
  const handle = new Client({ connection }).workflow.getHandle(lifecycleWorkflowId(projectId));
  const { events } = await handle.fetchHistory();
  await connection.close();
  const scheduled = (events ?? [])
    .map((event) => event.activityTaskScheduledEventAttributes)
    .find((one) => one?.activityType?.name === 'answerMessage');
  const { retryPolicy } = scheduled ?? {};
  return {
    scheduleToCloseMs: ms(scheduled?.scheduleToCloseTimeout),
    maximumAttempts: retryPolicy?.maximumAttempts ?? 0,
    longestPauseMs: ms(retryPolicy?.maximumInterval),
  };
}
