import { Hono } from 'hono';
import type { Context } from 'hono';
import { adminRoutes } from './admin/routes.ts';
import { createCallLog } from './http/call-log.ts';
import { createFaults } from './http/faults.ts';
import { answerGraph } from './http/graph-routes.ts';
import type { GraphDeps } from './http/graph-routes.ts';
import { landingPage } from './landing-page.ts';
import { websitePage } from './website-page.ts';
import { defaultSettings } from './http/settings.ts';
import { createUsage } from './http/usage.ts';
import { answerDialog, showDialog } from './oauth/dialog.ts';
import { previewPage, storyOf } from './preview.ts';
import type { Store } from './state/store.ts';

export type MetaAppOptions = {
  readonly store: Store;
  /** How callers reach the sandbox; taken from each request when absent. */
  readonly publicUrl?: string;
  /** The clock of calls that do not bring their own time. */
  readonly now?: () => number;
};

/** Builds the whole stand-in for Facebook: Graph API, consent page, pictures, levers for tests. */
export function createMetaApp({ store, publicUrl, now = Date.now }: MetaAppOptions): Hono {
  const deps: GraphDeps = {
    store,
    settings: defaultSettings(),
    faults: createFaults(),
    usage: createUsage(),
    calls: createCallLog(),
    publicUrlOf: (c) => publicUrl ?? new URL(c.req.url).origin,
    nowOf: (c) => sandboxTime(c) ?? now(),
    wallNow: now,
  };
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.route('/sandbox/admin', adminRoutes(deps));
  app.get('/sandbox/images/:hash', (c) => {
    const bytes = store.blobs.get(c.req.param('hash'));
    if (!bytes) return c.notFound();
    const isPng = bytes[0] === 0x89;
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': isPng ? 'image/png' : 'image/jpeg',
    });
  });
  app.get('/sandbox/page', (c) => {
    const page = landingPage(deps.settings, c.req.query('url') ?? '');
    return page ? c.json(page) : c.json({ error: 'url must be a whole web address.' }, 400);
  });
  app.get('/sandbox/website', (c) => {
    const page = websitePage(deps.settings, c.req.query('url') ?? '');
    return page === null ? c.notFound() : c.html(page);
  });
  app.get('/sandbox/preview/:subject', (c) => {
    const content = storyOf(store, c.req.param('subject'));
    return content ? c.html(previewPage(store, content)) : c.notFound();
  });
  app.get('/sandbox/pictures/:page', (c) =>
    c.body(PAGE_PICTURE, 200, { 'content-type': 'image/svg+xml' }),
  );
  app.get('/:version/dialog/oauth', (c) => showDialog(c, deps));
  app.post('/:version/dialog/oauth', (c) => answerDialog(c, deps));
  app.get('/dialog/oauth', (c) => showDialog(c, deps));
  app.post('/dialog/oauth', (c) => answerDialog(c, deps));
  app.all('*', (c) => answerGraph(c, deps));
  return app;
}

const PAGE_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#dbe6f7"/><path d="M10 18h20v13H10z M8 12h24l2 6H6z" fill="#1b5fc4"/></svg>';

/** The instant on the caller's own clock, as epoch milliseconds in decimal digits. */
function sandboxTime(c: Context): number | null {
  const text = c.req.header('x-sandbox-time');
  return text !== undefined && /^\d{10,16}$/.test(text) ? Number(text) : null;
}
