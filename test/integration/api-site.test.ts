import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { listEndpoints } from '../../api/app.ts';
import { skippedSchema } from '../../contract/http.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';

let world: ApiWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aigency-site-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  writeFileSync(
    join(folder, 'site', 'index.html'),
    '<!doctype html><script>dark()</script><script type="module" src="/assets/index-BxK3d9aQ.js"></script>',
  );
  writeFileSync(join(folder, 'site', 'assets', 'index-BxK3d9aQ.js'), 'console.log(1);'.repeat(50));
  world = await createApiWorld(inject('postgresUrl'), { staticDir: join(folder, 'site') });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

test('the page answers every address of the app; its script is kept for good and sent compressed', async () => {
  for (const path of ['/', '/projects/7', '/sign-in']) {
    const page = await world.app.request(path);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    // dark(), by its hash
    expect(page.headers.get('content-security-policy')).toMatch(
      /script-src 'self' 'sha256-[\w+/]+=*'/,
    );
  }
  const script = await world.app.request('/assets/index-BxK3d9aQ.js', {
    headers: { 'accept-encoding': 'gzip, br' },
  });
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-encoding')).toBe('br');
  const text = brotliDecompressSync(Buffer.from(await script.arrayBuffer())).toString();
  expect(text).toContain('console.log(1);');
  const again = await world.app.request('/assets/index-BxK3d9aQ.js', {
    headers: { 'if-none-match': script.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
});

test('no address leads out of the folder, and a missing file is not the page', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '//secret.txt',
    '/assets/none.js',
  ]) {
    const answer = await world.app.request(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('outside');
  }
});

test('readiness names what is missing; liveness does not depend on it', async () => {
  expect((await world.app.request('/readyz')).status).toBe(200);
  world.gateway.isUp = false;
  const unready = await world.app.request('/readyz');
  expect([unready.status, await unready.json()]).toEqual([
    503,
    { ready: false, database: true, migrations: true, temporal: false },
  ]);
  expect((await world.app.request('/healthz')).status).toBe(200);
  world.gateway.isUp = true;
});

test('a skip moves the lifecycles to the new time first, then the person’s clock', async () => {
  const ada = await world.visitor().signUp();
  const { project } = await ada.createProject();
  const before = world.clock.now;
  const answer = await ada.request('POST', '/api/sandbox/skip', { days: 7 });
  const { now } = skippedSchema.parse(await answer.json());
  expect(now).toBe(before + 7 * 86_400_000);
  expect(world.gateway.skips.at(-1)).toEqual({ projectIds: [project.id], until: now });
  expect((await ada.page(project.id)).now).toBe(now);
  world.gateway.isUp = false;
  expect((await ada.request('POST', '/api/sandbox/skip', { days: 1 })).status).toBe(503);
  world.gateway.isUp = true;
  expect((await ada.page(project.id)).now).toBe(now);
});

test('a second skip meanwhile is refused; another person’s is not', async () => {
  const ada = await world.visitor().signUp();
  const eve = await world.visitor().signUp('Eve');
  let finish = (): void => undefined;
  world.gateway.beforeSkip = () => new Promise((resolve) => (finish = resolve));
  const first = ada.request('POST', '/api/sandbox/skip', { days: 1 });
  await expect.poll(() => finish.toString()).not.toContain('undefined');
  world.gateway.beforeSkip = () => Promise.resolve();
  const second = await ada.request('POST', '/api/sandbox/skip', { days: 1 });
  expect([second.status, await second.json()]).toMatchObject([
    409,
    { error: { code: 'sandbox.skip_running' } },
  ]);
  expect((await eve.request('POST', '/api/sandbox/skip', { days: 1 })).status).toBe(200);
  finish();
  expect((await first).status).toBe(200);
});

test('with real Facebook there is no way to move time', async () => {
  const real = await createApiWorld(inject('postgresUrl'), { sandbox: false });
  const ada = await real.visitor().signUp();
  expect((await ada.request('POST', '/api/sandbox/skip', { days: 1 })).status).toBe(404);
  await real.close();
});

const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        requestBody: z.object().optional(),
        responses: z.record(z.string(), z.object()),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

test('the OpenAPI document holds every route with its answers, and every reference leads somewhere', async () => {
  const answer = await world.app.request('/api/openapi.json');
  const whole = await answer.text();
  const document = documentSchema.parse(JSON.parse(whole));
  const endpoints = listEndpoints(world.deps);
  const described = endpoints.map(({ path, method, body, takes, isPublic }) => {
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method];
    const statuses = Object.keys(operation?.responses ?? {}).map(Number);
    return {
      route: `${method} ${path}`,
      hasBody: (operation?.requestBody !== undefined) === (body !== null || takes !== undefined),
      hasAnswer: statuses.some((status) => status < 400),
      knowsSession: isPublic || statuses.includes(401),
      operationId: operation?.operationId,
    };
  });
  for (const one of described) {
    expect(one).toMatchObject({ hasBody: true, hasAnswer: true, knowsSession: true });
  }
  expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  const references = [...whole.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(30);
  const names = Object.keys(document.components.schemas).map(
    (name) => `#/components/schemas/${name}`,
  );
  expect(names).toEqual(expect.arrayContaining([...new Set(references)]));
});
