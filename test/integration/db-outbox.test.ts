import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../db/client.ts';
import { addClockOffset } from '../../db/repositories/clock.ts';
import {
  clockOffsetForRelay,
  countWaitingOutbox,
  enqueueInbox,
  isPausedByPerson,
  withNextOutboxItem,
} from '../../db/repositories/outbox.ts';
import type { OutboxRow } from '../../db/repositories/outbox.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, createOwnerProject } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

const SENT = { kind: 'sent' } as const;
const WALL = START;

describe('the outbox', () => {
  let database: TestDatabase;
  let opened: TestDatabase[] = [];
  beforeEach(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    opened.push(database);
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.drop()));
    opened = [];
  });

  async function enqueue(project: OwnerProject, change: 'pause' | 'resume' = 'resume') {
    const { projectId, ownerId } = project;
    return await asOwner(database.app, ownerId, (trx) =>
      enqueueInbox(trx, {
        id: randomUUID(),
        projectId,
        ownerId,
        item: { kind: 'policy', change },
        now: START,
      }),
    );
  }

  async function take(wallNow = WALL): Promise<OutboxRow | null> {
    let taken: OutboxRow | null = null;
    await withNextOutboxItem(database.relay, wallNow, (row) => {
      taken = row;
      return Promise.resolve(SENT);
    });
    return taken;
  }

  it('numbers the items of a project without gaps while many are added at once', async () => {
    const project = await createOwnerProject(database);
    const seqs = await Promise.all(Array.from({ length: 30 }, () => enqueue(project)));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
  });

  it('hands each item out once, in order within a project, to many relays at once', async () => {
    const projects = await Promise.all([1, 2, 3].map(() => createOwnerProject(database)));
    for (const project of projects) for (let n = 0; n < 10; n += 1) await enqueue(project);
    const sent: Record<string, number[]> = {};
    const busy = new Set<string>();
    const relay = createDatabase({ url: database.url, role: 'aigency_relay', max: 8 });
    const run = async () => {
      for (;;) {
        const worked = await withNextOutboxItem(relay, WALL, async (row) => {
          expect(busy.has(row.projectId)).toBe(false);
          busy.add(row.projectId);
          await relay.selectFrom('outbox').select('id').limit(1).execute();
          (sent[row.projectId] ??= []).push(row.item.seq);
          busy.delete(row.projectId);
          return SENT;
        });
        if (!worked && (await countWaitingOutbox(relay)) === 0) return;
      }
    };
    await Promise.all([run(), run(), run()]);
    await relay.destroy();
    const inOrder = Array.from({ length: 10 }, (_, index) => index + 1);
    for (const { projectId } of projects) expect(sent[projectId]).toEqual(inOrder);
  });

  it('holds later items of a project back while an earlier one waits for its next try', async () => {
    const project = await createOwnerProject(database);
    const other = await createOwnerProject(database);
    await enqueue(project, 'pause');
    await enqueue(project, 'resume');
    const retryAt = WALL + 5000;
    await withNextOutboxItem(database.relay, WALL, () =>
      Promise.resolve({ kind: 'failed', code: 'temporal.unreachable', retryAt }),
    );
    expect(await take(WALL + 4999)).toBeNull();
    await enqueue(other);
    expect((await take(WALL + 4999))?.projectId).toBe(other.projectId);
    expect(await take(retryAt)).toMatchObject({ attempts: 1, item: { seq: 1, change: 'pause' } });
    expect(await take(retryAt)).toMatchObject({ item: { seq: 2, change: 'resume' } });
    expect(await take(retryAt)).toBeNull();
  });

  it('sends “Pause all ads” ahead of what still waits, and the rest in order after it', async () => {
    const project = await createOwnerProject(database);
    await enqueue(project);
    await enqueue(project);
    await withNextOutboxItem(database.relay, WALL, () =>
      Promise.resolve({ kind: 'failed', code: 'x', retryAt: WALL + 10_000 }),
    );
    await enqueue(project, 'pause');
    expect((await take())?.item.seq).toBe(3);
    expect(await take()).toBeNull();
    expect((await take(WALL + 10_000))?.item.seq).toBe(1);
    expect((await take(WALL + 10_000))?.item.seq).toBe(2);
  });

  it('goes on with other projects while one delivery takes its time', async () => {
    const slow = await createOwnerProject(database);
    const other = await createOwnerProject(database);
    await enqueue(slow);
    await enqueue(slow);
    await withNextOutboxItem(database.relay, WALL, async ({ projectId }) => {
      expect(projectId).toBe(slow.projectId);
      expect(await take()).toBeNull();
      await enqueue(other);
      expect((await take())?.projectId).toBe(other.projectId);
      return SENT;
    });
    expect(await take()).toMatchObject({ projectId: slow.projectId, item: { seq: 2 } });
  });

  it('keeps an item when the relay dies while delivering it', async () => {
    const project = await createOwnerProject(database);
    await enqueue(project);
    const dying = withNextOutboxItem(database.relay, WALL, () => Promise.reject(new Error('dead')));
    await expect(dying).rejects.toThrow('dead');
    expect(await take()).toMatchObject({ attempts: 0, item: { seq: 1 } });
  });

  it('does not know an item whose transaction was taken back', async () => {
    const project = await createOwnerProject(database);
    const { projectId, ownerId } = project;
    const item = { kind: 'policy', change: 'pause' } as const;
    const failing = asOwner(database.app, ownerId, async (trx) => {
      await enqueueInbox(trx, { id: randomUUID(), projectId, ownerId, item, now: START });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(await countWaitingOutbox(database.relay)).toBe(0);
    expect(await enqueue(project)).toBe(1);
  });

  it('knows the person’s last word on running ads, delivered or not', async () => {
    const project = await createOwnerProject(database);
    const paused = () =>
      asOwner(database.app, project.ownerId, (trx) => isPausedByPerson(trx, project.projectId));
    expect(await paused()).toBe(false);
    await enqueue(project, 'pause');
    expect(await paused()).toBe(true);
    await enqueue(project, 'resume');
    expect(await paused()).toBe(false);
  });

  it('lets the relay read how far an owner has skipped ahead', async () => {
    const { ownerId } = await createOwnerProject(database);
    expect(await clockOffsetForRelay(database.relay, ownerId)).toBe(0);
    await asOwner(database.app, ownerId, (trx) => addClockOffset(trx, ownerId, 86_400_000));
    await asOwner(database.app, ownerId, (trx) => addClockOffset(trx, ownerId, 1));
    expect(await clockOffsetForRelay(database.relay, ownerId)).toBe(86_400_001);
  });
});
