import axe from 'axe-core';
import type { Page } from 'playwright-core';

const ALL = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };
const COLOURS = { type: 'rule', values: ['color-contrast'] };

/** Breaches of the accessibility rules that axe can find on the page as it stands. */
export async function axeFindings(page: Page): Promise<string[]> {
  return await findings(page, ALL);
}

/** The same for what alone differs between light and dark. */
export async function contrastFindings(page: Page): Promise<string[]> {
  return await findings(page, COLOURS);
}

async function findings(page: Page, runOnly: typeof ALL): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  return await page.evaluate<string[]>(`axe
    .run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
}
