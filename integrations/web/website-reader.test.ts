import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { openSite, TEST_CERTIFICATE } from '../../test/support/web-site.ts';
import type { Site } from '../../test/support/web-site.ts';
import { createWebsiteReader } from './website-reader.ts';
import type { WebsiteReaderOptions } from './website-reader.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function site(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Site> {
  const opened = await openSite(answer);
  closers.push(opened.close);
  return opened;
}

/** The usual rules, but for one port of this machine that stands for the web. */
function readerOf({ port }: { port: number }, options: Partial<WebsiteReaderOptions> = {}) {
  return createWebsiteReader({
    standIn: null,
    timeoutMs: 3_000,
    trust: TEST_CERTIFICATE,
    resolve: (host) => Promise.resolve([host === 'inside.shop.example' ? '10.0.0.5' : '127.0.0.1']),
    isAllowed: (address, asked) => address === '127.0.0.1' && asked === port,
    ...options,
  });
}

const html = (
  response: ServerResponse,
  text: string | Buffer,
  more: Record<string, string> = {},
) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...more }).end(text);
};

describe('a page of the web', () => {
  test('is read with its title, words, colours and pictures, and with its stylesheet', async () => {
    const shop = await site((request, response) => {
      if (request.url === '/main.css') {
        response.writeHead(200, { 'content-type': 'text/css' });
        response.end('.button { background: #2F6B4F } a { color: #333 }');
      } else {
        html(
          response,
          `<title>Rosa&amp;s</title><meta name="description" content="Bread &amp; buns">
          <meta name="theme-color" content="#8a3b12"><link rel="stylesheet" href="/main.css">
          <h1>Rosa</h1><p>We bake <b>bread</b>.</p><img src="/a.jpg"><script>secret()</script>`,
        );
      }
    });
    const url = `https://shop.example:${shop.port}/`;
    expect(await readerOf(shop)(url)).toEqual({
      kind: 'read',
      url,
      title: 'Rosa&s',
      description: 'Bread & buns',
      text: 'Rosa\nWe bake bread.',
      colours: ['#8a3b12', '#2f6b4f'],
      pictures: [`https://shop.example:${shop.port}/a.jpg`],
    });
    expect(shop.asked).toEqual(['shop.example/', 'shop.example/main.css']);
    for (const sent of shop.headers) {
      expect(sent.cookie).toBeUndefined();
      expect(sent.authorization).toBeUndefined();
      expect(sent.referer).toBeUndefined();
    }
  });

  test('is asked for with encryption where the person wrote http', async () => {
    const asked: number[] = [];
    const read = createWebsiteReader({
      standIn: null,
      resolve: () => Promise.resolve(['93.184.216.34']),
      isAllowed: (_address, port) => {
        asked.push(port);
        return false;
      },
    });
    await read('http://shop.example/');
    expect(asked).toEqual([443]);
  });

  test('is refused behind a certificate that nobody vouches for, or of another name', async () => {
    const shop = await site((_request, response) => html(response, '<p>Hello</p>'));
    const { trust: _trust, ...untrusting } = { trust: TEST_CERTIFICATE };
    const plain = createWebsiteReader({
      standIn: null,
      resolve: () => Promise.resolve(['127.0.0.1']),
      isAllowed: () => true,
      ...untrusting,
    });
    expect(await plain(`https://shop.example:${shop.port}/`)).toMatchObject({
      reason: 'connection',
    });
    expect(await readerOf(shop)(`https://other.example:${shop.port}/`)).toMatchObject({
      reason: 'connection',
    });
    expect(shop.asked).toEqual([]);
  });

  test.each([
    ['utf-8 by its header', 'text/html; charset=utf-8', Buffer.from('<p>Bäckerei')],
    ['latin by its header', 'text/html; charset=ISO-8859-1', Buffer.from('<p>Bäckerei', 'latin1')],
    [
      'latin by its own word',
      'text/html',
      Buffer.from('<meta charset="windows-1252"><p>Bäckerei', 'latin1'),
    ],
    ['latin by nobody’s word', 'text/html', Buffer.from('<p>Bäckerei', 'latin1')],
    ['utf-16 by its mark', 'text/html', Buffer.from('\ufeff<p>Bäckerei', 'utf16le')],
    ['an unknown name for utf-8', 'text/html; charset=klingon', Buffer.from('<p>Bäckerei')],
  ])('is decoded as %s', async (_name, type, bytes) => {
    const shop = await site((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(bytes);
    });
    expect(await readerOf(shop)(`https://shop.example:${shop.port}/`)).toMatchObject({
      text: 'Bäckerei',
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('is unpacked from %s', async (packing, pack) => {
    const shop = await site((_request, response) =>
      html(response, pack('<p>Fresh bread</p>'), { 'content-encoding': packing }),
    );
    expect(await readerOf(shop)(`https://shop.example:${shop.port}/`)).toMatchObject({
      text: 'Fresh bread',
    });
  });
});

describe('what is no page', () => {
  test.each([
    ['a file', 200, 'application/pdf', 'no-page'],
    ['a picture', 200, 'image/svg+xml', 'no-page'],
    ['data', 200, 'application/json', 'no-page'],
    ['nothing named', 200, '', 'no-page'],
    ['a refusal', 403, 'text/html', 'status'],
    ['an error', 500, 'text/html', 'status'],
    ['a missing page', 404, 'text/html', 'status'],
  ])('%s is not read', async (_name, status, type, reason) => {
    const shop = await site((_request, response) => {
      response.writeHead(status, type === '' ? {} : { 'content-type': type }).end('<p>Hello</p>');
    });
    expect(await readerOf(shop)(`https://shop.example:${shop.port}/`)).toEqual({
      kind: 'unreadable',
      reason,
    });
  });

  test('an empty page, an unknown packing and a damaged one are not read', async () => {
    const shop = await site((request, response) => {
      if (request.url === '/empty') html(response, '<script>all()</script>');
      else html(response, 'xx', { 'content-encoding': request.url === '/odd' ? 'zstd' : 'gzip' });
    });
    const at = (path: string) => readerOf(shop)(`https://shop.example:${shop.port}${path}`);
    expect(await at('/empty')).toMatchObject({ reason: 'empty' });
    expect(await at('/odd')).toMatchObject({ reason: 'unknown-packing' });
    expect(await at('/damaged')).toMatchObject({ reason: 'connection' });
  });

  test('a page that never ends is read up to two megabytes, packed or not', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, '<p>bread</p> '));
    const shop = await site((request, response) => {
      if (request.url === '/bomb') html(response, bomb, { 'content-encoding': 'gzip' });
      else {
        response.writeHead(200, { 'content-type': 'text/html' });
        const more = (): void => {
          if (response.destroyed) return;
          if (response.write('<p>bread</p>'.repeat(2_000))) setImmediate(more);
          else response.once('drain', more);
        };
        more();
      }
    });
    const before = process.memoryUsage().rss;
    for (const path of ['/bomb', '/endless']) {
      const page = await readerOf(shop)(`https://shop.example:${shop.port}${path}`);
      expect(page).toMatchObject({ kind: 'read' });
      expect(page.kind === 'read' ? page.text.length : 0).toBeLessThanOrEqual(20_000);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('a page that dribbles, says nothing or has a name nobody finds ends in time', async () => {
    const shop = await site((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200, { 'content-type': 'text/html' });
      const timer = setInterval(() => response.write('<p>a</p>'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const read = readerOf(shop, { timeoutMs: 150 });
    for (const path of ['/silent', '/dribble']) {
      expect(await read(`https://shop.example:${shop.port}${path}`)).toMatchObject({
        reason: 'timeout',
      });
    }
    const lost = readerOf(shop, { timeoutMs: 150, resolve: () => new Promise(() => {}) });
    expect(await lost('https://shop.example/')).toMatchObject({ reason: 'timeout' });
  });

  test('ends when nobody wants it any more', async () => {
    const shop = await site(() => {});
    const stop = AbortSignal.timeout(50);
    expect(await readerOf(shop)(`https://shop.example:${shop.port}/`, stop)).toMatchObject({
      kind: 'no-answer',
    });
  });
});

describe('a redirect', () => {
  const to = (location: string) =>
    site((_request, response) => {
      response.writeHead(302, { location }).end();
    });

  test.each([
    ['http://shop.example/', 'not-https'],
    ['http://127.0.0.1/', 'not-https'],
    ['https://127.0.0.1/', 'no-web-address'],
    ['https://8.8.8.8/', 'no-web-address'],
    ['https://169.254.169.254/latest/meta-data/', 'no-web-address'],
    ['https://[::1]/', 'no-web-address'],
    ['https://2130706433/', 'no-web-address'],
    ['https://inside.shop.example/', 'private-address'],
    ['https://localhost/', 'no-web-address'],
    ['https://shop.example.:443/', 'no-web-address'],
    ['https://user:secret@shop.example/', 'carries-login'],
    ['file:///etc/passwd', 'no-web-address'],
    ['gopher://shop.example/', 'no-web-address'],
    ['data:text/html,hello', 'no-web-address'],
    ['https://', 'no-web-address'],
  ])('to %s is not followed: %s', async (location, reason) => {
    const shop = await to(location);
    const answer = await readerOf(shop)(`https://shop.example:${shop.port}/`);
    expect(answer).toEqual({ kind: 'refused', reason });
    expect(shop.asked).toHaveLength(1);
  });

  test('is followed three times, not four', async () => {
    const shop = await site((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) html(response, '<p>Here</p>');
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    });
    const read = readerOf(shop);
    expect(await read(`https://shop.example:${shop.port}/3`)).toMatchObject({
      text: 'Here',
      url: `https://shop.example:${shop.port}/0`,
    });
    expect(await read(`https://shop.example:${shop.port}/4`)).toMatchObject({
      reason: 'too-many-redirects',
    });
  });
});

test('a name that changes its address between two looks is asked once, and each visit is judged anew', async () => {
  const shop = await site((_request, response) => html(response, '<p>Here</p>'));
  let times = 0;
  const read = readerOf(shop, {
    resolve: () => Promise.resolve([(times += 1) === 1 ? '127.0.0.1' : '127.0.0.2']),
  });
  expect(await read(`https://shop.example:${shop.port}/`)).toMatchObject({ text: 'Here' });
  expect(times).toBe(1);
  expect(await read(`https://shop.example:${shop.port}/`)).toMatchObject({
    reason: 'private-address',
  });
  expect(shop.asked).toHaveLength(1);
});

test('a stylesheet leads nowhere else, is waited for no longer than the page, and needs its type', async () => {
  const shop = await site((request, response) => {
    if (request.url === '/moved.css') {
      response.writeHead(302, { location: 'https://inside.shop.example/x.css' }).end();
    } else if (request.url === '/page.css') html(response, 'a { color: #aa0000 }');
    else {
      html(
        response,
        `<link rel=stylesheet href="/moved.css"><link rel=stylesheet href="/page.css">
        <link rel=stylesheet href="https://10.0.0.1/a.css"><p style="color: #00aa00">Here</p>`,
      );
    }
  });
  expect(await readerOf(shop)(`https://shop.example:${shop.port}/`)).toMatchObject({
    text: 'Here',
    colours: ['#00aa00'],
  });
  expect(shop.asked).toEqual(
    expect.arrayContaining(['shop.example/', 'shop.example/moved.css', 'shop.example/page.css']),
  );
  expect(shop.asked).toHaveLength(3);
});
