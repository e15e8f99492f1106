import type { ApprovalDto } from '../../../contract/launch.ts';
import { DAY, ENDS_AT, id, MINUTE, NOW, page, PROJECT, withApprovals } from './page.ts';
import { tell } from './pretend-site.ts';
import { nth } from './scene.ts';
import type { Scene } from './scene.ts';

export type Card = NonNullable<ApprovalDto['card']>;

const AD: Card['ads'][number] = {
  key: 'a1',
  pageName: 'Crumb & Crust Bakery',
  primaryText:
    'Warm sourdough at your door before eight. We bake through the night, so Leeds wakes up to fresh bread.',
  headline: 'Fresh bread before 8',
  description: 'Baked in Leeds tonight',
  button: 'Learn more',
  linkHost: 'crumbandcrust.com',
  assetId: id(401),
};

export const CARD: Card = {
  question: 'Shall I run “Fresh bread in Leeds” on Facebook for up to £105 a week?',
  rows: [
    {
      label: 'What happens',
      value:
        'I create 2 ads for Crumb & Crust Bakery and switch them on. Facebook checks every ad first, mostly within a day.',
    },
    {
      label: 'Most it can cost',
      value:
        'About £15 a day on average; up to £26.25 on one day, never more than £105 a week, and £463.75 in total',
    },
    { label: 'Until', value: 'Tuesday 22 December, the end of the day in London' },
    { label: 'Who will see it', value: 'Women and men from 25 to 54 around Leeds who like baking' },
    {
      label: 'What to expect',
      value: '120 to 260 website visits a week: from typical results for businesses like yours',
    },
    {
      label: 'What I may change without asking',
      value: 'Switch ads off, and prolong their time within the approved end.',
    },
    { label: 'How to stop', value: 'Press “Pause all ads” at any time.' },
  ],
  approveLabel: 'Approve and spend up to £105 a week',
  reasoning:
    'Your bread sells in the morning, so the ads speak of the morning. Leeds is small enough for one audience.',
  edit: {
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 100,
    currency: 'GBP',
    lastDay: '2026-12-22',
    places: ['Leeds, United Kingdom'],
  },
  ads: [
    AD,
    {
      ...AD,
      key: 'a2',
      headline: 'We bake while you sleep',
      description: '',
      primaryText: 'Bread and pastries, delivered before your coffee is ready.',
      assetId: id(402),
    },
    { ...AD, key: 'a3', spare: true, headline: 'The shop at dawn', assetId: id(403) },
  ],
};

export function approval(n: number, more: Partial<ApprovalDto> = {}): ApprovalDto {
  return {
    id: id(200 + n),
    projectId: PROJECT,
    kind: 'campaign-plan',
    status: 'PENDING',
    contentHash: `hash-${n}`,
    card: CARD,
    authority: {
      currency: 'GBP',
      dailyBudgetMinor: 1500,
      maxPerDayMinor: 2625,
      maxPerWeekMinor: 10_500,
      maxInTotalMinor: 46_375,
      endsAt: ENDS_AT,
    },
    briefId: null,
    campaignRecordId: id(500),
    requestedAt: NOW - 20 * MINUTE + n,
    expiresAt: NOW + 3 * DAY,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    version: 1,
    previousApprovalId: null,
    diff: [],
    changeReason: null,
    changing: false,
    undoUntil: null,
    ...more,
  };
}

const decided = { decidedAt: NOW - 5 * MINUTE, decidedBy: 'You', expiresAt: null } as const;
const SECOND: Partial<ApprovalDto> = {
  version: 2,
  changeReason: 'You asked for less per day and for York as well.',
  diff: [
    { label: 'Average per day', before: '£15', after: '£10' },
    { label: 'Places', before: 'Leeds', after: 'Leeds, York' },
    {
      label: 'Text of “Fresh bread before 8”',
      before: null,
      after: 'Warm sourdough before eight.',
    },
  ],
};
const FIX: Partial<ApprovalDto> = {
  kind: 'ad-fix',
  card: {
    ...CARD,
    question: 'Shall I show this ad in the place of the one Facebook refused?',
    rows: [
      {
        label: 'What happens',
        value: 'I replace “Fresh bread before 8”. Facebook checks it again.',
      },
      {
        label: 'Most it can cost',
        value: 'Nothing more; your approved £105 a week stays as it is',
      },
    ],
    approveLabel: 'Show this ad instead',
    reasoning: 'Facebook does not like promises about a time of day, so I left it out.',
    ads: [{ ...AD, headline: 'Fresh bread in Leeds' }],
  },
  diff: [{ label: 'Headline', before: 'Fresh bread before 8', after: 'Fresh bread in Leeds' }],
};

