import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listEndpoints } from '../../api/app.ts';
import { PUBLIC_ROUTES } from '../../api/public-routes.ts';
import { projectPageSchema } from '../../contract/http.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

test('every route outside the public list answers 401 without a session', async () => {
  const routes = world.app.routes.filter(
    ({ path, method }) => path.startsWith('/') && !path.endsWith('*') && method !== 'ALL',
  );
  expect(routes.length).toBeGreaterThan(20);
  const closed = routes.filter(
    ({ method, path }) => !PUBLIC_ROUTES.has(`${method.toLowerCase()} ${path}`),
  );
  for (const { method, path } of closed) {
    const answer = await world
      .visitor()
      .raw(method, path.replace(':id', randomUUID()), method === 'GET' ? null : '{}');
    expect([method, path, answer.status]).toEqual([method, path, 401]);
    expect(await answer.json()).toMatchObject({ error: { code: 'auth.signed_out' } });
  }
  const names = new Set(routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`));
  for (const name of PUBLIC_ROUTES) expect(names).toContain(name);
  expect(names.size).toBe(listEndpoints(world.deps).length);
});

test('a new project has its conversation, its greeting and an empty brief', async () => {
  const person = await world.visitor().signUp();
  const page = projectPageSchema.parse(await person.createProject());
  expect(page.conversations).toMatchObject([{ type: 'ONBOARDING', status: 'ACTIVE' }]);
  expect(page.messages).toMatchObject([{ role: 'agent', type: 'TEXT', status: 'complete' }]);
  expect(page.brief).toMatchObject({ version: 1, status: 'DRAFT', goal: null });
  expect(page.seq).toBeGreaterThan(0);
});
