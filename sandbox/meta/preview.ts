import { html, raw } from 'hono/html';
import { isJsonObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Store } from './state/store.ts';
import { linkDataOf, pageOfContent } from './validation/creative.ts';

/** The story behind a preview address: an ad id, a creative id, or a whole spec in base64url. */
export function storyOf(store: Store, subject: string): JsonObject | null {
  const found = store.find(subject);
  if (found?.kind === 'ad') return storyOf(store, found.node.versions.at(-1)?.creativeId ?? '');
  if (found?.kind === 'creative') return found.node.content;
  try {
    const spec: unknown = JSON.parse(Buffer.from(subject, 'base64url').toString('utf8'));
    return isJsonObject(spec) ? { object_story_spec: spec } : null;
  } catch {
    return null;
  }
}

const STYLE = `
body {
margin: 0;
font:
14px/1.4 system-ui,
sans-serif;
color: #1c1e21;
background: #fff;
}
p {
margin: 10px 12px;
white-space: pre-line;
}
small {
color: #5c626b;
display: block;
}
img {
width: 100%;
display: block;
}
footer {
display: flex;
gap: 10px;
align-items: center;
justify-content: space-between;
padding: 10px 12px;
background: #f3f4f6;
}
b {
display: block;
}
span {
background: #e4e6eb;
padding: 8px 12px;
border-radius: 6px;
text-transform: capitalize;
white-space: nowrap;
}
`;

/** A plain picture of an ad in the feed. */
export function previewPage(store: Store, content: JsonObject): ReturnType<typeof html> {
  const link = linkDataOf(content);
  const text = (key: string): string => (typeof link[key] === 'string' ? link[key] : '');
  const action = link['call_to_action'];
  const button = isJsonObject(action) && typeof action['type'] === 'string' ? action['type'] : '';
  const words = button.toLowerCase().replaceAll('_', ' ');
  const page = store.get('page', pageOfContent(content))?.name ?? 'Page';
  const host = URL.canParse(text('link')) ? new URL(text('link')).host : '';
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ad preview (sandbox)</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <p><b>${page}</b><small>Sponsored</small></p>
        <p>${text('message')}</p>
        ${text('image_hash') === '' ? '' : html`<img alt="" src="/sandbox/images/${text('image_hash')}" />`}
        <footer>
          <div>
            <small>${host}</small><b>${text('name')}</b><small>${text('description')}</small>
          </div>
          ${words === '' ? '' : html`<span>${words}</span>`}
        </footer>
      </body>
    </html>`;
}
