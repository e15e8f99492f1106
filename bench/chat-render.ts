import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../test/support/browser.ts';
import { percentile } from './figures.ts';

/** One answer drawn once. */
export type Drawing = {
  /** Time the page's main thread was at work, ms. */
  readonly busyMs: number;
  /** Its longest piece of work without a pause, ms; 0 when none was longer than 50. */
  readonly longestMs: number;
};

export type RenderResult = {
  readonly ours: readonly Drawing[];
  readonly alone: readonly Drawing[];
  /** Ours to streaming-markdown alone, by the median of the busy times. */
  readonly ratio: number;
  readonly longestMs: number;
};

const ORIGIN = 'http://bench.test';
const CHUNK = 12;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** Some 420 chunks a second, a few times what a fast model writes. */
const PACE = { perTick: 7, tickMs: 16 };

/** A text of `length` characters with everything an answer may hold: paragraphs, lists, bold words and links. */
export function longAnswer(length: number): string {
  let text = '';
  for (let n = 1; text.length < length; n += 1) {
    text += `**Day ${n}.** Your ads were shown ${n * 37} times and ${n} people clicked, which is about what was expected. Read more on [this page](https://example.com/day/${n}).\n\n`;
    if (n % 3 === 0) text += `- The first ad got ${n} clicks.\n- The second got ${n + 2}.\n\n`;
  }
  return text.slice(0, length);
}

/** In pieces of 12 characters, as they come from a model: 20,112 characters are 1,676 of them. */
export function chunksOf(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / CHUNK) }, (_, n) =>
    text.slice(n * CHUNK, (n + 1) * CHUNK),
  );
}

/**
 * Draws a 20 kB answer in our page and with streaming-markdown alone in the same page, by turns.
 * @param rounds of both ways.
 */
export async function benchRendering(rounds: number): Promise<RenderResult> {
  const folder = await mkdtemp(join(tmpdir(), 'aigency-bench-page-'));
  const browser = await launchBrowser();
  try {
    const configFile = fileURLToPath(new URL('./chat-page/vite.config.ts', import.meta.url));
    await build({ configFile, logLevel: 'error', build: { outDir: folder } });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname === '/' ? '/index.html' : pathname;
      const contentType = TYPES[extname(file)] ?? 'application/octet-stream';
      await route.fulfill({ contentType, body: await readFile(join(folder, file)) });
    });
    await page.goto(ORIGIN);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const chunks = chunksOf(longAnswer(20_112));
    // Once each to warm the engine up.
    for (const way of ['alone', 'ours'] as const) await draw(page, devtools, { way, chunks });
    const ours: Drawing[] = [];
    const alone: Drawing[] = [];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await draw(page, devtools, { way: 'alone', chunks }));
      ours.push(await draw(page, devtools, { way: 'ours', chunks }));
    }
    const median = (all: readonly Drawing[]) =>
      percentile(
        all.map(({ busyMs }) => busyMs),
        0.5,
      );
    const longestMs = Math.max(...ours.map((one) => one.longestMs));
    return { ours, alone, ratio: median(ours) / median(alone), longestMs };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function draw(
  page: Page,
  devtools: CDPSession,
  { way, chunks }: { readonly way: 'ours' | 'alone'; readonly chunks: readonly string[] },
): Promise<Drawing> {
  await page.evaluate(`
    window.long = [];
    window.watch?.disconnect();
    window.watch = new PerformanceObserver((list) => window.long.push(...list.getEntries().map((one) => one.duration)));
    window.watch.observe({ type: 'longtask' });
  `);
  const before = await busy(devtools);
  await page.evaluate(
    `window.bench.run(${JSON.stringify(way)}, ${JSON.stringify(chunks)}, ${JSON.stringify(PACE)})`,
  );
  const busyMs = (await busy(devtools)) - before;
  const longest: unknown = await page.evaluate('Math.max(0, ...window.long)');
  return { busyMs, longestMs: typeof longest === 'number' ? longest : Number.NaN };
}

async function busy(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}
