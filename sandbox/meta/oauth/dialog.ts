import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Store } from '../state/store.ts';
import { accountsOf, ensureUser, newUserKey, pagesOf } from '../state/people.ts';
import type { AuthCode, FbUser, LoginConfig } from '../state/types.ts';
import { consentPage, problemPage } from './consent-page.ts';
import { openApp, randomText } from './grants.ts';

const COOKIE = 'fb_sandbox_user';
const YEAR_SECONDS = 365 * 24 * 3600;

const DEFAULT_SCOPES = [
  'ads_management',
  'ads_read',
  'business_management',
  'pages_show_list',
  'pages_read_engagement',
] as const;

type DialogRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  /** Set when the app named a set-up of Login for Business in place of scopes. */
  readonly config: LoginConfig | null;
  /** Whether `override_default_response_type` was sent along. */
  readonly overrides: boolean;
};

export type DialogDeps = { readonly store: Store; readonly wallNow: () => number };

/** `GET /{version}/dialog/oauth`: asks the person at the browser what the app may do. */
export function showDialog(
  c: Context,
  { store, wallNow }: DialogDeps,
): Response | Promise<Response> {
  const request = readRequest(store, (name) => c.req.query(name));
  if (typeof request === 'string') return c.html(problemPage(request), 400);
  const user = userOf(c, store, wallNow());
  const html = consentPage({
    user,
    // With the override on a set-up for user tokens Facebook's own page offers no accounts.
    accounts: request.config?.kind === 'user' && request.overrides ? [] : accountsOf(store, user),
    pages: pagesOf(store, user),
    scopes: request.scopes,
    hidden: {
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      state: request.state,
      ...(request.config === null
        ? { scope: request.scopes.join(',') }
        : { config_id: request.config.id }),
      override_default_response_type: String(request.overrides),
      sandbox_user: user.key,
    },
  });
  c.header('cache-control', 'no-store');
  return c.html(html);
}

/** `POST /{version}/dialog/oauth`: sends the browser back to the app with a code, or with a refusal. */
export async function answerDialog(c: Context, { store, wallNow }: DialogDeps): Promise<Response> {
  const form = await c.req.parseBody({ all: true });
  const text = (name: string): string | undefined => {
    const value = form[name];
    return typeof value === 'string' ? value : undefined;
  };
  const many = (name: string): readonly string[] =>
    [form[name] ?? []].flat().filter((value) => typeof value === 'string');
  const request = readRequest(store, text);
  if (typeof request === 'string') return c.html(problemPage(request), 400);
  const target = new URL(request.redirectUri);
  if (text('decision') !== 'allow') {
    target.searchParams.set('error', 'access_denied');
    target.searchParams.set('error_code', '200');
    target.searchParams.set('error_description', 'Permissions error');
    target.searchParams.set('error_reason', 'user_denied');
    target.searchParams.set('state', request.state);
    return c.redirect(target.href, 302);
  }
  const now = wallNow();
  const user = ensureUser(store, text('sandbox_user') ?? newUserKey(), now);
  const app = openApp(store, request.clientId, null);
  const own = {
    accounts: new Set(accountsOf(store, user).map((account) => account.id)),
    pages: new Set(pagesOf(store, user).map((page) => page.id)),
  };
  const ticked = many('permission').filter((scope) => request.scopes.includes(scope));
  const code: AuthCode = {
    id: randomText('AQ'),
    appId: app.id,
    userId: user.id,
    redirectUri: request.redirectUri,
    scopes: ['public_profile', ...ticked],
    declined: request.scopes.filter((scope) => !ticked.includes(scope)),
    ...(request.config === null ? {} : { configId: request.config.id }),
    accountIds: many('account').filter((id) => own.accounts.has(id)),
    pageIds: many('page').filter((id) => own.pages.has(id)),
    issuedAt: now,
    used: false,
  };
  store.commit([{ kind: 'code', value: code }]);
  target.searchParams.set('code', code.id);
  target.searchParams.set('state', request.state);
  return c.redirect(target.href, 302);
}

/** Reads what the app asks for; a sentence when it cannot be answered. */
function readRequest(
  store: Store,
  text: (name: string) => string | undefined,
): DialogRequest | string {
  const clientId = text('client_id') ?? '';
  const redirectUri = text('redirect_uri') ?? '';
  if (clientId === '') return 'The app did not say who it is (client_id is missing).';
  if (!/^https?:\/\//.test(redirectUri) || !URL.canParse(redirectUri)) {
    return 'The app did not say where to send you back to (redirect_uri is missing or not an address).';
  }
  const asked = (text('scope') ?? '')
    .split(/[,\s]+/)
    .filter((scope) => /^[a-z_]{3,60}$/.test(scope));
  const scopes = asked.filter((scope) => scope !== 'public_profile');
  const overrides = text('override_default_response_type') === 'true';
  const configId = text('config_id') ?? '';
  const config = store.get('loginConfig', configId) ?? null;
  if (configId !== '' && config === null) {
    return 'The app named a login set-up that does not exist (config_id).';
  }
  if (config?.kind === 'system-user' && !overrides) {
    return 'This login set-up gives no code unless override_default_response_type is sent.';
  }
  return {
    clientId,
    redirectUri,
    state: text('state') ?? '',
    scopes: config?.scopes ?? (scopes.length > 0 ? scopes : DEFAULT_SCOPES),
    config,
    overrides,
  };
}

/** Every browser is its own Facebook user, remembered by a cookie; a test may name one in the address. */
function userOf(c: Context, store: Store, now: number): FbUser {
  const key = c.req.query('sandbox_user') ?? getCookie(c, COOKIE) ?? newUserKey();
  setCookie(c, COOKIE, key, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: YEAR_SECONDS });
  return ensureUser(store, key, now);
}
