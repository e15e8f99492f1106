import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { startRelay } from '../../api/relay/relay.ts';
import type { Relay } from '../../api/relay/relay.ts';
import { countWaitingOutbox } from '../../db/repositories/outbox.ts';
import { createDatabase } from '../../db/client.ts';
import type { Db } from '../../db/client.ts';
import { createApiWorld, MemoryGateway } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let relayDb: Db;
let relays: Relay[];
beforeEach(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  relayDb = createDatabase({ url: world.database.url, role: 'aigency_relay', max: 9 });
  relays = [];
  await vi.waitUntil(() => world.listener.isListening());
});
afterEach(async () => {
  await Promise.all(relays.map(async (relay) => await relay.close()));
  await relayDb.destroy();
  await world.close();
});

function relay(options: { gateway?: MemoryGateway; pollMs?: number } = {}): void {
  relays.push(
    startRelay({
      db: relayDb,
      gateway: options.gateway ?? world.gateway,
      listener: world.listener,
      logger: pino({ level: 'silent' }),
      pollMs: options.pollMs ?? 60_000,
    }),
  );
}

async function say(browser: Browser, conversationId: string): Promise<number> {
  const body = { id: randomUUID(), conversationId, content: 'Hello' };
  return (await browser.request('POST', '/api/chat/message', body)).status;
}

const seqsOf = (gateway: MemoryGateway, projectId: string): number[] =>
  gateway.delivered.filter((item) => item.projectId === projectId).map(({ item }) => item.seq);

test('an item is delivered right after the commit, once, with the owner’s time', async () => {
  relay();
  relay();
  const ada = await world.visitor().signUp();
  const { project, conversations } = await ada.createProject();
  await ada.request('POST', '/api/sandbox/skip', { days: 7 });
  await say(ada, conversations[0]?.id ?? '');
  await expect.poll(() => world.gateway.delivered.length, { interval: 5 }).toBe(1);
  await expect.poll(async () => await countWaitingOutbox(world.database.relay)).toBe(0);
  const [delivery] = world.gateway.delivered;
  expect(delivery).toMatchObject({ projectId: project.id, ownerId: ada.userId, item: { seq: 1 } });
  expect(delivery?.startAt).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});

test('while Temporal is away messages are kept and answered 201; afterwards they go out in order', async () => {
  relay({ pollMs: 50 });
  world.gateway.isUp = false;
  const ada = await world.visitor().signUp();
  const { project, conversations } = await ada.createProject();
  for (let count = 0; count < 5; count += 1) {
    expect(await say(ada, conversations[0]?.id ?? '')).toBe(201);
  }
  const failed = async () =>
    await world.database.relay
      .selectFrom('outbox')
      .select(['seq', 'lastErrorCode'])
      .where('attempts', '>', 1)
      .execute();
  await expect
    .poll(failed, { timeout: 5_000 })
    .toEqual([{ seq: 1, lastErrorCode: 'temporal.unreachable' }]);
  expect(await countWaitingOutbox(world.database.relay)).toBe(5);
  world.gateway.isUp = true;
  await expect
    .poll(() => seqsOf(world.gateway, project.id), { timeout: 10_000 })
    .toEqual([1, 2, 3, 4, 5]);
});

test('several relays share the work of several projects and keep each in order', async () => {
  const ada = await world.visitor().signUp();
  const projects = await Promise.all(
    Array.from({ length: 4 }, async () => await ada.createProject()),
  );
  for (let count = 0; count < 6; count += 1) {
    await Promise.all(
      projects.map(async ({ conversations }) => await say(ada, conversations[0]?.id ?? '')),
    );
  }
  relay();
  relay();
  await expect.poll(() => world.gateway.delivered.length, { timeout: 10_000 }).toBe(24);
  for (const { project } of projects) {
    expect(seqsOf(world.gateway, project.id)).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

test('a project whose item fails does not hold up another', async () => {
  class Picky extends MemoryGateway {
    refused = '';
    override async deliver(delivery: Parameters<MemoryGateway['deliver']>[0]) {
      if (delivery.projectId === this.refused) throw new Error('no');
      return await super.deliver(delivery);
    }
  }
  const gateway = new Picky();
  const ada = await world.visitor().signUp();
  const [bad, good] = [await ada.createProject(), await ada.createProject()];
  gateway.refused = bad.project.id;
  await say(ada, bad.conversations[0]?.id ?? '');
  await say(ada, good.conversations[0]?.id ?? '');
  relay({ gateway });
  await expect.poll(() => seqsOf(gateway, good.project.id)).toEqual([1]);
});

test('a lifecycle that lost its past gets the earlier items again', async () => {
  class Forgetful extends MemoryGateway {
    readonly known = new Set<number>();
    override async deliver(delivery: Parameters<MemoryGateway['deliver']>[0]) {
      await super.deliver(delivery);
      this.known.add(delivery.item.seq);
      let lastSeq = 0;
      while (this.known.has(lastSeq + 1)) lastSeq += 1;
      return { lastSeq };
    }
  }
  const gateway = new Forgetful();
  const ada = await world.visitor().signUp();
  const { project, conversations } = await ada.createProject();
  relay({ gateway, pollMs: 50 });
  for (let count = 0; count < 3; count += 1) await say(ada, conversations[0]?.id ?? '');
  await expect.poll(() => seqsOf(gateway, project.id)).toEqual([1, 2, 3]);
  gateway.known.clear();
  await say(ada, conversations[0]?.id ?? '');
  await expect.poll(() => gateway.known, { timeout: 5_000 }).toEqual(new Set([1, 2, 3, 4]));
});
