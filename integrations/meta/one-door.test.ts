import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTransport } from './transport.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['activities', 'api', 'db', 'domain', 'integrations', 'worker', 'workflows'];
const DOOR = join('integrations', 'meta', 'writes.ts');
const TRANSPORT = join('integrations', 'meta', 'transport.ts');

function sources(): readonly { path: string; text: string }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(root, folder, name))
      .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') })),
  );
}

function holding(pattern: RegExp): readonly string[] {
  return sources()
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path);
}

test('only the door can make the ticket that a write needs', () => {
  expect(holding(/issueWriteTicket/).toSorted()).toEqual([TRANSPORT, DOOR].toSorted());
});

test('only the transport knows the Facebook SDK and its HTTP client', () => {
  expect(holding(/from 'facebook-nodejs-business-sdk'|\baxios\b/)).toEqual([TRANSPORT]);
});

test('a transport is made in one place, the client', () => {
  const client = join('integrations', 'meta', 'client.ts');
  expect(holding(/createTransport\(/).toSorted()).toEqual([client, TRANSPORT].toSorted());
});

test('the login module, which uses fetch, only ever reads', () => {
  const oauth = sources().find(({ path }) => path === join('integrations', 'meta', 'oauth.ts'));
  expect(oauth?.text).not.toMatch(/method:\s*['"]|'POST'|'DELETE'|body:\s*JSON/);
});

test('no other code calls the Graph API by itself', () => {
  const callers = holding(/\bfetch\(/).filter((path) =>
    path.includes(join('integrations', 'meta')),
  );
  expect(callers).toEqual([join('integrations', 'meta', 'oauth.ts')]);
});

test('a write without a ticket, or with one that was used, is refused before it leaves', async () => {
  const transport = createTransport({
    accessToken: 't',
    appSecret: 's',
    baseUrl: 'http://127.0.0.1:1',
    sandboxTime: null,
  });
  // @ts-expect-error a ticket cannot be made by hand
  await expect(transport.write({}, 'POST', ['1'], {})).rejects.toThrow('its door');
});
