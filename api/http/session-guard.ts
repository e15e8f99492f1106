import type { Context, Next } from 'hono';
import type { Auth } from '../auth/auth.ts';
import { signedOut } from './api-error.ts';
import type { AppEnv } from './app-env.ts';

/** Lets only signed-in people through and notes who they are. A visit by address bar is led to the sign-in page. */
export function sessionGuard(auth: Auth) {
  return async (c: Context<AppEnv>, next: Next): Promise<Response | void> => {
    const found = await auth.signedIn(c.req.raw.headers);
    if (found === null) {
      const isVisit = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate';
      if (isVisit) return c.redirect('/');
      throw signedOut();
    }
    c.set('caller', found.caller);
    await next();
    for (const cookie of found.setCookies) c.res.headers.append('set-cookie', cookie);
  };
}
