import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildUi, ROOT } from '../../scripts/services/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { APPROVAL_SCENES } from './scenes/approvals.ts';
import { axeFindings, contrastFindings } from './scenes/axe.ts';
import { CONNECTION_SCENES } from './scenes/connections.ts';
import { LAUNCH_SCENES } from './scenes/launches.ts';
import { page as anyPage, PROJECT } from './scenes/page.ts';
import { PANEL_SCENES } from './scenes/panels.ts';
import { pretendSite, SITE } from './scenes/pretend-site.ts';
import type { Site } from './scenes/pretend-site.ts';
import type { Scene } from './scenes/scene.ts';

const RESULTS = join(ROOT, 'test-results/cards');

test('the page is light enough for a phone: below 150 KB before its pictures and letters', async () => {
  await buildUi();
  const folder = join(ROOT, 'dist/ui/assets');
  const sizes = readdirSync(folder)
    .filter((file) => /\.(?:js|css)$/.test(file))
    .map((file) => gzipSync(readFileSync(join(folder, file))).length);
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(150_000);
});

/**
 * Every state of every card, drawn by the built page itself from made-up answers of the API: the way to states that
 * cannot be waited for. The real way to the main ones is in path.test.ts and launch.test.ts.
 */
describe.each([
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])('each state of each card at $width px', ({ width, height }) => {
  const site: Site = { page: anyPage(), answers: {} };
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[] = [];

  beforeAll(async () => {
    mkdirSync(RESULTS, { recursive: true });
    await buildUi();
    browser = await launchBrowser();
    context = await browser.newContext({
      viewport: { width, height },
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/London',
    });
    await pretendSite(context, site);
    page = await context.newPage();
    page.setDefaultTimeout(5_000);
    page.on('pageerror', (error) => problems.push(error.message));
  });
  afterAll(async () => await browser.close());

  async function show(scene: Scene): Promise<void> {
    site.page = scene.page;
    site.answers = scene.answers ?? {};
    problems = [];
    await page.setViewportSize({ width, height });
    await page.goto(`${SITE}${scene.path ?? `/projects/${PROJECT}`}`);
    await page.getByTestId(scene.path === undefined ? 'composer' : 'project-name').waitFor();
    await scene.act?.(page, width < 1024);
    if (Object.values(scene.shots).includes(null)) return;
    // Tall enough for the whole conversation, so that each card can be taken whole.
    const missing = await page.evaluate<number>(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.thread-scroll'))`,
    );
    await page.setViewportSize({ width, height: height + missing + 20 });
  }
  async function shoot(scene: Scene, tone: string): Promise<void> {
    for (const [name, part] of Object.entries(scene.shots)) {
      const path = join(RESULTS, `${width}-${name}${tone}.png`);
      if (part === null) await page.screenshot({ path });
      else await page.locator(part).screenshot({ path });
    }
  }

  test.each([...APPROVAL_SCENES, ...CONNECTION_SCENES, ...LAUNCH_SCENES, ...PANEL_SCENES])(
    '$name',
    async (scene) => {
      await show(scene);
      await shoot(scene, '');
      const wider = 'document.documentElement.scrollWidth - window.innerWidth';
      expect(await page.evaluate<number>(wider), 'wider than the screen').toBeLessThanOrEqual(0);
      const findings = await axeFindings(page);
      if (scene.dark === true && width < 1024) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await shoot(scene, '-dark');
        findings.push(...(await contrastFindings(page)));
        await page.emulateMedia({ colorScheme: 'light' });
      }
      expect(findings).toEqual([]);
      expect(problems).toEqual([]);
    },
  );
});
