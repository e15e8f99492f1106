import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildUi, ROOT } from '../../scripts/services/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { APPROVAL_SCENES } from './scenes/approvals.ts';
import { axeFindings, contrastFindings } from './scenes/axe.ts';
import { CHANGE_SCENES } from './scenes/changes.ts';
import { CONVERSATION_SCENES } from './scenes/conversations.ts';
import { CONNECTION_SCENES } from './scenes/connections.ts';
import { LAUNCH_SCENES } from './scenes/launches.ts';
import { page as anyPage, PROJECT } from './scenes/page.ts';
import { PANEL_SCENES } from './scenes/panels.ts';
import { PLAN_EDIT_SCENES } from './scenes/plan-edits.ts';
import { pretendSite, SITE } from './scenes/pretend-site.ts';
import type { Site } from './scenes/pretend-site.ts';
import type { Scene } from './scenes/scene.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
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
describe('each state of each card, wide and narrow', () => {
  const site: Site = { page: anyPage(), answers: {} };
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];

  beforeAll(async () => {
    mkdirSync(RESULTS, { recursive: true });
    await buildUi();
    browser = await launchBrowser();
    const context = await browser.newContext({
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

  async function open(scene: Scene): Promise<void> {
    site.page = scene.page;
    site.answers = scene.answers ?? {};
    problems = [];
    // What the scene before wrote down is not for this one.
    if (page.url().startsWith(SITE)) await page.evaluate('localStorage.clear()');
    await page.setViewportSize(WIDE);
    await page.goto(`${SITE}${scene.path ?? `/projects/${PROJECT}`}`);
    await page.getByTestId(scene.path === '/' ? 'project-name' : 'thread').waitFor();
    await scene.act?.(page);
  }
  /** Tall enough for the whole conversation, so that each card can be taken whole. */
  async function stretch(scene: Scene, { width, height }: typeof WIDE): Promise<void> {
    if (Object.values(scene.shots).includes(null)) return;
    const missing = await page.evaluate<number>(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.thread-scroll'))`,
    );
    await page.setViewportSize({ width, height: height + missing + 20 });
  }
  async function shoot({ shots }: Scene, prefix: number, tone = ''): Promise<void> {
    for (const [name, part] of Object.entries(shots)) {
      const path = join(RESULTS, `${prefix}-${name}${tone}.png`);
      if (part === null) await page.screenshot({ path });
      else await page.locator(part).screenshot({ path });
    }
  }
  async function look(scene: Scene, size: typeof WIDE): Promise<string[]> {
    await stretch(scene, size);
    await shoot(scene, size.width);
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - window.innerWidth',
    );
    return [
      ...(wider > 0 ? [`${wider} px wider than a screen of ${size.width} px`] : []),
      ...(await axeFindings(page)),
    ];
  }

  const scenes = [
    ...APPROVAL_SCENES,
    ...CHANGE_SCENES,
    ...PLAN_EDIT_SCENES,
    ...CONNECTION_SCENES,
    ...LAUNCH_SCENES,
    ...PANEL_SCENES,
    ...CONVERSATION_SCENES,
  ];
  test.each(scenes)('$name', async (scene) => {
    await open(scene);
    const findings = await look(scene, WIDE);
    await page.setViewportSize(NARROW);
    await scene.onPhone?.(page);
    findings.push(...(await look(scene, NARROW)));
    if (scene.dark === true) {
      await page.emulateMedia({ colorScheme: 'dark' });
      await shoot(scene, NARROW.width, '-dark');
      findings.push(...(await contrastFindings(page)));
      await page.emulateMedia({ colorScheme: 'light' });
    }
    expect(findings).toEqual([]);
    expect(problems).toEqual([]);
  });
});
