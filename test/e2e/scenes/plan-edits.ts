import { approval, CARD, PENDING } from './approvals.ts';
import type { Card } from './approvals.ts';
import { id, page, PROJECT, withApprovals } from './page.ts';
import { tell } from './pretend-site.ts';
import { nth } from './scene.ts';
import type { Scene } from './scene.ts';

const CHANGE = `PATCH /api/approvals/${id(201)}/plan`;
const SHARED: Card = {
  ...CARD,
  edit: {
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 200,
    currency: 'GBP',
    lastDay: '2026-12-22',
    places: ['Leeds, United Kingdom', 'York, United Kingdom'],
    audiences: [
      { key: 's1', name: 'Leeds, 25 to 54', dailyBudgetMinor: 900 },
      { key: 's2', name: 'York, 25 and over', dailyBudgetMinor: 600 },
    ],
  },
};

/** A plan being changed on its own card. */
export const PLAN_EDIT_SCENES: readonly Scene[] = [
  {
    name: 'plan-edit',
    page: PENDING,
    act: async (page) => {
      await page.getByTestId('change-something').click();
      await page.getByTestId('edit-daily').fill('10');
      await page.getByTestId('edit-ad').first().getByRole('button').first().click();
    },
    shots: { 'plan-edit': nth(0) },
    dark: true,
  },
  {
    name: 'plan-edit-problems',
    page: PENDING,
    answers: {
      [CHANGE]: {
        status: 422,
        body: {
          error: {
            code: 'plan.text_refused',
            message:
              'Facebook refuses ads that promise a result. Please say it without “guaranteed”. Nothing was changed.',
            field: 'changes.ads.0.primaryText',
          },
        },
      },
    },
    act: async (page) => {
      await page.getByTestId('change-something').click();
      await page.getByTestId('edit-ad').first().getByRole('button').first().click();
      await page.getByTestId('edit-text').first().fill('Guaranteed to make you happy.');
      await page.getByTestId('save-plan').click();
      await page.getByText('Facebook refuses ads').waitFor();
      await page.getByTestId('edit-daily').fill('0.20');
      await page.getByTestId('edit-place').first().fill('');
      await page.getByTestId('save-plan').click();
      await page.getByText('at least £1 a day').waitFor();
    },
    shots: { 'plan-edit-problems': nth(0) },
  },
  {
    name: 'plan-edit-shares',
    page: page(withApprovals([approval(1, { card: SHARED })])),
    answers: {
      [CHANGE]: {
        status: 422,
        body: {
          error: {
            code: 'plan.edit_refused',
            message: 'Facebook asks for at least £8 a day for each audience. Nothing was changed.',
            field: 'changes.audiences.0.dailyBudgetMinor',
          },
        },
      },
    },
    act: async (page) => {
      await page.getByTestId('change-something').click();
      await page.getByTestId('edit-share').nth(1).fill('7.50');
      await page.getByText('Together £16.50 a day').waitFor();
      await page.getByTestId('save-plan').click();
      await page.getByText('at least £8 a day').waitFor();
      await page.getByTestId('edit-share').and(page.locator('[aria-invalid=true]')).waitFor();
    },
    shots: { 'plan-edit-shares': nth(0) },
    dark: true,
  },
  {
    name: 'plan-edit-unfinished',
    page: PENDING,
    answers: { [CHANGE]: { status: 202, body: approval(1, { changing: true }) } },
    act: async (page) => {
      await page.getByTestId('change-something').click();
      await page.getByTestId('edit-daily').fill('12');
      await page.getByTestId('edit-place').first().fill('Xyzzyville');
      await page.getByTestId('save-plan').click();
      await page.getByTestId('changing').waitFor();
      await tell(page, { type: 'approval', projectId: PROJECT, data: approval(1) });
      await page.getByTestId('edit-unfinished').waitFor();
      const typed = await page.getByTestId('edit-place').first().inputValue();
      if (typed !== 'Xyzzyville') throw new Error(`What was typed is lost: ${typed}`);
    },
    shots: { 'plan-edit-unfinished': nth(0) },
  },
  {
    name: 'own-words',
    page: PENDING,
    act: async (page) => {
      await page.getByTestId('change-something').click();
      await page.getByTestId('own-words').click();
      await page.getByTestId('composer-hint').waitFor();
    },
    shots: { 'own-words': null },
  },
];
