import { REQUIRED_SCOPES } from '../../domain/connection/connection.ts';
import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { classifyGraphError, MetaError, noAnswer } from './errors.ts';
import { AD_ACCOUNT_FIELDS, parseAdAccount, parsePage } from './nodes.ts';
import {
  graphErrorIn,
  integer,
  isObject,
  list,
  nextCursor,
  parseBody,
  text,
  texts,
} from './parse.ts';
import type { JsonObject } from './parse.ts';
import { appSecretProof } from './proof.ts';
import { revokeLogin } from './revoke-login.ts';
import { META_API_VERSION } from './version.ts';

export type MetaOAuthOptions = {
  /** Without version: https://graph.facebook.com */
  readonly graphUrl: string;
  /** Without version: https://www.facebook.com */
  readonly dialogUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly redirectUri: string;
  /** A set-up of Login for Business; the permissions then stand in it, not in the address. */
  readonly loginConfigId?: string | null;
  /** Whose token that set-up gives; Facebook wants to hear of it in the address. */
  readonly loginTokenKind?: 'user' | 'system-user';
  /** Epoch ms on the clock that token expiries are counted from. */
  readonly now?: () => number;
  /** Sends `now` as X-Sandbox-Time; only for the sandbox Graph API. */
  readonly sandbox?: boolean;
};

/** `expiresAt` in epoch ms; null means Meta gave no end. */
export type IssuedToken = { readonly token: string; readonly expiresAt: number | null };

export type TokenInspection = {
  readonly valid: boolean;
  /** Why a token does not work; null for one that does. */
  readonly problem: DeploymentProblemCode | null;
  /** A token of a system user can be renewed for as long as it works. */
  readonly kind: 'user' | 'system-user';
  readonly appId: string | null;
  readonly userId: string | null;
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly scopes: readonly string[];
};

export type MetaOAuth = {
  /** Ours: a token of another app is refused. */
  readonly appId: string;
  /** Where to send the person. `state` is single use and bound to session and project by the caller. */
  dialogUrl(input: { state: string; scopes?: readonly string[]; rerequest?: boolean }): string;
  exchangeCode(code: string): Promise<IssuedToken>;
  longLived(token: string): Promise<IssuedToken>;
  /** Asks for more time for a token that still works. Facebook may give the old end again. */
  renew(token: string, kind: TokenInspection['kind']): Promise<IssuedToken>;
  inspect(token: string): Promise<TokenInspection>;
  me(token: string): Promise<{ readonly id: string; readonly name: string }>;
  listAdAccounts(token: string): Promise<readonly AdAccountOption[]>;
  listPages(token: string): Promise<readonly PageOption[]>;
  /** Ends every token of the person. @returns false when Facebook did not confirm it; never throws. */
  revoke(token: string): Promise<boolean>;
};

const TIMEOUT_MS = 30_000;
/** Enough for 2,000 accounts or Pages; a runaway list must not hang the login. */
const MAX_PAGES = 20;

type Ask = (
  path: string,
  params: Readonly<Record<string, string>>,
  token?: string,
) => Promise<JsonObject>;

/**
 * Facebook login and what a fresh login may see. All reads but `revoke`; plain fetch, so that the API process does not load the SDK.
 * Every other method throws MetaError; its `code` is one of the `meta.*` problem codes.
 */
