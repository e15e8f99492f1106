import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../http/app-env.ts';
import { clientAddress } from './client-address.ts';

async function addressOf(
  remoteAddress: string,
  forwarded: string | null,
  behindProxy: boolean,
): Promise<string | null> {
  const app = new Hono<AppEnv>();
  app.get('/', (c) => c.json(clientAddress(c, behindProxy)));
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } });
  const address: unknown = await answer.json();
  return typeof address === 'string' ? address : null;
}

test.each<[string, string | null, boolean, string | null]>([
  // Without a proxy only the socket counts, whatever the client says.
  ['127.0.0.1', '9.9.9.9', false, '127.0.0.1'],
  ['::ffff:203.0.113.5', '9.9.9.9', false, '203.0.113.5'],
  // A proxy nearby added the last one; what stands before it came from outside.
  ['10.0.0.2', '9.9.9.9, 203.0.113.7', true, '203.0.113.7'],
  ['::1', '203.0.113.7', true, '203.0.113.7'],
  // No proxy of ours sits at a public address.
  ['198.51.100.4', '9.9.9.9', true, '198.51.100.4'],
  ['10.0.0.2', 'nonsense', true, '10.0.0.2'],
  ['10.0.0.2', null, true, '10.0.0.2'],
  ['', '9.9.9.9', true, null],
])('socket %s with "%s" (proxy: %s) is %s', async (...row) => {
  const [socket, forwarded, behindProxy, expected] = row;
  expect(await addressOf(socket, forwarded, behindProxy)).toBe(expected);
});
