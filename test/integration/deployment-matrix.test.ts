import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';
import type { Launch } from '../support/launch-story.ts';
import { troublesOfLaunch } from '../support/launch-troubles.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';
import type { JsonObject } from '../support/sandbox-answers.ts';

const CREATES = ['create-campaign', 'create-ad-set', 'create-ad'] as const;
const HOUR = 3_600_000;

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

type Story = { tenant: Tenant; story: Launch };

async function begun(): Promise<Story> {
  const tenant = await world.addTenant();
  return { tenant, story: await grantedLaunch(world, tenant) };
}

/** A mishap for this tenant's ad account only. */
async function mishap({ tenant }: Story, operation: string, fault: JsonObject): Promise<void> {
  await world.admin('faults', { match: { operation, account: tenant.adAccountId }, ...fault });
}

async function troubles({ tenant, story }: Story): Promise<string[]> {
  return await troublesOfLaunch(world, tenant, story.input);
}

const ONE_LIVE_CAMPAIGN = { kind: 'done', troubles: [] };

async function endOf(one: Story): Promise<{ kind: string; troubles: string[] }> {
  const { result } = await launch(world, one.story);
  return { kind: result.kind, troubles: await troubles(one) };
}

async function recordOf({ tenant, story }: Story) {
  return await asOwner(world.database.app, tenant.ownerId, (trx) =>
    getCampaign(trx, story.input.campaignRecordId),
  );
}

async function activeObjects({ tenant }: Story): Promise<number> {
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const running = ['campaign', 'adset', 'ad'];
  return rowsIn(objects).filter(
    (row) => running.includes(wordIn(row['type'])) && row['status'] === 'ACTIVE',
  ).length;
}

