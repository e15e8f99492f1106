import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AD_TEXT_LIMITS } from '../../contract/claude/plan.ts';
import type { Brief } from '../../domain/brief/brief.ts';
import { startClaudeSandbox, type ClaudeSandbox } from '../../sandbox/claude/server.ts';
import type { ClaudeApi } from './claude-api.ts';
import { createClaudeClient } from './client.ts';
import { writeMonitoringNote, type MonitoringFacts } from './monitoring.ts';
import { numbersNotIn } from './number-check.ts';
import { proposePlan } from './plan.ts';

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
afterAll(() => sandbox.close());

const BAKERY: Brief = {
  businessName: null,
  businessDescription: 'A small bakery in Leeds',
  product: 'Sourdough bread and cinnamon buns',
  targetAudience: 'Young families nearby',
  goal: 'SALES',
  monthlyBudget: { minor: 60_000, currency: 'GBP' },
  location: 'Leeds',
  uniqueSellingPoint: 'We mill our own flour',
  websiteUrl: 'https://www.rosas-bakery.co.uk',
};

const BRIEFS: readonly (readonly [string, Partial<Brief>, Record<string, unknown>])[] = [
  [
    'a bakery in Leeds',
    {},
    { ageMin: 25, ageMax: 50, placeQueries: [{ query: 'Leeds', countryCode: 'GB' }] },
  ],
  [
    'a yoga school for women in Graz',
    {
      businessDescription: 'Eine Yogaschule',
      product: 'Anfängerkurse für Frauen ab 40',
      targetAudience: 'Frauen ab 40',
      goal: 'LEADS',
      location: 'Graz und Umgebung',
      uniqueSellingPoint: 'Kleine Gruppen mit höchstens 8 Leuten',
    },
    {
      ageMin: 40,
      ageMax: 65,
      gender: 'women',
      placeQueries: [{ query: 'Graz', countryCode: 'AT' }],
    },
  ],
  [
    'an app for a whole country',
    {
      product: 'An app that helps people learn guitar in five minutes a day, whoever they are',
      targetAudience: 'beginners aged 18 to 45',
      goal: 'APP_INSTALLS',
      location: 'All of the UK',
    },
    { ageMin: 18, ageMax: 45, placeQueries: [{ query: 'United Kingdom', countryCode: 'GB' }] },
  ],
  [
    'a shop in a town nobody knows',
    { location: 'Little Snoring', targetAudience: 'everyone' },
    {
      ageMin: 18,
      ageMax: 65,
      gender: 'all',
      placeQueries: [{ query: 'Little Snoring', countryCode: 'GB' }],
    },
  ],
  [
    'very long words everywhere',
    {
      product: 'handmade wooden kitchen furniture with drawers '.repeat(6),
      uniqueSellingPoint: 'every single drawer is dovetailed by one person '.repeat(5),
      location: 'Bristol, Bath and Cardiff',
    },
    {
      placeQueries: [
        { query: 'Bristol', countryCode: 'GB' },
        { query: 'Bath', countryCode: 'GB' },
        { query: 'Cardiff', countryCode: 'GB' },
      ],
    },
  ],
];

const propose = (brief: Partial<Brief> = {}, feedback: string | null = null) =>
  proposePlan(claude, {
    brief: { ...BAKERY, ...brief },
    pageName: "Rosa's Bakery",
    currency: 'GBP',
    dailyBudgetMinor: 2_000,
    countryHint: 'GB',
    feedback,
  });

