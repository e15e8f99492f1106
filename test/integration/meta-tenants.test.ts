import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { MetaError } from '../../integrations/meta/errors.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { createMetaOAuth } from '../../integrations/meta/oauth.ts';
import { appSecretProof } from '../../integrations/meta/proof.ts';
import { createTransport } from '../../integrations/meta/transport.ts';
import type { WriteGuard } from '../../integrations/meta/writes.ts';
import { performWrites } from '../../integrations/meta/writes.ts';
import { META_API_VERSION } from '../../integrations/meta/version.ts';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
};

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A Graph API that answers as told and remembers what it was asked. */
async function stub(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
      });
      answer(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  servers.push(server);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The stub has no port.');
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

const SECRET = 'app-secret';
const openGuard: WriteGuard = {
  claim: () => Promise.resolve({ kind: 'claimed', taken: [true] }),
};

function factory(baseUrl: string, timeoutMs = 2_000) {
  return createMetaFactory({ baseUrl, appSecret: SECRET, sandbox: false, timeoutMs });
}

test('two tenants at once each travel with their own token, in the header only', async () => {
  const { url, seen } = await stub((_request, response) => {
    // Answers cross each other, as they do on the real network.
    setTimeout(
      () => response.end(JSON.stringify({ id: '1', name: 'x', data: [] })),
      Math.random() * 8,
    );
  });
  const make = factory(url);
  const tokens = ['EAAtenantAAAAAAAAAAAA', 'EAAtenantBBBBBBBBBBBB'] as const;
  await Promise.all(
    tokens.flatMap((accessToken, tenant) =>
      Array.from({ length: 25 }, async (_, call) => {
        const api = make({ accessToken, now: () => 0 });
        const id = `${tenant}00${call}`;
        await api.read(id, 'id,name');
        await api.findByMarker([id, 'ads'], 'aig-x');
        await api.write(
          {
            action: 'pause-campaign',
            method: 'POST',
            path: [id],
            body: { status: 'PAUSED' },
            currency: 'GBP',
            repeatable: true,
          },
          openGuard,
        );
      }),
    ),
  );
  expect(seen).toHaveLength(150);
  for (const request of seen) {
    const path = new URL(request.url, url);
    const token = tokens[Number(path.pathname.split('/')[2]?.[0])] ?? '';
    expect(request.authorization).toBe(`Bearer ${token}`);
    expect(path.searchParams.get('appsecret_proof')).toBe(appSecretProof(token, SECRET));
    expect(path.pathname.startsWith(`/${META_API_VERSION}/`)).toBe(true);
    expect(request.url + request.body).not.toContain('EAA');
  }
});

test.each([
  ['a reset', (_request: IncomingMessage, response: ServerResponse) => void response.destroy()],
  ['no answer', () => undefined],
  [
    'a page of a gateway',
    (_request: IncomingMessage, response: ServerResponse) => {
      response.statusCode = 502;
      response.end('<html>Bad gateway</html>');
    },
  ],
  [
    'half an answer',
    (_request: IncomingMessage, response: ServerResponse) => void response.end('{"id":"12'),
  ],
  [
    'an error that echoes the address',
    (request: IncomingMessage, response: ServerResponse) => {
      response.statusCode = 400;
      const message = `Bad call ${request.url ?? ''}&access_token=EAAtenantAAAAAAAAAAAA`;
      response.end(JSON.stringify({ error: { message, code: 1, error_user_msg: message } }));
    },
  ],
])('after %s nothing that comes back holds the token or its proof', async (_what, answer) => {
  const { url } = await stub(answer);
  const token = 'EAAtenantAAAAAAAAAAAA';
  const api = factory(url, 300)({ accessToken: token, now: () => 0 });
  const failure = await api.read('1', 'id').then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof MetaError)) throw new Error('A read had to fail.');
  const transport = createTransport({
    accessToken: token,
    appSecret: SECRET,
    baseUrl: url,
    sandboxTime: null,
    timeoutMs: 300,
  });
  const write = { action: 'pause-campaign', method: 'POST', path: ['1'], currency: 'GBP' } as const;
  const [result] = await performWrites(
    transport,
    [{ ...write, body: { status: 'PAUSED' }, repeatable: false }],
    openGuard,
  );
  expect(result?.kind).toBe('unknown');
  const all = [failure.message, failure.stack, JSON.stringify(failure), JSON.stringify(result)];
  for (const text of all) {
    expect(text).not.toContain(token);
    expect(text).not.toContain(appSecretProof(token, SECRET));
  }
});

test('ids that are too long for a number stay exact', async () => {
  const { url } = await stub((_request, response) => {
    response.end('{"id":120210000000000123,"name":"x 120210000000000123"}');
  });
  const node = await factory(url)({ accessToken: 't', now: () => 0 }).read('1', 'id,name');
  expect(node).toEqual({ id: '120210000000000123', name: 'x 120210000000000123' });
});

test('a list is read to its end by cursor, never by the address that carries a token', async () => {
  const { url, seen } = await stub((request, response) => {
    const after = new URL(request.url ?? '', 'http://x').searchParams.get('after');
    const page = after === null ? 1 : Number(after);
    const next = page < 3 ? { next: 'http://127.0.0.1:1/evil?access_token=EAAx' } : {};
    response.end(
      JSON.stringify({
        data: [
          { id: String(page), name: `ad | aig-x-a${page}` },
          { id: '9', name: 'other' },
        ],
        paging: { cursors: { after: String(page + 1) }, ...next },
      }),
    );
  });
  const api = factory(url)({ accessToken: 't', now: () => 0 });
  expect(await api.findByMarker(['1', 'ads'], 'aig-x-a3')).toMatchObject([{ id: '3' }]);
  expect(seen).toHaveLength(3);
});

test('the login calls carry tokens in the header and never in an error', async () => {
  const token = 'EAAloginAAAAAAAAAAAA';
  const { url, seen } = await stub((request, response) => {
    if (request.url?.includes('/me/accounts') === true) {
      response.end(JSON.stringify({ data: [{ id: '5', name: 'Page', tasks: ['ADVERTISE'] }] }));
      return;
    }
    response.statusCode = 400;
    const error = { message: `no ${token}`, code: 190, error_subcode: 463 };
    response.end(JSON.stringify({ error }));
  });
  const oauth = createMetaOAuth({
    graphUrl: url,
    dialogUrl: url,
    appId: '1',
    appSecret: SECRET,
    redirectUri: 'http://localhost/callback',
  });
  expect(await oauth.listPages(token)).toEqual([{ id: '5', name: 'Page', canAdvertise: true }]);
  const failure = await oauth.me(token).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof MetaError)) throw new Error('The login call had to fail.');
  expect(failure.code).toBe('meta.token_expired');
  expect(JSON.stringify(failure) + failure.message).not.toContain(token);
  expect(seen.every((request) => request.authorization === `Bearer ${token}`)).toBe(true);
  expect(seen.every((request) => !request.url.includes(token))).toBe(true);
});