describe.concurrent('an answer that never tells what happened', () => {
  test.each(CREATES)('M1: %s is made and the answer never comes', async (operation) => {
    const one = await begun();
    await mishap(one, operation, { kind: 'hang-after', delay_ms: 5_000 });
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test.each(CREATES)('M2: %s is made and the connection is reset', async (operation) => {
    const one = await begun();
    await mishap(one, operation, { kind: 'lose-response' });
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test.each(CREATES)(
    'M3: %s is made and a page of HTML with status 500 comes',
    async (operation) => {
      const one = await begun();
      await mishap(one, operation, { kind: 'html-500-after' });
      expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
    },
  );

  test.each(CREATES)('M4: %s is made and stays hidden for 30 seconds', async (operation) => {
    const one = await begun();
    await mishap(one, operation, { kind: 'lose-response', hide_seconds: 30 });
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test.each(CREATES)('M5: %s is reset before it is sent', async (operation) => {
    const one = await begun();
    await mishap(one, operation, { kind: 'reset' });
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test.each([...CREATES, 'upload-image', 'create-creative'])(
    'M13: %s is answered without its id',
    async (operation) => {
      const one = await begun();
      await mishap(one, operation, { kind: 'missing-field' });
      expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
    },
  );
});

describe.concurrent('a Facebook that is busy', () => {
  test.each([1, 2])('M6: error %d comes three times and is waited out', async (code) => {
    const one = await begun();
    await mishap(one, 'create-creative', { kind: 'outage', code, times: 3 });
    const { result, waits } = await launch(world, one.story);
    expect(result).toMatchObject({ kind: 'done' });
    expect(waits.some(({ reason }) => reason === 'facebook-busy')).toBe(true);
    expect(await troubles(one)).toEqual([]);
  });

  test.each([
    [4, 0],
    [17, 2_446_079],
    [32, 0],
    [613, 1_487_742],
    [80_004, 0],
  ])(
    'M7: throttle %d/%d is waited for as told, and others notice nothing',
    async (code, subcode) => {
      const [one, other] = [await begun(), await begun()];
      await mishap(one, 'create-creative', { kind: 'throttle', code, subcode, wait_seconds: 120 });
      const { result, waits } = await launch(world, one.story);
      expect(result).toMatchObject({ kind: 'done' });
      const paced = waits.filter(({ reason }) => reason === 'pacing');
      expect(Math.max(...paced.map(({ ms }) => ms))).toBeGreaterThanOrEqual(120_000);
      expect((await launch(world, other.story)).waits.filter((w) => w.reason === 'pacing')).toEqual(
        [],
      );
      expect([...(await troubles(one)), ...(await troubles(other))]).toEqual([]);
    },
  );
});

describe.concurrent('a person who has to act', () => {
  test.each([463, 467, 460])('M8: token death %d parks the launch at its step', async (subcode) => {
    const one = await begun();
    await mishap(one, 'create-ad-set', { kind: 'error', code: 190, subcode });
    const parked = await launch(world, one.story);
    expect(parked.result).toMatchObject({ kind: 'parked' });
    expect(await recordOf(one)).toMatchObject({ status: 'DEPLOYING', problemCode: null });
    await world.reconnect(one.tenant);
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test.each([10, 200])('M9: permission %d taken away parks the launch', async (code) => {
    const one = await begun();
    await mishap(one, 'create-ad-set', { kind: 'error', code, message: 'No permission' });
    const { result } = await launch(world, one.story);
    expect(result).toMatchObject({ kind: 'parked', code: 'meta.permission_missing' });
    expect(await activeObjects(one)).toBe(0);
    await world.reconnect(one.tenant);
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test('M10: an invalid parameter stops the launch; what was made stays switched off', async () => {
    const one = await begun();
    await mishap(one, 'create-ad', { kind: 'error', code: 100, message: 'Invalid parameter' });
    const { result } = await launch(world, one.story);
    expect(result).toMatchObject({ kind: 'failed' });
    expect(await activeObjects(one)).toBe(0);
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
  });

  test('M11: an account that is disabled meanwhile stops the launch', async () => {
    const one = await begun();
    await mishap(one, 'create-ad', { kind: 'error', code: 100, subcode: 1_885_316 });
    const { result } = await launch(world, one.story);
    expect(result).toEqual({ kind: 'failed', code: 'meta.account_disabled' });
    expect(await activeObjects(one)).toBe(0);
  });
});

describe.concurrent('an account that changes by itself', () => {
  test('M12: a picture whose upload was not answered is there once', async () => {
    const one = await begun();
    await mishap(one, 'upload-image', { kind: 'lose-response' });
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
    const { objects } = await world.admin(`objects?account=${one.tenant.adAccountId}&type=image`);
    expect(rowsIn(objects)).toHaveLength(2);
  });

  test('M14: a budget edited by hand is noticed, and nothing is switched on', async () => {
    const one = await begun();
    const edit = { object: 'campaign', daily_budget: 99_900 };
    await mishap(one, 'create-ad', { kind: 'edit', edit });
    const { result } = await launch(world, one.story);
    expect(result).toEqual({ kind: 'failed', code: 'meta.altered' });
    expect(await activeObjects(one)).toBe(0);
  });

  test('M14: an ad set deleted by hand is reported, not made again', async () => {
    const one = await begun();
    await mishap(one, 'create-creative', {
      kind: 'edit',
      edit: { object: 'ad-set', delete: true },
    });
    const { result } = await launch(world, one.story);
    expect(result).toMatchObject({ kind: 'failed' });
    const { tenant } = one;
    const made = await world.admin(`ledger?account=${tenant.adAccountId}&kind=create-ad-set`);
    expect(made['count']).toBe(1);
    expect(await activeObjects(one)).toBe(0);
  });

  test('M15: figures that are empty, late or corrected raise no alarm', async () => {
    const one = await begun();
    expect(await endOf(one)).toEqual(ONE_LIVE_CAMPAIGN);
    const { approvalId: _approval, ...ref } = one.story.input;
    const check = async (hours: number) =>
      await world.activities.checkCampaign({
        ...ref,
        trigger: 'timer',
        now: one.story.clock.now + hours * HOUR,
      });
    await mishap(one, 'read-insights', { kind: 'answer', body: { data: [] }, times: 2 });
    expect(await check(4)).toMatchObject({ kind: 'checked', events: [] });
    await check(30);
    await mishap(one, 'read-insights', { kind: 'restate', factor: 0.5, times: 4 });
    await check(31);
    const told = await asOwner(world.database.app, one.tenant.ownerId, (trx) =>
      trx.selectFrom('significantEvent').select('kind').execute(),
    );
    expect(told).toEqual([{ kind: 'first-numbers' }]);
  });

  test('M16: in another currency the amount is the approved one to the smallest unit', async () => {
    const tenant = await world.addTenant({ currency: 'EUR' });
    const story = await grantedLaunch(world, tenant, {
      change: (plan) => ({ ...plan, currency: 'EUR', dailyBudgetMinor: 1_234 }),
    });
    expect(await endOf({ tenant, story })).toEqual(ONE_LIVE_CAMPAIGN);
    const { entries } = await world.admin(
      `ledger?account=${tenant.adAccountId}&kind=create-campaign`,
    );
    expect(JSON.stringify(rowsIn(entries)[0]?.['params'])).toContain('1234');
  });

  test('M16: an account that is billed in another currency than the plan is refused', async () => {
    const tenant = await world.addTenant();
    const story = await grantedLaunch(world, tenant, {
      change: (plan) => ({ ...plan, currency: 'JPY' }),
    });
    const { result } = await launch(world, story);
    expect(result).toMatchObject({ kind: 'failed' });
    expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(0);
  });
});
