import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listen } from '../../api/listen.ts';
import type { Listening } from '../../api/listen.ts';
import { errorSchema } from '../../contract/http.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';

let world: ApiWorld;
let server: Listening;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  server = await listen(world.app, { host: 'localhost', port: 0 });
});
afterAll(async () => {
  server.cut();
  await server.close();
  await world.close();
});

/** Everything that comes back for bytes as they are. */
async function speak(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.end(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(parts).toString();
}

test('localhost answers under both of its addresses, and under none that others can reach', async () => {
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const hasV6 = own.some(({ address }) => address === '::1');
  for (const host of ['localhost', '127.0.0.1', ...(hasV6 ? ['[::1]'] : [])]) {
    expect((await fetch(`http://${host}:${server.port}/healthz`)).status).toBe(200);
  }
  const outside = own.filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outside) {
    await expect(fetch(`http://${address}:${server.port}/healthz`)).rejects.toThrow('fetch failed');
  }
});

test('a port that is taken is refused as such', async () => {
  await expect(listen(world.app, { host: 'localhost', port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test.each([
  ['is no http', 'hello\r\n\r\n', 400, 'request.unreadable'],
  ['has no host', 'GET /api/me HTTP/1.1\r\n\r\n', 400, 'request.unreadable'],
  [
    'has an impossible host',
    'GET /api/me HTTP/1.1\r\nHost: a/..\\ @\r\n\r\n',
    400,
    'request.unreadable',
  ],
  [
    'has endless headers',
    `GET /api/me HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'request.headers_too_large',
  ],
])('a request that %s gets the one shape of refusal', async (_what, bytes, status, code) => {
  const answer = await speak(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  const json = /\{.*\}/.exec(answer)?.[0] ?? '{}';
  expect(errorSchema.parse(JSON.parse(json)).error.code).toBe(code);
});
