import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildUi, ROOT } from '../../scripts/services/build.ts';
import { startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { launchBrowser } from '../support/browser.ts';
import { BAKERY } from '../support/person.ts';
import { axeFindings } from './scenes/axe.ts';
import { hasten } from './scenes/sandbox.ts';

const RESULTS = join(ROOT, 'test-results');

/** What the browser complained about; the 401 before sign-in is how the page learns that nobody is there. */
function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('401')) problems.push(line.text());
  });
  return problems;
}

describe.each([
  { name: '1440', width: 1440, height: 900, scheme: 'light' as const },
  { name: '390', width: 390, height: 844, scheme: 'dark' as const },
])('a newcomer at $width px ($scheme)', ({ name, width, height, scheme }) => {
  let stack: AppStack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    mkdirSync(RESULTS, { recursive: true });
    await buildUi();
    stack = await startAppStack({
      postgresUrl: inject('postgresUrl'),
      temporalAddress: inject('temporalAddress'),
    });
    await hasten(stack);
    browser = await launchBrowser();
    context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    problems = watchProblems(page);
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  let shots = 0;
  const shot = async (what: string) => {
    shots += 1;
    const file = `${name}-${String(shots).padStart(2, '0')}-${what}.png`;
    await page.screenshot({ path: join(RESULTS, file) });
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - window.innerWidth',
    );
    expect(wider, `${what} is wider than the screen`).toBeLessThanOrEqual(0);
  };
  const isVisible = (testId: string, timeout = 20_000) =>
    page.getByTestId(testId).last().waitFor({ timeout });
  const say = async (line: string) => {
    const answers = page.getByTestId('agent-text').filter({ visible: true });
    const before = await answers.count();
    await page.getByTestId('composer').fill(line);
    await page.getByTestId('send').click();
    await expect.poll(() => answers.count(), { timeout: 20_000 }).toBeGreaterThan(before);
    await page.locator('[data-testid=agent-text][aria-busy=true]').waitFor({ state: 'detached' });
  };

  test('goes from nothing to a live campaign and sees the first numbers', async () => {
    await page.goto(stack.url);
    await isVisible('enter');
    await shot('welcome');
    await page.getByTestId('name').fill('Maria Rossi');
    await page.getByTestId('email').fill(`maria-${name}@example.test`);
    await page.getByTestId('password').fill('sourdough-and-butter-7');
    await page.getByTestId('enter').click();

    await page.getByTestId('project-name').fill(BAKERY.name);
    await shot('projects');
    await page.getByTestId('project-create').click();
    await isVisible('composer');
    for (const line of BAKERY.lines) await say(line);
    await shot('interview');

    await isVisible('approve-brief');
    await page.getByTestId('approve-brief').scrollIntoViewIfNeeded();
    await shot('brief');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByTestId('approve-brief').click();

    await isVisible('connect-facebook');
    await shot('connect');
    await page.getByTestId('connect-facebook').click();
    const allow = page.locator('button[name=decision][value=allow]');
    await allow.waitFor();
    await shot('consent');
    await allow.click();

    await isVisible('approve-plan', 40_000);
    await page.evaluate(
      `Promise.all([...document.querySelectorAll('[data-testid=ad-preview] img')].map((image) => image.decode()))`,
    );
    await page.evaluate(`document.querySelector('[data-testid=plan-card]').scrollIntoView()`);
    await shot('plan');
    await page.getByTestId('approve-plan').scrollIntoViewIfNeeded();
    await shot('plan-buttons');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByTestId('approve-plan').click();

    await page.locator('[data-testid=step][data-state=done]').first().waitFor();
    await page.getByTestId('deployment').scrollIntoViewIfNeeded();
    await shot('building');
    await isVisible('live-marker', 90_000);
    await shot('live');

    await page.getByTestId('skip-day').click();
    await page
      .locator('[data-testid=action-card][data-action=monitoring]')
      .first()
      .waitFor({ timeout: 40_000 });
    // The clock has arrived when it can be moved again.
    await isVisible('skip-day', 40_000);
    if (width < 1024) await page.getByTestId('toggle-panel').click();
    await page.getByTestId('tab-results').click();
    await page.getByText('spent', { exact: true }).waitFor();
    await shot('results');
    expect(await axeFindings(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