export function createMetaOAuth(options: MetaOAuthOptions): MetaOAuth {
  const now = options.now ?? Date.now;
  const ask = createAsk(options, now);
  const { appId, appSecret, redirectUri } = options;

  const issue = async (params: Readonly<Record<string, string>>): Promise<IssuedToken> => {
    const body = await ask('oauth/access_token', {
      client_id: appId,
      client_secret: appSecret,
      ...params,
    });
    const token = text(body['access_token']);
    if (token === null) throw new MetaError(noAnswer('The login answer held no token.'));
    const seconds = integer(body['expires_in']);
    return { token, expiresAt: seconds === null || seconds === 0 ? null : now() + seconds * 1000 };
  };

  return {
    appId,
    dialogUrl: ({ state, scopes = REQUIRED_SCOPES, rerequest }) => {
      const url = new URL(`${trimSlash(options.dialogUrl)}/${META_API_VERSION}/dialog/oauth`);
      url.searchParams.set('client_id', appId);
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      url.searchParams.set('response_type', 'code');
      const { loginConfigId, loginTokenKind } = options;
      if (typeof loginConfigId === 'string') {
        url.searchParams.set('config_id', loginConfigId);
        // Sent along for user tokens it leaves Facebook's list of accounts empty.
        if (loginTokenKind === 'system-user') {
          url.searchParams.set('override_default_response_type', 'true');
        }
      } else {
        url.searchParams.set('scope', scopes.join(','));
      }
      // Without it Facebook skips the permissions that were unticked the first time.
      if (rerequest === true) url.searchParams.set('auth_type', 'rerequest');
      return url.toString();
    },
    exchangeCode: (code) => issue({ redirect_uri: redirectUri, code }),
    longLived: (token) => issue({ grant_type: 'fb_exchange_token', fb_exchange_token: token }),
    renew: (token, kind) =>
      issue({
        grant_type: 'fb_exchange_token',
        fb_exchange_token: token,
        ...(kind === 'system-user' ? { set_token_expires_in_60_days: 'true' } : {}),
      }),
    inspect: async (token) => {
      const body = await ask('debug_token', { input_token: token }, `${appId}|${appSecret}`);
      return parseInspection(isObject(body['data']) ? body['data'] : {});
    },
    me: async (token) => {
      const body = await ask('me', { fields: 'id,name' }, token);
      const id = text(body['id']);
      if (id === null) throw new MetaError(noAnswer('The profile answer held no id.'));
      return { id, name: text(body['name']) ?? 'Facebook user' };
    },
    listAdAccounts: async (token) =>
      (await everyPage(ask, token, 'me/adaccounts', AD_ACCOUNT_FIELDS)).map(parseAdAccount),
    listPages: async (token) =>
      (await everyPage(ask, token, 'me/accounts', 'id,name,tasks')).map(parsePage),
    revoke: (token) => revokeLogin(options, token),
  };
}

function parseInspection(data: JsonObject): TokenInspection {
  const valid = data['is_valid'] === true;
  return {
    valid,
    problem: valid ? null : problemIn(data['error']),
    kind: data['type'] === 'SYSTEM_USER' ? 'system-user' : 'user',
    appId: text(data['app_id']),
    userId: text(data['user_id']),
    expiresAt: secondsToMs(integer(data['expires_at'])),
    dataAccessExpiresAt: secondsToMs(integer(data['data_access_expires_at'])),
    scopes: texts(data['scopes']),
  };
}

/** `debug_token` names code and subcode without the prefix that errors have elsewhere. */
function problemIn(error: unknown): DeploymentProblemCode {
  const raw = isObject(error) ? error : {};
  const code = integer(raw['code']) ?? 190;
  const subcode = integer(raw['subcode']) ?? integer(raw['error_subcode']);
  const parts = { title: null, detail: null, blame: [], traceId: null, transient: false };
  return classifyGraphError({ code, subcode, ...parts }, null).problem;
}

/** Zero means "never" in debug_token. */
function secondsToMs(seconds: number | null): number | null {
  return seconds === null || seconds === 0 ? null : seconds * 1000;
}

async function everyPage(
  ask: Ask,
  token: string,
  path: string,
  fields: string,
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const body: JsonObject = await ask(
      path,
      { fields, limit: '100', ...(after === null ? {} : { after }) },
      token,
    );
    found.push(...list(body['data']));
    after = nextCursor(body);
    if (after === null) break;
  }
  return found;
}

function createAsk(options: MetaOAuthOptions, now: () => number): Ask {
  const base = `${trimSlash(options.graphUrl)}/${META_API_VERSION}`;
  return async (path, params, token) => {
    const url = new URL(`${base}/${path}`);
    for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
    const headers = new Headers({ accept: 'application/json' });
    if (token !== undefined) {
      headers.set('authorization', `Bearer ${token}`);
      // The app's own token, used for inspection only, is the secret itself and needs no proof.
      if (!token.endsWith(`|${options.appSecret}`)) {
        url.searchParams.set('appsecret_proof', appSecretProof(token, options.appSecret));
      }
    }
    if (options.sandbox === true) headers.set('x-sandbox-time', String(now()));
    const body = parseBody(await fetchText(url, headers));
    if (body === null) throw new MetaError(noAnswer('Facebook sent something other than JSON.'));
    const error = graphErrorIn(body);
    if (error !== null) throw new MetaError(classifyGraphError(error, null));
    return body;
  };
}

/** The cause is dropped: fetch puts the whole address, with its secrets, into some errors. */
async function fetchText(url: URL, headers: Headers): Promise<string> {
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await response.text();
  } catch {
    throw new MetaError(noAnswer('Facebook could not be reached.'));
  }
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
