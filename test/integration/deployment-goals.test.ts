import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld } from '../support/agent-world.ts';
import { unknownToSdk } from '../support/sdk-lists.ts';
import type { AgentWorld, TenantWish } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const STORE = 'http://play.google.com/store/apps/details?id=com.example.companion';
const euros = { minor: 60_000, currency: 'EUR' } as const;

type Case = TenantWish & { readonly what: string; readonly aims: string };

// The account in pounds has a pixel and an app, the one in euros has neither.
const CASES: readonly Case[] = [
  { what: 'visits with a pixel', brief: { goal: 'TRAFFIC' }, aims: 'LANDING_PAGE_VIEWS' },
  { what: 'sales with a pixel', brief: { goal: 'SALES' }, aims: 'OFFSITE_CONVERSIONS' },
  { what: 'enquiries with a pixel', brief: { goal: 'LEADS' }, aims: 'OFFSITE_CONVERSIONS' },
  {
    what: 'enquiries without a website',
    brief: { goal: 'LEADS', websiteUrl: null },
    aims: 'LINK_CLICKS',
  },
  {
    what: 'installs of a known app',
    brief: { goal: 'APP_INSTALLS', websiteUrl: STORE },
    aims: 'APP_INSTALLS',
  },
  {
    what: 'installs of an unknown app',
    brief: { goal: 'APP_INSTALLS', websiteUrl: 'https://apps.apple.com/app/id99' },
    aims: 'LINK_CLICKS',
  },
  {
    what: 'sales without a pixel, in the European Union',
    currency: 'EUR',
    brief: { goal: 'SALES', location: 'Berlin', monthlyBudget: euros },
    aims: 'LINK_CLICKS',
  },
  {
    what: 'visits in a whole country, with a budget whose currency was not said',
    currency: 'USD',
    brief: { location: 'Germany', monthlyBudget: { minor: 90_000, currency: null } },
    aims: 'LANDING_PAGE_VIEWS|LINK_CLICKS',
  },
];

test.each(CASES)('a campaign for $what is accepted as it stands', async ({ aims, ...wish }) => {
  const tenant = await world.addTenant(wish);
  const plan = await approvedPlan(world, tenant);
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
  const campaign = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    getCampaign(trx, plan.campaignRecordId),
  );
  expect(campaign?.plan.recipe.optimizationGoal).toMatch(new RegExp(aims));
});

test('every write that was sent is one that Meta’s own SDK knows, in names and in values', async () => {
  const ledger = await world.admin('ledger');
  expect(Number(ledger['count'])).toBeGreaterThan(CASES.length * 8);
  expect([...new Set(unknownToSdk(ledger))]).toEqual([]);
});
