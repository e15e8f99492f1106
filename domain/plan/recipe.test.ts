import { expect, test } from 'vitest';
import { chooseRecipe } from './recipe.ts';

const page = { pageId: '9', mayUseForm: false };
const none = { pixelId: null, apps: [] };
const pixel = { pixelId: '77', apps: [] };
const site = 'https://shop.example';
const store = 'https://play.google.com/store/apps/details?id=x';

test.each([
  { goal: 'TRAFFIC', websiteUrl: site, measuring: none, aim: 'TRAFFIC LINK_CLICKS' },
  { goal: 'TRAFFIC', websiteUrl: site, measuring: pixel, aim: 'TRAFFIC LANDING_PAGE_VIEWS' },
  { goal: 'SALES', websiteUrl: site, measuring: pixel, aim: 'SALES OFFSITE_CONVERSIONS' },
  { goal: 'SALES', websiteUrl: site, measuring: none, aim: 'TRAFFIC LINK_CLICKS', saysSo: true },
  { goal: 'LEADS', websiteUrl: site, measuring: pixel, aim: 'LEADS OFFSITE_CONVERSIONS' },
  { goal: 'LEADS', websiteUrl: site, measuring: none, aim: 'TRAFFIC LINK_CLICKS', saysSo: true },
  { goal: 'LEADS', websiteUrl: null, measuring: pixel, aim: 'TRAFFIC LINK_CLICKS', saysSo: true },
  {
    goal: 'APP_INSTALLS',
    websiteUrl: store,
    measuring: none,
    aim: 'TRAFFIC LINK_CLICKS',
    saysSo: true,
  },
] as const)(
  'for $goal to $websiteUrl it aims at $aim',
  ({ goal, websiteUrl, measuring, ...row }) => {
    const { recipe } = chooseRecipe({ goal, websiteUrl }, measuring, page);
    expect(`${recipe.objective} ${recipe.optimizationGoal}`).toBe(`OUTCOME_${row.aim}`);
    expect(recipe.fallbackNote !== null).toBe('saysSo' in row);
  },
);

test('promotes an app that the account may advertise', () => {
  const measuring = { pixelId: null, apps: [{ id: '5', storeUrls: [store] }] };
  const { recipe } = chooseRecipe({ goal: 'APP_INSTALLS', websiteUrl: store }, measuring, page);
  expect(recipe).toMatchObject({
    objective: 'OUTCOME_APP_PROMOTION',
    optimizationGoal: 'APP_INSTALLS',
    promotedObject: { application_id: '5', object_store_url: store },
    fallbackNote: null,
  });
});

test('without a website enquiries are taken by a form once there is a privacy policy', () => {
  const choice = chooseRecipe({ goal: 'LEADS', websiteUrl: null }, none, {
    pageId: '9',
    mayUseForm: true,
  });
  expect(choice).toMatchObject({ byForm: true, destination: null });
  expect(choice.recipe).toMatchObject({
    objective: 'OUTCOME_LEADS',
    destinationType: 'ON_AD',
    optimizationGoal: 'LEAD_GENERATION',
    promotedObject: { page_id: '9' },
    fallbackNote: null,
  });
});

test('a form is never used where the website reports enquiries itself', () => {
  const choice = chooseRecipe({ goal: 'LEADS', websiteUrl: site }, pixel, {
    pageId: '9',
    mayUseForm: true,
  });
  expect(choice.byForm).toBe(false);
});

test('a website that reports no enquiries gives way to a form where one is possible', () => {
  const brief = { goal: 'LEADS', websiteUrl: site } as const;
  expect(chooseRecipe(brief, none, { pageId: '9', mayUseForm: true }).byForm).toBe(true);
  expect(chooseRecipe(brief, none, page)).toMatchObject({ byForm: false, destination: site });
});

test('without a website and a privacy policy enquiries lead to the Page', () => {
  const { destination } = chooseRecipe({ goal: 'LEADS', websiteUrl: null }, none, page);
  expect(destination).toBe('https://www.facebook.com/9');
});