const stale = {
  status: 409,
  body: {
    error: {
      code: 'approval.stale',
      message:
        'The card changed after you opened it. Please look at the latest version. Nothing was decided.',
    },
  },
} as const;

export const PENDING = page(withApprovals([approval(1)]));
const APPROVE = 'POST /api/chat/approve';
export const APPROVAL_SCENES: readonly Scene[] = [
  {
    name: 'plans',
    page: page(
      withApprovals([
        approval(1, { status: 'SUPERSEDED' }),
        approval(2, { ...SECOND, previousApprovalId: id(201) }),
        approval(3, { ...SECOND, changing: true }),
        approval(4, FIX),
      ]),
    ),
    shots: {
      'plan-superseded': nth(0),
      'plan-version-2': nth(1),
      'plan-changing': nth(2),
      'ad-fix': nth(3),
    },
    dark: true,
  },
  {
    name: 'decided-plans',
    page: page(
      withApprovals([
        approval(1, { status: 'GRANTED', ...decided }),
        approval(2, { status: 'GRANTED', ...decided, version: 2, authority: null, kind: 'ad-fix' }),
        approval(3, { status: 'REJECTED', ...decided, reason: 'It is too much for December.' }),
        approval(4, { status: 'EXPIRED', ...decided }),
      ]),
    ),
    shots: {
      'plan-receipt': nth(0),
      'ad-fix-receipt': nth(1),
      'plan-declined': nth(2),
      'plan-expired': nth(3),
    },
    dark: true,
  },
  {
    name: 'plan-pending',
    page: PENDING,
    act: async (page) => {
      await page.getByTestId('spares').getByRole('button').click();
    },
    shots: { 'plan-pending': nth(0) },
  },
  {
    name: 'plan-sending',
    page: PENDING,
    answers: { [APPROVE]: 'never' },
    act: async (page) => {
      await page.getByTestId('approve-plan').click();
      await page.getByText('Sending…').waitFor();
    },
    shots: { 'plan-sending': nth(0) },
  },
  {
    name: 'plan-undo',
    page: PENDING,
    answers: {
      [APPROVE]: {
        status: 200,
        body: approval(1, { status: 'GRANTED', ...decided, undoUntil: NOW + 9 * MINUTE }),
      },
    },
    act: async (page) => {
      await page.getByTestId('approve-plan').click();
      await page.getByTestId('undo-bar').waitFor();
      // Ten seconds would be over before the picture; the bar is told of a shorter one.
      await tell(page, {
        type: 'approval',
        projectId: PROJECT,
        data: approval(1, {
          status: 'GRANTED',
          ...decided,
          decidedAt: NOW,
          undoUntil: NOW + 30_000,
        }),
      });
    },
    shots: { 'plan-undo': nth(0) },
    dark: true,
  },
  {
    name: 'plan-stale',
    page: page(
      withApprovals([approval(1), approval(2, { ...SECOND, previousApprovalId: id(201) })]),
    ),
    answers: { [APPROVE]: stale },
    act: async (page) => {
      await page.getByTestId('approve-plan').first().click();
      await page.getByTestId('refusal').waitFor();
    },
    shots: { 'plan-stale': nth(0) },
  },
  {
    name: 'plan-decline',
    page: PENDING,
    act: async (page) => await page.getByTestId('not-now').click(),
    shots: { 'plan-decline': nth(0) },
  },
];
