import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BrowserContext, Page, Route } from 'playwright-core';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { ROOT } from '../../../scripts/services/build.ts';
import { NOW, PROJECT } from './page.ts';

/** The origin under which the built page is served from disk; nothing leaves the browser. */
export const SITE = 'http://aigency.test';

/** An answer of the API; `never` leaves the person waiting. */
export type Answer = { readonly status: number; readonly body: unknown } | 'never';
export type Answers = Readonly<Record<string, Answer>>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A stream that is open and silent until a test sends a change through `window.send`. */
const QUIET_STREAM = `
  window.EventSource = class extends EventTarget {
    constructor() {
      super();
      window.send = (type, data, id) =>
        this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: String(id) }));
      setTimeout(() => window.send('hello', { seq: 1, now: ${NOW} }, 1));
    }
    close() {}
  };
`;

const COLOURS = ['#c98a3d', '#8a5a3c', '#3f6f5a', '#5a6f8a'];

/** A picture of its own for every asset, told apart by colour. */
function picture(path: string): string {
  const colour = COLOURS[Number.parseInt(path.slice(-2), 16) % COLOURS.length];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000"><rect width="800" height="1000" fill="${colour}"/><circle cx="400" cy="470" r="230" fill="#f4e3c8"/><text x="400" y="860" font-family="sans-serif" font-size="72" fill="#fff" text-anchor="middle">Fresh bread</text></svg>`;
}

/** What the page would be told by the API for one scene. */
export type Site = {
  page: ProjectPageDto;
  answers: Answers;
  /** Where the built page lies; `dist/ui` when absent. */
  folder?: string;
};

async function answerApi(route: Route, site: Site): Promise<void> {
  const request = route.request();
  const { pathname } = new URL(request.url());
  const json = async (body: unknown, status = 200) =>
    await route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) });
  const given = site.answers[`${request.method()} ${pathname}`];
  if (given === 'never') return;
  if (given !== undefined) return await json(given.body, given.status);
  if (pathname.startsWith('/api/assets/')) {
    return await route.fulfill({ contentType: 'image/svg+xml', body: picture(pathname) });
  }
  const user = { id: 'maria', name: 'Maria Rossi', email: 'maria@example.test' };
  switch (pathname) {
    case '/api/me':
      return await json({ user, sandbox: { meta: false, claude: false }, now: NOW });
    case '/api/projects':
      return await json({ projects: [site.page.project] });
    case '/api/notifications':
      return await json({ notifications: [], unread: 0 });
    case `/api/projects/${PROJECT}`:
      return await json(site.page);
    default:
      return await json(
        { error: { code: 'test.unexpected', message: `Nobody expects ${pathname}` } },
        500,
      );
  }
}

/** Serves the built page and plays the API; `site` may be changed between visits. */
export async function pretendSite(context: BrowserContext, site: Site): Promise<void> {
  await context.addInitScript(QUIET_STREAM);
  await context.route(`${SITE}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/api/')) return await answerApi(route, site);
    const file = extname(pathname) === '' ? '/index.html' : pathname;
    await route.fulfill({
      contentType: TYPES[extname(file)] ?? 'application/octet-stream',
      body: await readFile(join(site.folder ?? join(ROOT, 'dist/ui'), file)),
    });
  });
}

/** Tells the open page of a change, as the event stream would. */
export async function tell(page: Page, change: object): Promise<void> {
  await page.evaluate(`window.send('change', ${JSON.stringify({ ...change, prev: 1 })}, 2)`);
}
