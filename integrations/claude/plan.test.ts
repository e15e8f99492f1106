import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AD_TEXT_LIMITS } from '../../contract/claude/plan.ts';
import { exampleBrief, examplePlan } from '../../domain/plan/plan-example.ts';
import type { Brief } from '../../domain/brief/brief.ts';
import { startClaudeSandbox, type ClaudeSandbox } from '../../sandbox/claude/server.ts';
import type { ClaudeApi } from './claude-api.ts';
import { createClaudeClient } from './client.ts';
import { proposeAdFix } from './fix.ts';
import { proposePlan, type PlanRequest } from './plan.ts';

let sandbox: ClaudeSandbox;
let claude: ClaudeApi;

beforeAll(async () => {
  sandbox = await startClaudeSandbox({ port: 0, tokenDelayMs: 0 });
  claude = createClaudeClient({
    apiKey: 'any',
    baseURL: sandbox.url,
    logger: { info: () => {}, warn: () => {} },
  });
});
afterEach(async () => {
  await fetch(`${sandbox.url}/sandbox/admin/faults`, { method: 'DELETE' });
});
afterAll(() => sandbox.close());

const propose = (brief: Partial<Brief> = {}, more: Partial<PlanRequest> = {}) =>
  proposePlan(claude, {
    brief: { ...exampleBrief, ...brief },
    pageName: "Miller's Bakery",
    currency: 'GBP',
    dailyBudgetMinor: 1_500,
    countryHint: 'GB',
    feedback: null,
    ...more,
  });

async function promiseTimes(times: number): Promise<void> {
  const fault = JSON.stringify({ kind: 'forbidden_promise', times });
  await fetch(`${sandbox.url}/sandbox/admin/faults`, { method: 'POST', body: fault });
}

async function sentBodies(): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`${sandbox.url}/sandbox/admin/requests`)).json();
  return JSON.stringify(answer).split('"model"');
}

describe('what a plan is proposed from', () => {
  test.each<readonly [string, Partial<Brief>, number, readonly number[]]>([
    ['one town', {}, 1, [100]],
    ['two towns', { location: 'Leeds and also York' }, 2, [50, 50]],
    [
      'three groups',
      { targetAudience: 'Families, and also students and also seniors' },
      3,
      [34, 33, 33],
    ],
  ])('%s give their audiences and shares', async (_what, brief, count, shares) => {
    const { proposal, findings } = await propose(brief);
    expect(proposal.audiences).toHaveLength(count);
    expect(proposal.audiences.map(({ sharePercent }) => sharePercent)).toEqual(shares);
    expect(findings).toEqual([]);
  });

  test.each<readonly [string, string | null]>([
    ['We are hiring nurses', 'EMPLOYMENT'],
    ['Flats to let', 'HOUSING'],
    ['Mortgage advice', 'FINANCIAL_PRODUCTS_SERVICES'],
    ['Sourdough bread', null],
  ])('"%s" is told as %s', async (product, category) => {
    expect((await propose({ product })).proposal.specialAdCategory).toBe(category);
  });

  test('a form is written where one is wanted only', async () => {
    const wanted = await propose({ goal: 'LEADS', websiteUrl: null }, { formWanted: true });
    expect(wanted.proposal.leadForm?.questions).toContain('EMAIL');
    expect((await propose({ goal: 'LEADS' })).proposal.leadForm).toBeNull();
  });

  test('earlier refusals and a confirmed category are told to the model', async () => {
    await propose({}, { earlierRefusals: ['Never mention prices'], category: 'HOUSING' });
    const last = (await sentBodies()).at(-1) ?? '';
    expect(last).toContain('Never mention prices');
    expect(last).toContain('HOUSING');
  });
});

describe('words that Facebook would refuse', () => {
  test('go back once with the reason, and the second answer counts', async () => {
    await promiseTimes(1);
    const before = (await sentBodies()).length;
    const { proposal, findings, usage } = await propose();
    expect(findings).toEqual([]);
    expect(usage.requests).toBe(2);
    expect(proposal.ads[0]?.headline).not.toBe('Guaranteed results');
    const bodies = await sentBodies();
    expect(bodies.length - before).toBe(2);
    expect(bodies.at(-1)).toContain('promises more than anyone can keep');
  });

  test('are named when they stay', async () => {
    await promiseTimes(2);
    const { findings } = await propose();
    expect(findings.map(({ line }) => line)).toEqual(['Guaranteed results']);
  });

  test('of the owner’s own praise are left out the second time', async () => {
    const { proposal, findings } = await propose({
      uniqueSellingPoint: 'The number one bakery in town',
    });
    expect(findings).toEqual([]);
    expect(JSON.stringify(proposal.ads)).not.toMatch(/number one/i);
  });
});

describe('another ad in the place of a refused one', () => {
  const [ad] = examplePlan().adSets[0]?.ads ?? [];
  if (ad === undefined) throw new Error('The example has an ad.');
  const fix = (reason: string | null) =>
    proposeAdFix(claude, { ad, reason, brief: exampleBrief, pageName: "Miller's Bakery" });

  test('differs from it, fits, and explains itself', async () => {
    const { proposal, findings } = await fix('Unacceptable business practices');
    expect(findings).toEqual([]);
    expect(proposal.primaryText).not.toBe(ad.primaryText);
    expect(proposal.headline.length).toBeLessThanOrEqual(AD_TEXT_LIMITS.headline);
    expect(proposal.changesPicture).toBe(false);
    expect(proposal.explanation.length).toBeGreaterThan(10);
  });

  test('has a new picture when the picture was at fault', async () => {
    expect((await fix('Text in the picture')).proposal.changesPicture).toBe(true);
  });

  test('is named as refusable when it stays so', async () => {
    await promiseTimes(2);
    expect((await fix(null)).findings).toHaveLength(1);
  });
});
