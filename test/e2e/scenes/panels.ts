import type { Page } from 'playwright-core';
import type { LaunchReceipt, ReceiptObject } from '../../../domain/deployment/receipt.ts';
import type { MoneyDto, QuestionDto } from '../../../contract/launch.ts';
import { campaign, LIVE } from './launches.ts';
import { card, DAY, ENDS_AT, id, NOW, NO_MONEY, page, PROJECT, withCampaigns } from './page.ts';
import { nth, openTab } from './scene.ts';
import type { Scene } from './scene.ts';

const LINE: MoneyDto['approvals'][number] = {
  approvalId: id(201),
  campaignRecordId: id(501),
  campaignName: 'Fresh bread in Leeds',
  dailyBudgetMinor: 1500,
  maxPerDayMinor: 2625,
  maxPerWeekMinor: 10_500,
  maxInTotalMinor: 46_375,
  endsAt: ENDS_AT,
  decidedAt: NOW - 8 * DAY,
  spentMinor: 11_840,
  isOver: false,
};
const MONEY: MoneyDto = {
  ...NO_MONEY,
  approvedMinor: 46_375,
  committedMinor: 6_000,
  spentMinor: 11_840,
  stillAllowedMinor: 34_535,
  approvals: [LINE],
};
const OVER: MoneyDto = {
  ...MONEY,
  spentMinor: 47_100,
  committedMinor: 0,
  stillAllowedMinor: 0,
  isOver: true,
  approvals: [{ ...LINE, spentMinor: 47_100, isOver: true }],
};
const RECEIPT: LaunchReceipt = {
  title: 'Launch receipt: Fresh bread in Leeds',
  projectName: 'Crumb & Crust',
  adAccount: {
    name: 'Crumb & Crust',
    id: 'act_100200300',
    currency: 'GBP',
    timezone: 'Europe/London',
  },
  page: { name: 'Crumb & Crust Bakery', id: '555001' },
  approval: {
    id: id(201),
    by: 'The owner of this project',
    decidedAt: NOW - 3 * 3_600_000,
    version: 2,
    contentHash: 'b1946ac92492d2347c6235b4d2611184',
  },
  limits: {
    dailyMinor: 1500,
    maxPerDayMinor: 2625,
    maxPerWeekMinor: 10_500,
    maxInTotalMinor: 46_375,
    endsAt: ENDS_AT,
  },
  startedAt: NOW - 3 * 3_600_000 + 10_000,
  liveAt: NOW - 3 * 3_600_000 + 40_000,
  leaseUntil: NOW + 3 * DAY,
  objects: [
    made('campaign', 'Fresh bread in Leeds', '120210000000001', [
      { label: 'Switched', asked: 'On', readBack: 'On', same: true },
      { label: 'Amount per day', asked: '£15', readBack: '£15', same: true },
    ]),
    made('ad-set', 'Leeds', '120210000000002', [
      {
        label: 'Who sees it',
        asked: 'Women and men from 25 to 54 around Leeds who like baking',
        readBack: 'Women and men from 25 to 54 around Leeds',
        same: false,
      },
    ]),
    made('ad', 'Fresh bread before 8', '120210000000003', [
      { label: 'Switched', asked: 'On', readBack: 'On', same: true },
    ]),
  ],
};

function made(
  kind: ReceiptObject['kind'],
  label: string,
  metaId: string,
  values: ReceiptObject['values'],
): ReceiptObject {
  return { kind, label, metaId, madeAt: NOW, readBackAt: NOW, values };
}

const question = (n: number, more: Partial<QuestionDto>): QuestionDto => ({
  id: id(700 + n),
  projectId: PROJECT,
  kind: 'special-ad-category',
  facts: { suggested: 'HOUSING' },
  answer: null,
  askedAt: NOW,
  answeredAt: null,
  ...more,
});
const QUESTIONS = [
  question(1, {}),
  question(2, { kind: 'lead-form-privacy', facts: { suggested: null } }),
  question(3, { answer: { category: null }, answeredAt: NOW }),
  question(4, {
    kind: 'lead-form-privacy',
    answer: { privacyPolicyUrl: 'https://crumbandcrust.com/privacy' },
    answeredAt: NOW,
  }),
];

const live = { ...page().project, stage: 'live', waitingFor: 'nobody' } as const;
async function openResults(page: Page): Promise<void> {
  await openTab(page, 'results');
  await page.getByTestId('money').waitFor();
}

async function pause(page: Page): Promise<void> {
  await page.getByTestId('pause-all').click();
  await page.getByText('Pausing…').waitFor();
}
const LIVE_PAGE = page({ ...withCampaigns([campaign(1, LIVE)]), project: live, money: MONEY });

export const PANEL_SCENES: readonly Scene[] = [
  {
    name: 'questions',
    page: page({
      project: { ...page().project, stage: 'planning' },
      questions: QUESTIONS,
      messages: QUESTIONS.map((one, index) =>
        card(index + 1, { kind: 'question', questionId: one.id }),
      ),
    }),
    act: async (page) => {
      await page.getByTestId('privacy-url').fill('my privacy page');
      await page.getByTestId('privacy-url').press('Enter');
    },
    shots: {
      'question-category': nth(0),
      'question-privacy': nth(1),
      'question-category-answered': nth(2),
      'question-privacy-answered': nth(3),
    },
    dark: true,
  },
  {
    name: 'money',
    page: LIVE_PAGE,
    act: openResults,
    onPhone: openResults,
    shots: { money: null },
    dark: true,
  },
  {
    name: 'money-over',
    page: { ...LIVE_PAGE, money: OVER },
    act: openResults,
    onPhone: openResults,
    shots: { 'money-over': null },
  },
  {
    name: 'launch-receipt',
    page: {
      ...LIVE_PAGE,
      artifacts: [
        {
          id: id(600),
          projectId: PROJECT,
          kind: 'RECEIPT',
          title: 'Launch receipt: Fresh bread in Leeds',
          version: 1,
          text: JSON.stringify(RECEIPT),
          assetId: null,
          createdAt: NOW,
        },
      ],
    },
    act: async (page) => {
      await page.getByTestId('open-receipt').click();
      await page.getByTestId('receipt-view').waitFor();
    },
    shots: { 'launch-receipt': null },
    dark: true,
  },
  {
    name: 'pausing',
    page: LIVE_PAGE,
    answers: { [`POST /api/projects/${PROJECT}/pause`]: { status: 202, body: live } },
    act: pause,
    onPhone: pause,
    shots: { pausing: null },
  },
  {
    name: 'paused',
    page: {
      ...LIVE_PAGE,
      project: { ...live, stage: 'paused', headline: 'All ads are paused.' },
      campaigns: [campaign(1, { ...LIVE, status: 'PAUSED' })],
    },
    shots: { paused: null },
  },
  {
    name: 'projects',
    page: LIVE_PAGE,
    path: '/',
    shots: { projects: null },
  },
];
