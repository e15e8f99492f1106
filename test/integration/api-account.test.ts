import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createAuth } from '../../api/auth/auth.ts';
import { meSchema } from '../../contract/http.ts';
import { createApiWorld, PASSWORD } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

test('signing up, out and in again; the session is in the cookie and in no body', async () => {
  const browser = world.visitor();
  const email = `${randomUUID()}@example.test`;
  const up = await browser.request('POST', '/api/auth/sign-up/email', {
    name: 'Ada',
    email,
    password: PASSWORD,
  });
  const setCookie = up.headers.getSetCookie().join();
  expect(setCookie).toMatch(/^aigency\.session=.+HttpOnly; SameSite=Lax/);
  const token = /session=([^;.%]+)/.exec(setCookie)?.[1] ?? 'none';
  const bodies = [await up.text()];
  for (const path of ['/api/me', '/api/auth/get-session', '/api/projects']) {
    bodies.push(await (await browser.request('GET', path)).text());
  }
  expect(bodies[1]).toContain(email);
  const old = browser.cookie;
  const out = await browser.request('POST', '/api/auth/sign-out', {});
  expect(out.status).toBe(204);
  browser.cookie = old;
  expect((await browser.request('GET', '/api/me')).status).toBe(401);
  const again = await browser.request('POST', '/api/auth/sign-in/email', {
    email,
    password: PASSWORD,
  });
  bodies.push(await again.text());
  expect(again.status).toBe(200);
  expect((await browser.request('GET', '/api/me')).status).toBe(200);
  for (const text of [...bodies, ...world.log]) expect(text).not.toContain(token);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const browser = await world.visitor().signUp();
  const me = meSchema.parse(await (await browser.request('GET', '/api/me')).json());
  const tries = [
    { email: me.user.email, password: 'not the right one' },
    { email: `${randomUUID()}@example.test`, password: 'not the right one' },
  ];
  const answers = await Promise.all(
    tries.map(
      async (body) => await world.visitor().request('POST', '/api/auth/sign-in/email', body),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
  const [first, second] = await Promise.all(answers.map(async (answer) => await answer.json()));
  expect(first).toEqual(second);
});

test('an address that has an account cannot make another', async () => {
  const body = { name: 'Ada', email: `${randomUUID()}@example.test`, password: PASSWORD };
  await world.visitor().request('POST', '/api/auth/sign-up/email', body);
  const again = await world.visitor().request('POST', '/api/auth/sign-up/email', body);
  expect([again.status, await again.json()]).toMatchObject([
    422,
    { error: { code: 'auth.email_taken', field: 'email' } },
  ]);
});

test('a session ends for good after thirty days, however much it is used', async () => {
  const browser = await world.visitor().signUp();
  const headers = new Headers({ cookie: browser.cookie });
  const at = async (now: number): Promise<boolean> => {
    const auth = createAuth({
      authDb: world.database.auth,
      secret: 'a secret that is only used in these tests',
      publicUrl: world.deps.publicUrl,
      now: () => now,
    });
    return (await auth.signedIn(headers, false)) !== null;
  };
  expect(await at(Date.now() + 29 * 86_400_000)).toBe(true);
  expect(await at(Date.now() + 31 * 86_400_000)).toBe(false);
});

test('over https the cookie is bound to its host', async () => {
  const auth = createAuth({
    authDb: world.database.auth,
    secret: 'a secret that is only used in these tests',
    publicUrl: 'https://app.example.test',
    rateLimit: false,
  });
  const answer = await auth.handler(
    new Request('https://app.example.test/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://app.example.test' },
      body: JSON.stringify({
        name: 'B',
        email: `${randomUUID()}@example.test`,
        password: PASSWORD,
      }),
    }),
  );
  const cookie = answer.headers.getSetCookie().join();
  expect(cookie).toMatch(/^__Host-aigency\.session=/);
  expect(cookie).toMatch(/Secure/);
  expect(cookie).toMatch(/Path=\//);
  expect(cookie).not.toMatch(/Domain=/);
});

test('tries in a row are slowed down', async () => {
  const limited = await createApiWorld(inject('postgresUrl'), { rateLimit: true });
  try {
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const answer = await limited.visitor().request('POST', '/api/auth/sign-in/email', {
        email: 'nobody@example.test',
        password: 'whatever it is',
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  } finally {
    await limited.close();
  }
});
