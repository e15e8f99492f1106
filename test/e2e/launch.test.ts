import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../../scripts/services/build.ts';
import { startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { launchBrowser } from '../support/browser.ts';
import { BAKERY, createPerson } from '../support/person.ts';
import type { Person } from '../support/person.ts';
import { axeFindings } from './scenes/axe.ts';
import { hasten, pull } from './scenes/sandbox.ts';

const RESULTS = join(ROOT, 'test-results');
const meSchema = z.object({ user: z.object({ email: z.string() }) });

let stack: AppStack;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  stack = await startAppStack({
    postgresUrl: inject('postgresUrl'),
    temporalAddress: inject('temporalAddress'),
    undoSeconds: 10,
  });
  await hasten(stack);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

/** A person whose plan waits for approval. The way there is walked by the API; path.test.ts walks it by hand. */
async function personWithPlan(): Promise<Person> {
  const person = await createPerson(stack.url);
  for (const line of BAKERY.lines) await person.say(line);
  await person.approve('brief');
  await person.connectFacebook();
  await person.until('the plan', ({ approvals }) =>
    approvals.some(({ kind }) => kind === 'campaign-plan'),
  );
  return person;
}

/** The same person at a browser. */
async function sitDown(person: Person, context: BrowserContext): Promise<Page> {
  const { body } = await person.call('GET', '/api/me');
  const { email } = meSchema.parse(body).user;
  const signedIn = await context.request.post(`${stack.url}/api/auth/sign-in/email`, {
    data: { email, password: 'sourdough-and-butter-7' },
    headers: { origin: stack.url },
  });
  expect(signedIn.ok()).toBe(true);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${stack.url}/projects/${person.projectId}`);
  return page;
}

const LETTING = [
  'We are Harbour Homes, a small letting agency in Leeds, UK. We have flats to rent.',
  'Young professionals and families around Leeds who look for a flat to rent.',
  'About £450 a month. What makes us special is that we answer within an hour.',
  'More visits to our website, it is www.harbourhomes.example',
];

type Screen = { readonly width: number; readonly height: number };

/** A browser window for one person, and a way to keep and check what it shows. */
async function windowFor({ onTestFailed }: TestContext, person: Person, viewport: Screen) {
  const context = await browser.newContext({
    viewport,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  const page = await sitDown(person, context);
  const save = async (what: string) =>
    await page.screenshot({ path: join(RESULTS, `launch-${viewport.width}-${what}.png`) });
  onTestFailed(async () => void (await save('failed')));
  let shots = 0;
  const shot = async (what: string) => {
    shots += 1;
    await save(`${String(shots).padStart(2, '0')}-${what}`);
    expect({ what, findings: await axeFindings(page) }).toEqual({ what, findings: [] });
  };
  return { page, shot };
}

describe.concurrent('a launch', () => {
  test('is changed on its card, taken back, approved, built, proven, and paused', async (context) => {
    const person = await personWithPlan();
    const { page, shot } = await windowFor(context, person, { width: 1440, height: 1000 });

    await page.getByTestId('change-something').click();
    await page.getByTestId('edit-daily').fill('9');
    await page.getByTestId('edit-most').getByText('£63 a week').waitFor();
    const ad = page.getByTestId('edit-ad').first();
    await ad.getByRole('button').first().click();
    const own = join(ROOT, 'docs/images/plan.png');
    await ad.getByTestId('upload-picture').setInputFiles(own);
    await ad.getByRole('radio', { name: 'Your picture, upright', checked: true }).waitFor();
    await shot('edit');
    await page.getByTestId('save-plan').click();
    await page.getByTestId('plan-card').last().getByTestId('diff').waitFor();
    await page.locator('[data-testid=plan-card][data-status=SUPERSEDED]').waitFor();
    await page.getByTestId('see-newest').click();
    await shot('version-2');

    await page.getByTestId('approve-plan').click();
    await page.getByTestId('undo-bar').waitFor();
    await shot('undo');
    await page.getByTestId('undo-approval').click();
    await page.getByTestId('approve-plan').click();
    await page.getByTestId('undo-bar').waitFor();
    await page.locator('[data-stage=campaign][data-state=done]').waitFor();
    await page.getByTestId('deployment').last().scrollIntoViewIfNeeded();
    await shot('building');
    await page.getByTestId('live-marker').waitFor({ timeout: 90_000 });
    await page.getByTestId('lease').waitFor();
    await page.getByTestId('open-receipt').scrollIntoViewIfNeeded();
    await shot('live');
    await page.getByTestId('open-receipt').click();
    await page.getByTestId('receipt-view').waitFor();
    await shot('receipt');
    const address = await page.getByTestId('download-pdf').getAttribute('href');
    const pdf = await page.request.get(new URL(address ?? '', stack.url).href);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.keyboard.press('Escape');

    await page.getByTestId('pause-all').click();
    await page.getByTestId('paused-words').waitFor();
    await shot('paused');
    await page.getByTestId('resume-all').click();
    await page.getByTestId('pause-all').waitFor();
  });

  test('that stops says what exists, and removes it when asked', async (context) => {
    const person = await personWithPlan();
    const { page, shot } = await windowFor(context, person, { width: 390, height: 844 });
    const account = (await person.page()).connection.selected?.adAccountId;
    const match = { operation: 'create-ad', account };
    await pull(stack, 'faults', { kind: 'error', match, code: 100, times: 9 });
    await page.getByTestId('approve-plan').click();
    await page.getByTestId('retry-deployment').waitFor({ timeout: 90_000 });
    await page.getByTestId('remove-made').scrollIntoViewIfNeeded();
    await shot('stopped');
    await page.getByTestId('remove-made').click();
    await page.getByTestId('confirm-removal').click();
    await page.getByTestId('removed').waitFor({ timeout: 60_000 });
    await shot('removed');
    expect(await page.getByTestId('removed').textContent()).toContain('It cost nothing');
  });

  test('whose ad is refused shows why, and asks before another takes its place', async (context) => {
    const person = await personWithPlan();
    const { page, shot } = await windowFor(context, person, { width: 390, height: 844 });
    const account = (await person.page()).connection.selected?.adAccountId;
    await pull(stack, 'review', {
      text: '.',
      account,
      outcome: 'refused',
      policy: 'Unrealistic claims',
      message: 'Ads must not promise results that nobody can be sure of.',
    });
    await person.approve('campaign-plan');
    await page.getByTestId('live-marker').waitFor({ timeout: 90_000 });
    await page.getByTestId('skip-day').click();
    await page.locator('[data-testid=ad-review][data-state=refused]').first().waitFor();
    await page.getByTestId('ad-review').first().scrollIntoViewIfNeeded();
    await shot('refused');
    const fix = page.getByTestId('fix-card').last();
    await fix.getByTestId('approve-fix').scrollIntoViewIfNeeded();
    await shot('another-ad');
    await fix.getByTestId('approve-fix').click();
    await page.locator('[data-testid=fix-card][data-status=GRANTED]').first().waitFor();
    expect(await page.getByTestId('refusal').count()).toBe(0);
  });

  test('can lose its connection and get it back: denied, unticked, connected, disconnected', async (context) => {
    const person = await createPerson(stack.url);
    for (const line of BAKERY.lines) await person.say(line);
    await person.approve('brief');
    const { page, shot } = await windowFor(context, person, { width: 1024, height: 900 });
    const answer = async (decision: 'allow' | 'deny') =>
      await page.locator(`button[name=decision][value=${decision}]`).click();
    await page.getByTestId('connect-facebook').click();
    await answer('deny');
    await page.locator('[data-testid=connect-card][data-state=DENIED]').waitFor();
    await shot('denied');

    await page.getByTestId('connect-facebook').click();
    await page.locator('input[value=ads_management]').uncheck();
    await answer('allow');
    await page.getByTestId('missing').getByText('to make and change the ads').waitFor();
    await shot('unticked');

    await page.getByTestId('connect-facebook').click();
    await answer('allow');
    await page.getByTestId('connected').waitFor();
    await page.getByTestId('tab-tools').click();
    await page.getByTestId('disconnect').click();
    await page.getByTestId('confirm-disconnect').click();
    await page.locator('[data-testid=connect-card][data-state=NOT_CONNECTED]').waitFor();
    await shot('disconnected');
    expect((await person.page()).connection.state).toBe('NOT_CONNECTED');
  });

  test('is planned only after the person has said what only the person can say', async (context) => {
    const person = await createPerson(stack.url, 'Harbour Homes');
    for (const line of LETTING) await person.say(line);
    await person.approve('brief');
    await person.connectFacebook();
    const { page, shot } = await windowFor(context, person, { width: 800, height: 900 });
    const question = page.locator('[data-testid=question-card][data-kind=special-ad-category]');
    await question.getByText('Your business sounds like this').click();
    await shot('question');
    await question.getByTestId('answer-question').click();
    await question.and(page.locator('[data-answered=true]')).waitFor();
    await page.getByTestId('approve-plan').waitFor();
    expect((await person.page()).questions[0]?.answer?.category).toBe('HOUSING');
  });
});