describe('a proposed plan', () => {
  test.each(BRIEFS)('fits %s', async (_name, brief, audience) => {
    const { proposal } = await propose(brief);
    expect(proposal.audiences).toHaveLength(1);
    expect(proposal.audiences[0]).toMatchObject(audience);
    expect(proposal.audiences[0]?.interestQueries.length).toBeGreaterThan(0);
    expect(proposal.ads).toHaveLength(2);
    expect(proposal.spareAds).toHaveLength(1);
    for (const ad of [...proposal.ads, ...proposal.spareAds]) {
      for (const [part, most] of Object.entries(AD_TEXT_LIMITS)) {
        expect(Object.entries(ad).find(([name]) => name === part)?.[1]?.length).toBeLessThanOrEqual(
          most,
        );
      }
    }
    expect(new Set(proposal.ads.map((ad) => ad.headline)).size).toBe(2);
    expect(new Set(proposal.ads.map((ad) => ad.primaryText)).size).toBe(2);
  });

  test('offers in the owner’s own words and with the button of the goal', async () => {
    const { proposal } = await propose();
    expect(proposal.ads[0]?.headline).toBe('Sourdough bread in Leeds');
    expect(proposal.ads.map(({ callToAction }) => callToAction)).toEqual(['SHOP_NOW', 'SHOP_NOW']);
    expect(JSON.stringify(proposal)).not.toMatch(/!|\bbest\b|\d\d%/);
  });

  test('changes what the person disliked', async () => {
    const before = await propose();
    const after = await propose({}, 'Please only show it to people over 50 in York');
    expect(after.proposal.audiences[0]).toMatchObject({
      ageMin: 50,
      ageMax: 65,
      placeQueries: [{ query: 'York', countryCode: 'GB' }],
    });
    expect(after.proposal.ads[0]?.primaryText).not.toBe(before.proposal.ads[0]?.primaryText);
  });

  test('tells the model no amount but the daily one, and no id', async () => {
    await propose();
    const sent = await fetch(`${sandbox.url}/sandbox/admin/requests`);
    const text = await sent.text();
    expect(text).toContain('£20');
    expect(text).not.toMatch(/60000|600\.00|act_/);
  });
});

const FACTS: MonitoringFacts = {
  campaignName: 'Sourdough – Leeds',
  resultName: 'website visits',
  events: [
    {
      kind: 'first-numbers',
      facts: { timesShown: 1240, results: 31, resultName: 'website visits', spent: '£12.40' },
    },
  ],
  totals: { spent: '£12.40', timesShown: 1240, clicks: 35 },
  languageSample: null,
};

describe('a monitoring note', () => {
  test('tells the first numbers and that it is too early to judge', async () => {
    const { text } = await writeMonitoringNote(claude, FACTS);
    expect(text).toContain('1,240');
    expect(text).toContain('£12.40');
    expect(text).toContain('31 website visits');
    expect(text).toContain('too early to tell');
  });

  test.each([
    ['more orders please', /first numbers/],
    ['Wir wollen mehr Anfragen', /ersten Zahlen/],
    ['nous voulons plus de clients', /premiers chiffres/],
    ['queremos más clientes', /primeras cifras/],
  ])('is in the language of "%s"', async (languageSample, words) => {
    const { text } = await writeMonitoringNote(claude, { ...FACTS, languageSample });
    expect(text).toMatch(words);
    expect(numbersNotIn(text, FACTS)).toEqual([]);
  });

  test.each([
    [
      'ad-refused',
      { ad: 'Fresh bread', reason: 'The picture shows too much text.' },
      /Fresh bread/,
    ],
    ['better-ad', { ad: 'Own flour', clicks: 80, timesShown: 2100 }, /80 clicks from 2,100/],
    ['over-limit', { when: 'this week', spent: '£120', allowed: '£105' }, /£120.*£105/],
    ['few-clicks', { timesShown: 4000, clicks: 3 }, /4,000 times/],
    ['something-new', { spent: '£8' }, /£8/],
  ])('tells %s', async (kind, facts, words) => {
    const { text } = await writeMonitoringNote(claude, { ...FACTS, events: [{ kind, facts }] });
    expect(text).toMatch(words);
  });

  test('with invented figures is refused', async () => {
    const inventing: ClaudeApi = {
      converse: claude.converse,
      structured: async (input) => {
        const value = input.schema.parse({ text: 'You earned £9,999 today.' });
        const problem = input.check?.(value);
        throw new Error(problem ?? 'nothing was noticed');
      },
    };
    await expect(writeMonitoringNote(inventing, FACTS)).rejects.toThrow('9,999');
  });
});
