import type { Context } from 'hono';
import {
  accountSchema,
  meSchema,
  sessionSchema,
  signInSchema,
  signUpSchema,
  userSchema,
} from '../../contract/http.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { CLIENT_ADDRESS_HEADER, clientAddress } from '../auth/client-address.ts';
import { refusalOf } from '../auth/refusals.ts';
import { weakPassword } from '../auth/weak-password.ts';
import { badInput, signedOut } from '../http/api-error.ts';
import type { AppEnv } from '../http/app-env.ts';
import { endpoint, publicEndpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';

const account = {
  200: { description: 'Signed in; the session is in the cookie', schema: accountSchema },
};

/** Signing up, in and out. better-auth does the work; its answers carry the session's token, so ours are made anew. */
export function accountRoutes(deps: AppDependencies): Endpoint[] {
  const ask = createAsk(deps);
  return [
    publicEndpoint({
      method: 'post',
      path: '/api/auth/sign-up/email',
      tag: 'Account',
      summary: 'Make an account and sign in',
      body: signUpSchema,
      answers: account,
      refusals: [422, 429],
      handle: async ({ c, body }) => {
        const weakness = weakPassword(body.password, body);
        if (weakness !== null) throw badInput('password', weakness);
        return await signedInAnswer(c, await ask(c, '/sign-up/email', body));
      },
    }),
    publicEndpoint({
      method: 'post',
      path: '/api/auth/sign-in/email',
      tag: 'Account',
      summary: 'Sign in',
      body: signInSchema,
      answers: account,
      refusals: [401, 429],
      handle: async ({ c, body }) => await signedInAnswer(c, await ask(c, '/sign-in/email', body)),
    }),
    publicEndpoint({
      method: 'post',
      path: '/api/auth/sign-out',
      tag: 'Account',
      summary: 'Sign out',
      answers: {
        204: { description: 'Signed out, whether or not a session was there', schema: null },
      },
      handle: async ({ c }) => {
        passCookies(c, (await ask(c, '/sign-out', {})).headers.getSetCookie());
        return c.body(null, 204);
      },
    }),
    publicEndpoint({
      method: 'get',
      path: '/api/auth/get-session',
      tag: 'Account',
      summary: 'Who is signed in; null for nobody',
      answers: { 200: { description: 'The session or null', schema: sessionSchema } },
      handle: async ({ c }) => {
        const found = await deps.auth.signedIn(c.req.raw.headers);
        if (found === null) return c.json(null);
        passCookies(c, found.setCookies);
        return c.json({ user: found.user, session: { expiresAt: found.expiresAt } });
      },
    }),
    meRoute(deps),
  ];
}

function meRoute(deps: AppDependencies): Endpoint {
  return endpoint({
    method: 'get',
    path: '/api/me',
    tag: 'Account',
    summary: 'The signed-in person, their clock, and which services are stand-ins',
    answers: { 200: { description: 'Everything the shell of the page needs', schema: meSchema } },
    handle: async ({ c, caller }) => {
      const found = await deps.auth.signedIn(c.req.raw.headers, false);
      if (found === null) throw signedOut();
      const now = await asCaller(deps, caller.userId, (work) => Promise.resolve(work.now));
      return c.json({ user: found.user, sandbox: deps.sandbox, now });
    },
  });
}

/** Passes a checked body on to better-auth, with the headers it looks at and the true client address. */
function createAsk(deps: AppDependencies) {
  const behindProxy = new URL(deps.publicUrl).protocol === 'https:';
  const origin = new URL(deps.publicUrl).origin;
  return async (c: Context<AppEnv>, path: string, body: object): Promise<Response> => {
    const headers = new Headers({ 'content-type': 'application/json', origin });
    for (const name of ['cookie', 'user-agent']) {
      const value = c.req.header(name);
      if (value !== undefined) headers.set(name, value.slice(0, 4096));
    }
    const address = clientAddress(c, behindProxy);
    if (address !== null) headers.set(CLIENT_ADDRESS_HEADER, address);
    return await deps.auth.handler(
      new Request(`${origin}/api/auth${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      }),
    );
  };
}

async function signedInAnswer(c: Context<AppEnv>, answer: Response): Promise<Response> {
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer, body);
  const { user } = accountSchema.parse(body);
  passCookies(c, answer.headers.getSetCookie());
  return c.json({ user: userSchema.parse(user) });
}

function passCookies(c: Context<AppEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}
