import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { getCampaign, takeDeployFence, updateCampaign } from '../../db/repositories/campaigns.ts';
import {
  insertIntents,
  listOperations,
  markOperationSent,
  settleOperation,
} from '../../db/repositories/operations.ts';
import {
  getSignificantEvents,
  insertSignificantEvents,
  listUntoldEvents,
  markEventsTold,
} from '../../db/repositories/significant-events.ts';
import { listSnapshots, saveSnapshots } from '../../db/repositories/snapshots.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import type { OperationState } from '../../domain/deployment/deployment.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, addCampaign, createOwnerProject, daySnapshot } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

describe('a campaign record', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  let campaignRecordId: string;
  let opKey: string;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    project = await createOwnerProject(database);
    ({ campaignRecordId } = await own((trx) => addCampaign(trx, project)));
    opKey = `${campaignRecordId}:campaign`;
  });

  function own<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> {
    return asOwner(database.app, project.ownerId, work);
  }

  function ref() {
    return { campaignRecordId, projectId: project.projectId, ownerId: project.ownerId, now: START };
  }

  async function intend(requestHash = 'r1'): Promise<void> {
    const operation = { kind: 'create-campaign', label: 'Campaign', ordinal: 1 } as const;
    const request = { requestHash, marker: 'm1', approvalId: null };
    await own((trx) =>
      insertIntents(trx, { ...ref(), operations: [{ ...operation, ...request, opKey }] }),
    );
  }

  const fence = () => own((trx) => takeDeployFence(trx, campaignRecordId));
  const send = (at: number, from: readonly OperationState[] = ['INTENT']) =>
    own((trx) => markOperationSent(trx, { ...ref(), opKey, fence: at, from }));
  const settle = (
    state: 'CONFIRMED' | 'UNKNOWN' | 'FAILED' | 'INTENT',
    end: { metaId?: string; fence?: number } = {},
  ) =>
    own((trx) =>
      settleOperation(trx, { ...ref(), opKey, state, metaId: null, errorCode: null, ...end }),
    );
  const operation = async () => (await own((trx) => listOperations(trx, campaignRecordId)))[0];

  describe('and its ledger of writes', () => {
    it('keeps an intent as it is when it is written down again', async () => {
      await intend('r1');
      await send(await fence());
      await intend('r2');
      expect(await operation()).toMatchObject({ requestHash: 'r1', state: 'SENT' });
    });

    it('gives one of many senders the right to send', async () => {
      await intend();
      const at = await fence();
      const claims = await Promise.all(Array.from({ length: 20 }, () => send(at)));
      expect(claims.filter((claimed) => claimed)).toHaveLength(1);
      expect(await operation()).toMatchObject({ state: 'SENT', attempt: at, startedAt: START });
    });

    it('gives no right to a deployment that a newer one has replaced', async () => {
      await intend();
      const older = await fence();
      const newer = await fence();
      expect(newer).toBe(older + 1);
      expect(await send(older)).toBe(false);
      expect(await send(newer)).toBe(true);
    });

    it('counts fences without repeats when many deployments start at once', async () => {
      const fences = await Promise.all(Array.from({ length: 10 }, fence));
      expect(new Set(fences).size).toBe(10);
    });

    it('never changes what is confirmed', async () => {
      await intend();
      await send(await fence());
      expect(await settle('CONFIRMED', { metaId: '120' })).toBe(true);
      expect(await settle('FAILED')).toBe(false);
      expect(await settle('CONFIRMED', { metaId: '999' })).toBe(false);
      expect(await send(await fence())).toBe(false);
      expect(await operation()).toMatchObject({
        state: 'CONFIRMED',
        metaId: '120',
        finishedAt: START,
      });
    });

    it('sends an unknown operation again only after it was looked up and freed', async () => {
      await intend();
      await send(await fence());
      await settle('UNKNOWN');
      expect(await send(await fence())).toBe(false);
      await settle('INTENT');
      expect(await send(await fence())).toBe(true);
    });

    it('does not let a late answer to an earlier attempt speak for the running one', async () => {
      await intend();
      const first = await fence();
      await send(first);
      await settle('INTENT', { fence: first });
      const second = await fence();
      await send(second);
      expect(await settle('FAILED', { fence: first })).toBe(false);
      expect(await operation()).toMatchObject({ state: 'SENT', attempt: second });
      expect(await settle('CONFIRMED', { fence: second, metaId: '120' })).toBe(true);
    });
  });

  it('changes only the facts that are named', async () => {
    const id = campaignRecordId;
    const change = { id, projectId: project.projectId, ownerId: project.ownerId, now: START };
    const live = { status: 'ACTIVE', liveSince: START, nextCheckAt: START + 1 } as const;
    await own((trx) => updateCampaign(trx, { ...change, set: live }));
    await own((trx) => updateCampaign(trx, { ...change, set: { nextCheckAt: null } }));
    await own((trx) => updateCampaign(trx, { ...change, set: { metaIds: { c: '120' } } }));
    expect(await own((trx) => getCampaign(trx, id))).toMatchObject({
      status: 'ACTIVE',
      liveSince: START,
      nextCheckAt: null,
      metaIds: { c: '120' },
      currency: 'GBP',
    });
  });

  it('replaces a day that is read again, and keeps the whole apart from its ads', async () => {
    const save = (...snapshots: ReturnType<typeof daySnapshot>[]) =>
      own((trx) =>
        saveSnapshots(trx, {
          ...ref(),
          rows: snapshots.map((snapshot) => ({ snapshot, raw: { spend: '1' } })),
        }),
      );
    const ad = daySnapshot({ adId: '77', spendMinor: 600, conversions: null });
    await save(daySnapshot({ spendMinor: 100 }), ad);
    await save(daySnapshot({ spendMinor: 300 }), daySnapshot({ spendMinor: 200 }));
    await save();
    expect(await own((trx) => listSnapshots(trx, campaignRecordId))).toEqual([
      daySnapshot({ spendMinor: 200 }),
      ad,
    ]);
  });

  it('keeps what is worth telling once, until it is told', async () => {
    const events = () => [
      { id: randomUUID(), kind: 'first-results', dedupeKey: 'first', facts: { clicks: 3 } },
      { id: randomUUID(), kind: 'ad-rejected', dedupeKey: 'ad:1', facts: null },
    ];
    const insert = () => own((trx) => insertSignificantEvents(trx, { ...ref(), events: events() }));
    const [one, two] = await Promise.all([insert(), insert()]);
    const ids = [...one, ...two];
    expect(ids).toHaveLength(2);
    const stored = await own((trx) => getSignificantEvents(trx, ids));
    expect(stored.map(({ facts }) => facts)).toContainEqual({ clicks: 3 });
    await own((trx) => markEventsTold(trx, ids.slice(0, 1), randomUUID()));
    const untold = await own((trx) => listUntoldEvents(trx, campaignRecordId));
    expect(untold.map(({ id }) => id)).toEqual(ids.slice(1));
  });
});
