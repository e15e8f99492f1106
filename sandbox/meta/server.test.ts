import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMetaSandbox } from './server.ts';
import type { MetaSandbox } from './server.ts';
import { bodyOf, CAMPAIGN, pngBase64 } from './test-kit.ts';

let folder = '';
let sandbox: MetaSandbox | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-meta-'));
});
afterEach(async () => {
  await sandbox?.close();
  sandbox = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<string> {
  sandbox = await startMetaSandbox({ port: 0, dataFile: join(folder, 'meta.jsonl') });
  return sandbox.url;
}

async function restart(): Promise<string> {
  await sandbox?.close();
  return start();
}

type Session = { access_token: string; accounts: { id: string }[] };

async function post(url: string, body: object, token?: string): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

test('everything accepted is there again after a restart, and a half-written line is not', async () => {
  let url = await start();
  const session = await bodyOf<Session>(post(`${url}/sandbox/admin/session`, {}));
  const account = session.accounts[0]?.id ?? '';
  const { id } = await bodyOf<{ id: string }>(
    post(`${url}/v26.0/${account}/campaigns`, CAMPAIGN, session.access_token),
  );
  const image = await bodyOf<{ images: { bytes: { hash: string } } }>(
    post(`${url}/v26.0/${account}/adimages`, { bytes: pngBase64(640, 640) }, session.access_token),
  );
  await sandbox?.close();
  appendFileSync(join(folder, 'meta.jsonl'), '{"puts":[{"kind":"campaign"');
  url = await start();
  const read = async () =>
    (
      await fetch(`${url}/v26.0/${id}?fields=name,status&access_token=${session.access_token}`)
    ).json();
  expect(await read()).toEqual({ id, name: CAMPAIGN['name'], status: 'PAUSED' });
  expect(
    (await fetch(`${url}/sandbox/images/${image.images.bytes.hash}`)).headers.get('content-type'),
  ).toBe('image/png');
  const second = await bodyOf<{ id: string }>(
    post(`${url}/v26.0/${account}/campaigns`, CAMPAIGN, session.access_token),
  );
  expect(second.id).not.toBe(id);
  url = await restart();
  const ledger = await bodyOf<{ count: number }>(
    fetch(`${url}/sandbox/admin/ledger?object=campaign&action=create`),
  );
  expect(ledger.count).toBe(2);
  expect(readFileSync(join(folder, 'meta.jsonl'), 'utf8').endsWith('\n')).toBe(true);
});

test('a lost answer leaves the caller without one although the write was taken', async () => {
  const url = await start();
  const session = await bodyOf<Session>(post(`${url}/sandbox/admin/session`, {}));
  await post(`${url}/sandbox/admin/faults`, {
    kind: 'lose-response',
    match: { method: 'POST', path: '/campaigns$' },
  });
  const account = session.accounts[0]?.id ?? '';
  await expect(
    post(`${url}/v26.0/${account}/campaigns`, CAMPAIGN, session.access_token),
  ).rejects.toThrow('fetch failed');
  const ledger = await bodyOf<{ count: number }>(
    fetch(`${url}/sandbox/admin/ledger?account=${account}&object=campaign&action=create`),
  );
  expect(ledger.count).toBe(1);
});

test.each([
  ['hang-after', 'TimeoutError', 1],
  ['hang-before', 'TimeoutError', 0],
  ['lose-response', 'TypeError', 1],
  ['reset', 'TypeError', 0],
  ['unreachable', 'TypeError', 0],
])('%s ends for the caller in a %s, with %i campaigns made', async (kind, name, made) => {
  const url = await start();
  const session = await bodyOf<Session>(post(`${url}/sandbox/admin/session`, {}));
  const account = session.accounts[0]?.id ?? '';
  const match = { operation: 'create-campaign' };
  await post(`${url}/sandbox/admin/faults`, { kind, match, delay_ms: 20_000 });
  const call = fetch(`${url}/v26.0/${account}/campaigns`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${session.access_token}`,
    },
    body: JSON.stringify(CAMPAIGN),
    signal: AbortSignal.timeout(150),
  });
  await expect(call).rejects.toMatchObject({ name });
  const ledger = await bodyOf<{ count: number }>(
    fetch(`${url}/sandbox/admin/ledger?kind=create-campaign`),
  );
  expect(ledger.count).toBe(made);
});

test('random mode strikes on the wire too and can be lifted', async () => {
  const url = await start();
  await post(`${url}/sandbox/admin/faults`, { kind: 'random', rate: 0.5, seed: 3 });
  const outcomes = new Set<string>();
  for (let turn = 0; turn < 40; turn += 1) {
    const outcome = await fetch(`${url}/v26.0/me`).then(
      (response) => String(response.status),
      () => 'no answer',
    );
    outcomes.add(outcome);
  }
  expect([...outcomes].toSorted()).toEqual(['400', '500', '502', 'no answer']);
  await fetch(`${url}/sandbox/admin/faults`, { method: 'DELETE' });
  expect((await fetch(`${url}/v26.0/me`)).status).toBe(400);
});

test('a taken port is an error, not a crash', async () => {
  const url = await start();
  const again = startMetaSandbox({
    port: Number(new URL(url).port),
    dataFile: join(folder, 'other.jsonl'),
  });
  await expect(again).rejects.toThrow('EADDRINUSE');
});

test('only this machine can reach it', async () => {
  expect(new URL(await start()).hostname).toBe('127.0.0.1');
});
