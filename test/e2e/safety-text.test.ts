import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/services/build.ts';
import { launchBrowser } from '../support/browser.ts';

const HOME = 'https://chat.example';

/** Everything a model could write to get code, a request or a lie about a link into the page. */
const HOSTILE = [
  '<script>window.hit = 1</script>',
  '<img src="https://evil.example/a.png" onerror="window.hit = 1">',
  '<svg onload="window.hit = 1"><script>window.hit = 1</script></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:window.hit = 1">press</a>',
  '<form action="https://evil.example"><input name="card"></form>',
  '<style>@import url(https://evil.example/a.css)</style>',
  '<link rel="stylesheet" href="https://evil.example/a.css">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<b onclick="window.hit = 1">Approved</b>',
  '&lt;script&gt;window.hit = 1&lt;/script&gt;',
  '![pixel](https://evil.example/pixel.png)',
  '![pixel](https://evil.example/pixel.png "title")',
  '[![pixel](https://evil.example/pixel.png)](https://ok.example)',
  '![a][ref]\n\n[ref]: https://evil.example/pixel.png',
  '![](data:image/svg+xml;base64,PHN2Zy8+)',
  '[press](javascript:window.hit=1)',
  '[press](JaVaScRiPt:window.hit=1)',
  '[press]( javascript:window.hit=1)',
  '[press](java\tscript:window.hit=1)',
  '[press](&#106;avascript:window.hit=1)',
  '[press](<javascript:window.hit=1>)',
  '[press](vbscript:hit)',
  '[press](data:text/html;base64,PHNjcmlwdD4=)',
  '[press](file:///etc/passwd)',
  '[press](//evil.example/x)',
  '[press](/api/approvals/1/approve)',
  '[press](https://ok.example" onmouseover="window.hit=1)',
  '[press](https://ok.example)',
  '<javascript:window.hit=1>',
  'javascript:window.hit=1 and https://ok.example/a?b=1 and http://ok.example.',
  '```html\n<script>window.hit = 1</script>\n```',
  '`<img src=https://evil.example/a.png>`',
  '| a | b |\n|---|---|\n| <img src=https://evil.example/t.png> | [x](javascript:hit) |',
  '$$\\href{javascript:window.hit=1}{x}$$ and $5 and $`alert(1)`$',
  '- [x] <script>window.hit = 1</script>\n- [ ] ![p](https://evil.example/l.png)',
  '# <img src=x onerror=window.hit=1>',
  '> [press](javascript:window.hit=1)\n> ![p](https://evil.example/q.png)',
  '1. a\n2. <object data="https://evil.example"></object>',
  '***[press](javascript:window.hit=1)***',
] as const;

const ALLOWED_TAGS =
  'p br hr blockquote h4 em strong s code pre a ul ol li table thead tbody tr td th span div'.split(
    ' ',
  );

type Drawn = {
  readonly text: string;
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  readonly links: readonly string[];
  readonly hit: boolean;
};

let browser: Browser;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'aigency-text-'));
const asked: string[] = [];

/** What the product draws messages with, as one script. */
async function bundled(): Promise<string> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: folder,
      lib: {
        entry: join(ROOT, 'ui/src/conversation/markdown.ts'),
        formats: ['iife'],
        name: 'markdown',
        fileName: () => 'markdown.js',
      },
    },
  });
  return readFileSync(join(folder, 'markdown.js'), 'utf8');
}

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === `${HOME}/`)
      return await route.fulfill({ contentType: 'text/html', body: '<main></main>' });
    asked.push(url);
    return await route.abort();
  });
  await page.goto(`${HOME}/`);
  await page.addScriptTag({ content: await bundled() });
  await page.addScriptTag({
    content: `window.drawn = (pieces) => {
      const root = document.createElement('div');
      document.querySelector('main').replaceChildren(root);
      const writer = markdown.writeMarkdown(root);
      for (const piece of pieces) writer.write(piece);
      writer.end();
      const all = [...root.querySelectorAll('*')];
      return {
        text: root.textContent,
        tags: all.map(({ tagName }) => tagName.toLowerCase()),
        attributes: all.flatMap((one) => one.getAttributeNames().map((name) => one.tagName.toLowerCase() + ' ' + name)),
        links: all.filter((one) => one.hasAttribute('href')).map((one) => one.getAttribute('href')),
        hit: window.hit !== undefined,
      };
    };`,
  });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function draw(texts: readonly (readonly string[])[]): Promise<readonly Drawn[]> {
  return await page.evaluate<readonly Drawn[]>(`${JSON.stringify(texts)}.map(window.drawn)`);
}

function piecesOf(text: string, size: number): readonly string[] {
  return text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
}

const ALLOWED_ATTRIBUTES = ['a href', 'a target', 'a rel', 'ol start'];

/** Everything drawn that words alone do not need. */
function harmIn(drawn: readonly Drawn[]): readonly string[] {
  return drawn.flatMap(({ tags, attributes, links, hit }) => [
    ...tags.filter((tag) => !ALLOWED_TAGS.includes(tag)),
    ...attributes.filter((attribute) => !ALLOWED_ATTRIBUTES.includes(attribute)),
    ...links.filter((link) => !/^https?:\/\//.test(link)),
    ...(hit ? ['A script ran.'] : []),
  ]);
}

test('hostile text is drawn as text: no element of its own, no script, links to web pages only', async () => {
  const whole = await draw(HOSTILE.map((text) => [text]));
  expect(whole).toHaveLength(HOSTILE.length);
  expect(harmIn(whole)).toEqual([]);
  expect(whole[0]?.text).toContain('<script>');
  expect(whole.flatMap(({ links }) => links)).toContain('https://ok.example/');
});

test('however a stream cuts and mixes it', async () => {
  const pieces = HOSTILE.flatMap((text) => [1, 2, 5, 9].map((size) => piecesOf(text, size)));
  expect(harmIn(await draw(pieces))).toEqual([]);
  const mixed = fc.sample(
    fc.tuple(
      fc.array(fc.constantFrom(...HOSTILE, '\n\n', ' ', '- ', '**', '`', '['), {
        minLength: 2,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 40 }),
    ),
    { numRuns: 300, seed: 46 },
  );
  expect(harmIn(await draw(mixed.map(([parts, size]) => piecesOf(parts.join(''), size))))).toEqual(
    [],
  );
});

test('nothing of it asked anybody for anything', async () => {
  await page.evaluate('new Promise(requestAnimationFrame)');
  expect(asked).toEqual([]);
});
