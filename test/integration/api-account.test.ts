import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createAuth } from '../../api/auth/auth.ts';
import { CLIENT_ADDRESS_HEADER } from '../../api/auth/client-address.ts';
import { errorSchema, meSchema } from '../../contract/http.ts';
import { createApiWorld, PASSWORD, PUBLIC_URL } from './api-world.ts';
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

test('guesses at a password are slowed down, and a minute later the person may try again', async () => {
  const clock = { now: Date.now() };
  const { auth, statuses } = limited(clock);
  const guess = () => ask(auth, '/sign-in/email', { email: 'nobody@example.test', password: 'x' });
  expect(await statuses(20, guess)).toEqual(Array(20).fill(401));
  const refused = await guess();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('x-retry-after'))).toBeGreaterThan(0);
  clock.now += 30_000;
  await ask(auth, '/sign-out', {});
  expect((await guess()).status).toBe(429);
  clock.now += 30_000;
  expect((await guess()).status).toBe(401);
});

test('thirty people of one office sign up within a minute, and one each half minute all day', async () => {
  const clock = { now: Date.now() };
  const { auth, statuses } = limited(clock);
  const signUp = () =>
    ask(auth, '/sign-up/email', {
      name: 'B',
      email: `${randomUUID()}@example.test`,
      password: PASSWORD,
    });
  expect(await statuses(30, signUp)).toEqual(Array(30).fill(200));
  clock.now += 60_000;
  const later = async () => {
    clock.now += 30_000;
    return await ask(auth, '/sign-in/email', { email: 'nobody@example.test', password: 'x' });
  };
  expect(await statuses(50, later)).toEqual(Array(50).fill(401));
});

test('a refusal for too many tries says how long to wait', async () => {
  const limitedWorld = await createApiWorld(inject('postgresUrl'), { rateLimit: true });
  try {
    const visitor = limitedWorld.visitor();
    const guess = async () =>
      await visitor.request('POST', '/api/auth/sign-in/email', {
        email: 'nobody@example.test',
        password: 'whatever it is',
      });
    const answers = await Promise.all(Array.from({ length: 21 }, guess));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    const seconds = Number(refused[0]?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(errorSchema.parse(await refused[0]?.json()).error).toMatchObject({
      code: 'auth.too_many_tries',
      message: expect.stringContaining(`${seconds} seconds`),
    });
  } finally {
    await limitedWorld.close();
  }
});

/** Sign-in with its limits on, counted for an address of its own. */
function limited(clock: { now: number }) {
  const auth = createAuth({
    authDb: world.database.auth,
    secret: 'a secret that is only used in these tests',
    publicUrl: PUBLIC_URL,
    now: () => clock.now,
  });
  const address = `192.0.2.${1 + Math.floor(Math.random() * 250)}`;
  return {
    auth: {
      handler: async (request: Request) => {
        request.headers.set(CLIENT_ADDRESS_HEADER, address);
        return await auth.handler(request);
      },
    },
    statuses: async (count: number, act: () => Promise<Response>) => {
      const all: number[] = [];
      for (let one = 0; one < count; one += 1) all.push((await act()).status);
      return all;
    },
  };
}

async function ask(
  auth: { handler: (request: Request) => Promise<Response> },
  path: string,
  body: object,
): Promise<Response> {
  return await auth.handler(
    new Request(`${PUBLIC_URL}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL },
      body: JSON.stringify(body),
    }),
  );
}
