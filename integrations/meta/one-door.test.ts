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

test('a rehearsal is a call of the door itself, asked for in one place', () => {
  const asking = join('integrations', 'meta', 'app-live.ts');
  expect(holding(/rehearseCreative/).toSorted()).toEqual([asking, DOOR].toSorted());
});

test('only the transport knows the Facebook SDK and its HTTP client', () => {
  expect(holding(/from 'facebook-nodejs-business-sdk'|\baxios\b/)).toEqual([TRANSPORT]);
});

test('transports are made for the client and for its Pages, nowhere else', () => {
  const client = join('integrations', 'meta', 'client.ts');
  const pages = join('integrations', 'meta', 'pages.ts');
  expect(holding(/createTransport\(/).toSorted()).toEqual([client, pages, TRANSPORT].toSorted());
  expect(holding(/withPages\(/).toSorted()).toEqual([client, pages].toSorted());
});

test('the login module, which uses fetch, only ever reads', () => {
  const oauth = sources().find(({ path }) => path === join('integrations', 'meta', 'oauth.ts'));
  expect(oauth?.text).not.toMatch(/method:\s*['"]|'POST'|'DELETE'|body:\s*JSON/);
});

test('no other code calls the Graph API by itself', () => {
  const callers = holding(/\bfetch\(/).filter((path) =>
    path.includes(join('integrations', 'meta')),
  );
  expect(callers.toSorted()).toEqual([
    join('integrations', 'meta', 'oauth.ts'),
    join('integrations', 'meta', 'revoke-login.ts'),
  ]);
});

test('the one change outside the door gives a person’s permissions back, and can do nothing else', () => {
  const path = join('integrations', 'meta', 'revoke-login.ts');
  const text = sources().find((source) => source.path === path)?.text ?? '';
  expect(text.match(/\bfetch\(/g)).toHaveLength(1);
  expect(text.match(/method: 'DELETE'/g)).toHaveLength(1);
  expect(text).not.toMatch(/'POST'|\bbody:/);
  // The address is fixed: no caller can name another object.
  expect(text.match(/new URL\(/g)).toHaveLength(1);
  expect(text).toContain('/${META_API_VERSION}/me/permissions`)');
});

test('a write without a ticket, or with one that was used, is refused before it leaves', async () => {
  const transport = createTransport({
    accessToken: 't',
    appSecret: 's',
    baseUrl: 'http://127.0.0.1:1',
    sandboxTime: null,
  });
  // @ts-expect-error a ticket cannot be made by hand
  const write = transport.write({}, { method: 'POST', path: ['1'], params: {}, asPage: null });
  await expect(write).rejects.toThrow('its door');
});
