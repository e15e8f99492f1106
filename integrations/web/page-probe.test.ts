import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createLandingProbe, createPageProbe } from './page-probe.ts';
import { isPublicAddress } from './public-address.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A website on this machine; gives its port and what it was asked. */
async function site(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, asked };
}

/** The usual rules, but for one port of this machine that stands for a website. */
const allowing = (open: number) => (address: string, port: number) =>
  (address === '127.0.0.1' && port === open) ||
  ((port === 80 || port === 443) && isPublicAddress(address));

const here = () => Promise.resolve(['127.0.0.1']);

describe('a page that can be looked at', () => {
  test('is answered with its status, and its body is not waited for', async () => {
    const { port, asked } = await site((_request, response) => {
      response.writeHead(404).write('the beginning of a page that never ends');
    });
    const probe = createPageProbe({ through: null, resolve: here, isAllowed: allowing(port) });
    const url = `http://shop.example:${port}/bread?utm_source=facebook`;
    expect(await probe.probe(url)).toEqual({ kind: 'answers', status: 404, finalUrl: url });
    expect(asked).toEqual([`shop.example:${port}/bread?utm_source=facebook`]);
  });

  test('is followed over three redirects, not over four', async () => {
    const { port } = await site((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.writeHead(200).end();
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const probe = createPageProbe({ through: null, resolve: here, isAllowed: allowing(port) });
    expect(await probe.probe(`http://shop.example:${port}/3`)).toEqual({
      kind: 'answers',
      status: 200,
      finalUrl: `http://shop.example:${port}/0`,
    });
    expect(await probe.probe(`http://shop.example:${port}/4`)).toEqual({
      kind: 'no-answer',
      reason: 'too-many-redirects',
    });
  });

  test('that takes too long counts as no answer', async () => {
    const { port } = await site(() => {});
    const options = { through: null, resolve: here, isAllowed: allowing(port), timeoutMs: 60 };
    const answer = await createPageProbe(options).probe(`http://shop.example:${port}/`);
    expect(answer).toEqual({ kind: 'no-answer', reason: 'timeout' });
  });

  test('whose name takes too long to be found counts as no answer', async () => {
    const never = () => new Promise<string[]>(() => {});
    const probe = createPageProbe({ through: null, resolve: never, timeoutMs: 60 });
    expect(await probe.probe('https://shop.example/')).toEqual({
      kind: 'no-answer',
      reason: 'timeout',
    });
  });

  test('whose name is unknown, or where nobody listens, counts as no answer', async () => {
    const unknown = createPageProbe({ through: null, resolve: () => Promise.reject(new Error()) });
    expect(await unknown.probe('https://shop.example/')).toMatchObject({ reason: 'unknown-host' });
    const { port } = await site(() => {});
    closers.pop()?.();
    const closed = createPageProbe({ through: null, resolve: here, isAllowed: allowing(port) });
    expect(await closed.probe(`http://shop.example:${port}/`)).toMatchObject({
      reason: 'connection',
    });
  });
});

test.each([
  'http://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://2130706433/',
  'http://inside.example/',
  'http://user:secret@shop.example/',
  'file:///etc/passwd',
  'gopher://shop.example/',
  'http://',
])('a redirect to %s is not followed', async (location) => {
  const { port, asked } = await site((_request, response) => {
    response.writeHead(301, { location }).end();
  });
  const resolve = (host: string) =>
    Promise.resolve([host === 'inside.example' ? '10.0.0.5' : '127.0.0.1']);
  const probe = createPageProbe({ through: null, resolve, isAllowed: allowing(port) });
  const answer = await probe.probe(`http://shop.example:${port}/`);
  expect(answer.kind).toBe('refused');
  expect(asked).toHaveLength(1);
});

test('a name that answers differently the second time is asked once, and the first answer is used', async () => {
  const { port, asked } = await site((_request, response) => response.writeHead(200).end());
  const secret = await site((_request, response) => response.writeHead(200).end());
  let times = 0;
  const resolve = () => Promise.resolve([(times += 1) === 1 ? '127.0.0.1' : '127.0.0.2']);
  const probe = createPageProbe({ through: null, resolve, isAllowed: allowing(port) });
  expect(await probe.probe(`http://rebind.example:${port}/`)).toMatchObject({ status: 200 });
  expect(times).toBe(1);
  expect(asked).toHaveLength(1);
  // The second visit sees the other address, and is refused for it.
  expect(await probe.probe(`http://rebind.example:${port}/`)).toMatchObject({ kind: 'refused' });
  expect(asked).toHaveLength(1);
  expect(secret.asked).toEqual([]);
});

describe('in the words of a launch', () => {
  test.each([
    [200, 'fine'],
    [204, 'fine'],
    [304, 'fine'],
    [404, 'error'],
    [410, 'error'],
    [500, 'error'],
    [403, 'silent'],
    [429, 'silent'],
    [503, 'silent'],
  ] as const)('status %i is %s', async (status, expected) => {
    const { port } = await site((_request, response) => response.writeHead(status).end());
    const probe = createLandingProbe({ through: null, resolve: here, isAllowed: allowing(port) });
    expect(await probe(`http://shop.example:${port}/`)).toBe(expected);
  });

  test('an address nobody outside can open is an error, one that did not answer is silent', async () => {
    const resolve = () => Promise.resolve(['192.168.0.10']);
    expect(await createLandingProbe({ through: null, resolve })('http://shop.example/')).toBe(
      'error',
    );
    const unknown = () => Promise.reject(new Error('no such host'));
    const lost = createLandingProbe({ through: null, resolve: unknown });
    expect(await lost('http://shop.example/')).toBe('silent');
  });
});

describe('through the stand-in', () => {
  test.each([
    [{ status: 200, ok: true, finalUrl: 'https://shop.example/a' }, 'fine'],
    [{ status: 404, ok: false, finalUrl: 'https://shop.example/a' }, 'error'],
    [{ status: 0, ok: false, finalUrl: null }, 'silent'],
  ] as const)('%o is %s', async (look, expected) => {
    const { port, asked } = await site((_request, response) => response.end(JSON.stringify(look)));
    const probe = createLandingProbe({ through: `http://127.0.0.1:${port}` });
    expect(await probe('https://shop.example/a?b=c')).toBe(expected);
    expect(asked[0]).toMatch(/\/sandbox\/page\?url=https%3A%2F%2Fshop\.example%2Fa%3Fb%3Dc$/);
  });

  test('a stand-in that is away or answers nonsense counts as no answer', async () => {
    const { port } = await site((_request, response) => response.end('no'));
    const base = `http://127.0.0.1:${port}`;
    expect(await createLandingProbe({ through: base })('https://a.example/')).toBe('silent');
    closers.pop()?.();
    expect(await createLandingProbe({ through: base })('https://a.example/')).toBe('silent');
  });
});
