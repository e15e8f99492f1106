import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createImageModel } from './image-model.ts';

const JPEG = readFileSync(new URL('quadrants.jpg', import.meta.url));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function model(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}/make`;
  return createImageModel({ url, apiKey: 'the-key', timeoutMs: 2_000 });
}

test('asks with the key and the words, and cuts the answer like a person’s picture', async () => {
  let asked = '';
  let key: string | undefined;
  const { make } = await model((request, response) => {
    key = request.headers.authorization;
    request.on('data', (part: Buffer) => (asked += part.toString()));
    request.on('end', () => response.end(JPEG));
  });
  const { square, portrait } = await make('Fresh bread on a wooden table');
  expect([square.width, square.height, portrait.width, portrait.height]).toEqual([
    1080, 1080, 1080, 1350,
  ]);
  expect(key).toBe('Bearer the-key');
  expect(JSON.parse(asked)).toEqual({
    prompt: 'Fresh bread on a wooden table',
    width: 1080,
    height: 1350,
  });
});

test.each<[string, string, (response: ServerResponse) => void]>([
  ['a refusal', 'image_model.refused', (response) => response.writeHead(429).end('the-key')],
  ['words', 'image_model.unusable', (response) => response.end('sorry')],
  ['nothing', 'image_model.unusable', (response) => response.end()],
  ['too much', 'image_model.unusable', (response) => response.end(Buffer.alloc(10_500_000))],
  [
    'a redirect',
    'image_model.no_answer',
    (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  ['a broken connection', 'image_model.no_answer', (response) => response.destroy()],
  ['silence', 'image_model.no_answer', () => {}],
])('%s makes no picture, and says nothing of the key', async (_name, code, answer) => {
  const { make } = await model((_request, response) => answer(response));
  const failure: unknown = await make('Bread').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(String(failure)).not.toContain('the-key');
});
