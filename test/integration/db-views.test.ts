import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { changeSchema } from '../../contract/events.ts';
import { projectPageSchema } from '../../contract/http.ts';
import type { ProjectPageDto } from '../../contract/http.ts';
import type { Change } from '../../contract/events.ts';
import { listCampaigns, updateCampaign } from '../../db/repositories/campaigns.ts';
import { lastEventSeq, listEventsAfter } from '../../db/repositories/events.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import { setConnectionState } from '../../db/repositories/connections.ts';
import { setBriefStatus } from '../../db/repositories/briefs.ts';
import { selectAccount } from '../../db/repositories/projects.ts';
import { resultsView } from '../../db/views/campaign-view.ts';
import { changeFor } from '../../db/views/change.ts';
import type { ChangeView } from '../../db/views/change.ts';
import { projectPage } from '../../db/views/project-view.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import { CHANGE_TYPES } from '../../domain/project/views.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, createOwnerProject, daySnapshot, fillEveryTable } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

const DAY = 86_400_000;

describe('what people are shown', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    project = await createOwnerProject(database);
    await fillEveryTable(database, project);
    const { projectId, ownerId, briefId } = project;
    const ref = { projectId, ownerId, now: START };
    await own(async (trx) => {
      await setBriefStatus(trx, { ...ref, id: briefId, status: 'PROPOSED' });
      const account = { adAccountId: 'act_1', adAccountName: 'Bakery', currency: 'GBP' };
      const page = { pageId: '2', pageName: 'Bakery', timezone: 'Europe/London' };
      await selectAccount(trx, { ...ref, ...account, ...page });
      const [campaign] = await listCampaigns(trx, projectId);
      const set = { liveSince: START, metaIds: { a1: '77' }, problemCode: null };
      await updateCampaign(trx, { ...ref, id: campaign?.id ?? '', set });
    });
  });
  afterAll(() => database.drop());

  function own<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> {
    return asOwner(database.app, project.ownerId, work);
  }

  async function page(): Promise<ProjectPageDto> {
    const seq = await own((trx) => lastEventSeq(trx, project.ownerId));
    const found = await own((trx) =>
      projectPage(trx, { projectId: project.projectId, now: START, undoWindowMs: 0 }),
    );
    if (found === null) throw new Error('The page is missing.');
    // Assigning it holds the hand-written shapes of the database to those of the contract.
    return { ...found, seq, now: START };
  }

  it('fits the contract of a page load, to the last field', async () => {
    const found = await page();
    expect(projectPageSchema.strict().parse(found)).toEqual(found);
    expect(found).toMatchObject({
      project: { stage: 'onboarding', waitingFor: 'person' },
      connection: { state: 'CONNECTED', selected: { adAccountId: 'act_1', currency: 'GBP' } },
      brief: { status: 'PROPOSED', version: 1, monthlyBudget: null },
      approvals: [{ status: 'PENDING', decidedBy: null }],
      campaigns: [{ currency: 'GBP', steps: [{ state: 'waiting', label: 'Campaign' }] }],
      results: { resultNoun: expect.any(String), totals: { spendMinor: 1234, conversions: 20 } },
    });
  });

  it('fits the contract of every kind of change, as it is now', async () => {
    const events = await own((trx) =>
      listEventsAfter(trx, { ownerId: project.ownerId, after: 0, limit: 99 }),
    );
    const seen = new Set<string>();
    for (const event of events) {
      const change: ChangeView | null = await own((trx) =>
        changeFor(trx, event, { now: START, undoWindowMs: 0 }),
      );
      const sent: Change | null = change;
      expect(changeSchema.parse(sent)).toEqual(change);
      seen.add(event.type);
    }
    expect([...seen].toSorted((a, b) => a.localeCompare(b))).toEqual(
      [...CHANGE_TYPES].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('is nothing at all for somebody else', async () => {
    const stranger = await createOwnerProject(database);
    const events = await own((trx) =>
      listEventsAfter(trx, { ownerId: project.ownerId, after: 0, limit: 99 }),
    );
    await asOwner(database.app, stranger.ownerId, async (trx) => {
      const query = { projectId: project.projectId, now: START, undoWindowMs: 0 };
      expect(await projectPage(trx, query)).toBeNull();
      for (const event of events)
        expect(await changeFor(trx, event, { now: START, undoWindowMs: 0 })).toBeNull();
    });
  });

  it('adds up days and ads apart, and marks the days that Facebook may still restate', async () => {
    const { projectId, ownerId } = project;
    const [campaign] = await own((trx) => listCampaigns(trx, projectId));
    const campaignRecordId = campaign?.id ?? '';
    const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    await own((trx) =>
      saveSnapshots(trx, {
        campaignRecordId,
        projectId,
        ownerId,
        now: START,
        rows: days.flatMap((day) => [
          { snapshot: daySnapshot({ day, spendMinor: 1000, conversions: null }), raw: {} },
          { snapshot: daySnapshot({ day, adId: '77', spendMinor: 400, conversions: 1 }), raw: {} },
        ]),
      }),
    );
    // 23:30 in London on 5 March is still that day there, whatever the clock of the server says.
    const now = START + 4 * DAY + 14.5 * 3_600_000;
    const results = await own((trx) =>
      resultsView(trx, { campaignRecordId, timezone: 'Europe/London', now }),
    );
    expect(results?.days.map(({ day, provisional }) => [day, provisional])).toEqual([
      ['2026-03-01', false],
      ['2026-03-02', false],
      ['2026-03-03', true],
      ['2026-03-04', true],
      ['2026-03-05', true],
    ]);
    expect(results?.totals).toMatchObject({ spendMinor: 5234, conversions: 20 });
    expect(results?.ads).toMatchObject([
      { adId: '77', name: 'Warm bread at seven', spendMinor: 1600, conversions: 4 },
    ]);
  });

  it('says that a sign-in to Facebook is lost', async () => {
    const lost = { userId: project.ownerId, state: 'EXPIRED', now: START } as const;
    await own((trx) => setConnectionState(trx, lost));
    expect((await page()).connection).toMatchObject({
      state: 'EXPIRED',
      problem: { code: expect.any(String), message: expect.any(String) },
    });
  });
});
