import { betterAuth } from 'better-auth';
import { PASSWORD_LENGTH } from '../../contract/http.ts';
import type { createAuthDatabase } from '../../db/client.ts';
import type { Caller } from '../http/app-env.ts';
import { allowedOrigins } from '../http/security.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { createSignInLimit, SIGN_IN_RULES } from './sign-in-limit.ts';

const DAY_S = 86_400;
/** A session that is used stays for a week after its last use, and ends for good after this. */
const ABSOLUTE_SESSION_MS = 30 * DAY_S * 1000;

export type SignedIn = {
  readonly caller: Caller;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly expiresAt: number;
  /** Cookies that prolong the session, to be passed on. */
  readonly setCookies: readonly string[];
};

export type Auth = {
  /** better-auth's own handler: rate limits, origin checks and cookies included. */
  readonly handler: (request: Request) => Promise<Response>;
  /** @param prolong false only looks, for streams that are checked again and again. */
  readonly signedIn: (headers: Headers, prolong?: boolean) => Promise<SignedIn | null>;
  readonly sessionCookie: string;
};

export type AuthOptions = {
  readonly authDb: ReturnType<typeof createAuthDatabase>;
  readonly secret: string;
  readonly publicUrl: string;
  /** Wall clock, epoch ms. */
  readonly now?: () => number;
  /** Off only where many people sign up from one address within seconds: tests. */
  readonly rateLimit?: boolean;
};

/**
 * Over https the cookie is `__Host-`: bound to this very host, Secure, whole path. That prefix needs Secure, which not
 * every browser accepts on http://localhost, so a plain local address gets a plain name with the same attributes.
 */
function sessionCookieFor(publicUrl: string): { name: string; secure: boolean } {
  const secure = new URL(publicUrl).protocol === 'https:';
  return { name: secure ? '__Host-aigency.session' : 'aigency.session', secure };
}

export function createAuth(options: AuthOptions): Auth {
  const { now = Date.now } = options;
  const cookie = sessionCookieFor(options.publicUrl);
  const auth = betterAuth({
    appName: 'Aigency',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [...allowedOrigins(options.publicUrl)],
    database: { db: options.authDb, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    session: { expiresIn: 7 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: options.rateLimit ?? true,
      customRules: SIGN_IN_RULES,
      customStorage: createSignInLimit(options),
    },
    telemetry: { enabled: false },
    // Its messages can quote e-mail addresses; the app logs refusals by code.
    logger: { disabled: true },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookie.name,
          attributes: { secure: cookie.secure, httpOnly: true, sameSite: 'lax', path: '/' },
        },
      },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  });

  return {
    handler: auth.handler,
    sessionCookie: cookie.name,
    async signedIn(headers, prolong = true) {
      if (!(headers.get('cookie') ?? '').includes(`${cookie.name}=`)) return null;
      const { response, headers: answered } = await auth.api.getSession({
        headers,
        returnHeaders: true,
        ...(prolong ? {} : { query: { disableRefresh: true } }),
      });
      if (response === null) return null;
      const { session, user } = response;
      if (now() - session.createdAt.getTime() > ABSOLUTE_SESSION_MS) return null;
      return {
        caller: { userId: user.id, sessionId: session.id },
        user: { id: user.id, name: user.name, email: user.email },
        expiresAt: session.expiresAt.getTime(),
        setCookies: answered.getSetCookie(),
      };
    },
  };
}
