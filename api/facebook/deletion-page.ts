import { createHash } from 'node:crypto';
import type { DataDeletion } from '../../db/repositories/data-deletions.ts';

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;color:#1c1917;background:#faf9f7;margin:0}main{max-width:34rem;margin:12vh auto;padding:0 1.5rem}h1{font-size:1.4rem;line-height:1.3}code{overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#e7e5e4;background:#1c1917}}';

/** Nothing but this page's own style; the page has no script and loads nothing. */
export const DELETION_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What became of a request to delete the data that came from Facebook; null when the code is unknown. */
export function deletionPage(code: string, deletion: DataDeletion | null): string {
  if (deletion === null) {
    return page('No such request', [
      'There is no request to delete data under this code. Please check the address that Facebook showed you.',
    ]);
  }
  const { requestedAt, doneAt } = deletion;
  const asked = `Facebook passed your request on to us on ${day(requestedAt)}.`;
  const shown = `Your confirmation code: <code>${escape(code)}</code>`;
  if (doneAt === null) {
    return page('Your data is being deleted', [
      asked,
      'It is being carried out now. Please look again in a few minutes.',
      shown,
    ]);
  }
  return page('Your data has been deleted', [
    asked,
    `On ${day(doneAt)} we deleted all that we had from Facebook about you. That was the access you gave us, your name and your Facebook number. The lists of your ad accounts and Pages went with it.`,
    'The numbers of ads you approved are kept as long as your account here. They show what was spent and hold nothing personal.',
    shown,
  ]);
}

function page(title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map((text) => `<p>${text}</p>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} · Aigency</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function day(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
