import { describe, expect, test } from 'vitest';
import { examplePlan } from './plan-example.ts';
import type { CampaignPlan, PlannedPlace } from './plan.ts';
import { changeRunning } from './running-change.ts';
import type { RunningFacts, WantedChange } from './running-change.ts';

const FACTS: RunningFacts = {
  today: '2026-03-10',
  minimumDailyMinor: 100,
  usedKeys: new Set(['a1', 'a2', 's1']),
  dsa: { beneficiary: 'Miller', payor: 'Miller' },
  history: null,
};
const city = (name: string, key: string, countryCode = 'GB'): PlannedPlace => ({
  kind: 'city',
  key,
  name: `${name}, Somewhere`,
  countryCode,
  radiusKm: 25,
});
const LEEDS = examplePlan().adSets[0]?.audience.places[0] ?? city('Leeds', '813');
const YORK = city('York', '900');
const BERLIN = city('Berlin', '901', 'DE');
const NEW_AD = {
  primaryText: 'Rye and spelt, baked this morning.',
  headline: 'Dark bread today',
  description: 'In town since 1950',
};

/** Two audiences, in Leeds and in York, with parts of the daily amount. */
function twoSets(): CampaignPlan {
  const { adSets, ...plan } = examplePlan();
  const [first] = adSets;
  if (first === undefined) throw new Error('The example has an audience.');
  const ads = first.ads.map((ad) => ({ ...ad, key: ad.key.replace('a', 'b') }));
  return {
    ...plan,
    adSets: [
      { ...first, dailyBudgetMinor: 1_000 },
      {
        ...first,
        key: 's2',
        ads,
        dailyBudgetMinor: 500,
        audience: { ...first.audience, places: [YORK] },
      },
    ],
  };
}

function changed(wanted: WantedChange, plan = examplePlan(), facts = FACTS) {
  const outcome = changeRunning(plan, wanted, facts);
  if (!outcome.ok) throw new Error(outcome.problem);
  return outcome;
}

describe('a change of a running plan', () => {
  test('of the amount touches nothing but the amount and what is expected of it', () => {
    const before = examplePlan();
    const { plan, added, replaced } = changed({ dailyBudgetMinor: 2_000 }, before);
    expect(plan).toEqual({ ...before, dailyBudgetMinor: 2_000, forecast: plan.forecast });
    expect([added, replaced]).toEqual([[], []]);
  });

  test('shares the amount between audiences as before, exactly', () => {
    const { plan } = changed({ dailyBudgetMinor: 3_001 }, twoSets());
    const parts = plan.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor ?? 0);
    expect(parts).toEqual([2_001, 1_000]);
  });

  test('of the last day moves the end to the end of that day', () => {
    const { plan } = changed({ lastDay: '2026-03-20' });
    expect(plan).toMatchObject({
      lastDay: '2026-03-20',
      endsAt: Date.parse('2026-03-20T23:59:59Z'),
    });
  });

  test.each([
    ['one audience takes the new places', examplePlan(), [YORK], [['York']]],
    [
      'places that stay keep their audience',
      twoSets(),
      [LEEDS, BERLIN],
      [['Leeds', 'Berlin'], ['Berlin']],
    ],
    ['nobody is left without a place', twoSets(), [BERLIN], [['Berlin'], ['Berlin']]],
    ['a place that falls away leaves the others', twoSets(), [LEEDS], [['Leeds'], ['Leeds']]],
  ])('of places: %s', (_title, before, places, expected) => {
    const { plan } = changed({ places }, before);
    const names = plan.adSets.map(({ audience }) =>
      audience.places.map(({ name }) => name.split(',')[0]),
    );
    expect(names).toEqual(expected);
    expect(plan.adSets.map(({ key }) => key)).toEqual(before.adSets.map(({ key }) => key));
  });

  test('to a place in the EU names who pays, as the law there asks', () => {
    expect(changed({ places: [BERLIN] }).plan.dsa).toEqual(FACTS.dsa);
  });

  test('with one more ad makes it for every audience, under keys nobody had', () => {
    const facts = { ...FACTS, usedKeys: new Set(['n01']) };
    const { plan, added } = changed({ newAd: NEW_AD }, twoSets(), facts);
    expect(added).toEqual(['n02', 'n03']);
    for (const [index, { ads }] of plan.adSets.entries()) {
      const made = ads.at(-1);
      expect(made).toMatchObject({ ...NEW_AD, key: added[index], image: ads[0]?.image });
      expect(made?.linkUrl).toContain(`utm_content=${added[index] ?? ''}`);
    }
  });

  test('to another website replaces every ad and drops the spare ones', () => {
    const spare = examplePlan().adSets.map((set) => ({ ...set, spares: set.ads.slice(0, 1) }));
    const before = { ...examplePlan(), adSets: spare };
    const { plan, added, replaced } = changed({ websiteUrl: 'https://new.example/bread' }, before);
    expect(replaced).toEqual([
      { adSetKey: 's1', oldKey: 'a1', newKey: 'n01' },
      { adSetKey: 's1', oldKey: 'a2', newKey: 'n02' },
    ]);
    expect(added).toEqual(['n01', 'n02']);
    expect(plan.adSets[0]?.ads.map(({ linkUrl }) => new URL(linkUrl ?? '').host)).toEqual([
      'new.example',
      'new.example',
    ]);
    expect(plan.adSets[0]?.spares).toEqual([]);
  });
});

describe('is refused in one sentence', () => {
  const full = examplePlan();
  const [set] = full.adSets;
  const crowded: CampaignPlan = {
    ...full,
    adSets: set === undefined ? [] : [{ ...set, ads: [...set.ads, ...set.ads, ...set.ads] }],
  };
  const political = examplePlan({ category: 'ISSUES_ELECTIONS_POLITICS' });
  const jobs = examplePlan({ category: 'EMPLOYMENT' });
  const { recipe } = full;
  const app: CampaignPlan = {
    ...full,
    recipe: { ...recipe, promotedObject: { object_store_url: 'https://apps.example/1' } },
  };
  test.each<readonly [string, WantedChange, CampaignPlan, string]>([
    ['nothing', {}, full, 'runs like that already'],
    ['the same amount', { dailyBudgetMinor: 1_500 }, full, 'runs like that already'],
    ['the same website', { websiteUrl: 'https://bakery.example/shop' }, full, 'like that already'],
    ['too little', { dailyBudgetMinor: 99 }, full, 'Facebook asks for at least £1 a day'],
    ['today as the last day', { lastDay: '2026-03-10' }, full, 'The last day has to lie between'],
    ['a day in two years', { lastDay: '2028-03-10' }, full, 'The last day has to lie between'],
    ['a seventh ad', { newAd: NEW_AD }, crowded, 'There are 6 ads already'],
    ['a promise', { newAd: { ...NEW_AD, headline: 'Guaranteed results' } }, full, 'promises more'],
    ['the same ad', { newAd: set?.ads[0] ?? NEW_AD }, full, 'exactly these words'],
    ['no address', { websiteUrl: 'bread' }, full, 'not a web address'],
    ['another store', { websiteUrl: 'https://apps.example/2' }, app, 'cannot be changed later'],
    ['politics in the EU', { places: [BERLIN] }, political, 'votes, laws or social topics'],
    ['another country under special rules', { places: [BERLIN] }, jobs, 'needs a new plan'],
  ])('%s', (_title, wanted, plan, words) => {
    const outcome = changeRunning(plan, wanted, FACTS);
    expect(outcome).toMatchObject({ ok: false, problem: expect.stringContaining(words) });
  });
});
