import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { insertActivity } from '../../db/repositories/activity.ts';
import { appendEvent, lastEventSeq, listEventsAfter } from '../../db/repositories/events.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { setHeadline } from '../../db/repositories/projects.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, createOwnerProject } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

describe('the event stream', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());

  async function eventsOf(owner: OwnerProject) {
    return await asOwner(database.app, owner.ownerId, (trx) =>
      listEventsAfter(trx, { ownerId: owner.ownerId, after: 0, limit: 1000 }),
    );
  }

  function note(owner: OwnerProject, id = randomUUID()) {
    const { projectId, ownerId } = owner;
    const line = { actor: 'agent', what: 'Looked', why: null, outcome: null } as const;
    return { ...line, id, projectId, ownerId, now: START };
  }

  it('has no gap and no repeat after fifty transactions at once, some of which fail', async () => {
    project = await createOwnerProject(database);
    const before = (await eventsOf(project)).length;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        asOwner(database.app, project.ownerId, async (trx) => {
          await insertActivity(trx, note(project));
          if (index % 5 === 0) throw new Error('This one is taken back.');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
    const seqs = (await eventsOf(project)).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: before + 40 }, (_, index) => index + 1));
  });

  it('never shows a number before the ones below it: readers that go on from the last miss nothing', async () => {
    project = await createOwnerProject(database);
    const seen: number[] = [];
    let writing = true;
    const reader = (async () => {
      let after = 0;
      let last = false;
      while (!last) {
        last = !writing;
        const events = await asOwner(database.app, project.ownerId, (trx) =>
          listEventsAfter(trx, { ownerId: project.ownerId, after, limit: 7 }),
        );
        seen.push(...events.map(({ seq }) => seq));
        after = events.at(-1)?.seq ?? after;
        if (events.length === 7) last = false;
      }
    })();
    await Promise.all(
      Array.from({ length: 40 }, () =>
        asOwner(database.app, project.ownerId, (trx) => insertActivity(trx, note(project))),
      ),
    );
    writing = false;
    await reader;
    expect(seen).toEqual((await eventsOf(project)).map(({ seq }) => seq));
  });

  it('tells several changes of one thing in one transaction once, in the order they began', async () => {
    project = await createOwnerProject(database);
    const { projectId, ownerId } = project;
    const after = (await eventsOf(project)).length;
    const first = randomUUID();
    await asOwner(database.app, ownerId, async (trx) => {
      await setHeadline(trx, { projectId, ownerId, headline: 'One', now: START });
      await insertActivity(trx, note(project, first));
      await setHeadline(trx, { projectId, ownerId, headline: 'Two', now: START });
    });
    const events = (await eventsOf(project)).slice(after);
    expect(events.map(({ type, refId }) => [type, refId])).toEqual([
      ['project', projectId],
      ['activity', first],
    ]);
    expect(await asOwner(database.app, ownerId, (trx) => lastEventSeq(trx, ownerId))).toBe(
      after + 2,
    );
  });

  it('does not lock up when transactions of one owner touch the same things in opposite orders', async () => {
    project = await createOwnerProject(database);
    const { projectId, ownerId } = project;
    const forth = () =>
      asOwner(database.app, ownerId, async (trx) => {
        await insertActivity(trx, note(project));
        const item = { kind: 'policy', change: 'pause' } as const;
        await enqueueInbox(trx, { id: randomUUID(), projectId, ownerId, item, now: START });
      });
    const back = () =>
      asOwner(database.app, ownerId, async (trx) => {
        await setHeadline(trx, { projectId, ownerId, headline: 'Hello', now: START });
        await insertActivity(trx, note(project));
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? forth() : back())),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('wakes listeners with the owner’s id when the change is committed, not before', async () => {
    project = await createOwnerProject(database);
    const { projectId, ownerId } = project;
    const listener = new Client({ connectionString: database.url });
    await listener.connect();
    await listener.query('listen aigency_event');
    const heard = new Promise<string | undefined>((resolve) => {
      listener.once('notification', ({ payload }) => resolve(payload));
    });
    let committed = false;
    void heard.then(() => expect(committed).toBe(true));
    await asOwner(database.app, ownerId, async (trx) => {
      await appendEvent(trx, { ownerId, projectId, type: 'project', refId: projectId, now: START });
      await listener.query('select 1');
      committed = true;
    });
    expect(await heard).toBe(ownerId);
    await listener.end();
  });

  it('keeps the streams of two owners apart', async () => {
    const [one, two] = [await createOwnerProject(database), await createOwnerProject(database)];
    const numbers = async (owner: OwnerProject) => (await eventsOf(owner)).map(({ seq }) => seq);
    expect(await numbers(one)).toEqual(await numbers(two));
    const foreign = await asOwner(database.app, one.ownerId, (trx) =>
      listEventsAfter(trx, { ownerId: two.ownerId, after: 0, limit: 10 }),
    );
    expect(foreign).toEqual([]);
  });
});
