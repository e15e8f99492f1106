import { timingSafeEqual, createHmac } from 'node:crypto';
import type { Store } from '../state/store.ts';
import type { AdAccount, App, Page, Token, TokenState } from '../state/types.ts';
import type { Settings } from './settings.ts';
import { badParam, GraphError, noPermission, notVisible, tokenError } from './graph-error.ts';
import { textParam } from './params.ts';
import type { Params } from './params.ts';

/** Who is calling, once the token has been accepted. */
export type Session = { readonly token: Token; readonly app: App };

export type GraphCall = {
  readonly store: Store;
  readonly settings: Settings;
  /** The instant of the call on the sandbox clock. */
  readonly now: number;
  /** The sandbox's own clock: a browser on the consent page brings no time of its own. */
  readonly wallNow: number;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly version: string;
  /** Path below the version, without a leading slash. */
  readonly path: string;
  readonly params: Params;
  readonly publicUrl: string;
  readonly accessToken: string | null;
  /** What was really sent, when the sandbox was told to take it for something else. */
  readonly sent?: Params;
  /** True for an edit made in Ads Manager rather than by an app. */
  readonly byHand?: boolean;
};

export type SignedCall = GraphCall & { readonly session: Session };

/** @throws GraphError 190 (with Meta's subcodes) or 104 when the token does not let anybody in. */
export function authenticate(call: GraphCall): Session {
  if (call.accessToken === null) {
    throw new GraphError({
      code: 104,
      message: 'An access token is required to request this resource.',
    });
  }
  const token = call.store.get('token', call.accessToken);
  if (!token) throw tokenError(undefined, 'Invalid OAuth access token - Cannot parse access token');
  const app = call.store.get('app', token.appId);
  if (!app) throw tokenError(undefined, 'Error validating application.');
  refuseDeadToken(token, call.now);
  checkProof(call.params, app, token);
  return { token, app };
}

/** The expiry of a token that does not expire, as Meta writes it. */
export const NEVER = 0;

/** Why a token no longer works, in Meta's words; null when it does. */
export function tokenProblem(
  token: Token,
  now: number,
): { readonly subcode: number; readonly message: string } | null {
  if (token.state === 'valid' && (token.expiresAt === NEVER || now < token.expiresAt)) return null;
  const { subcode, text } =
    TOKEN_PROBLEMS[token.state === 'valid' ? 'expired' : token.state](token);
  return { subcode, message: `Error validating access token: ${text}` };
}

type TokenProblem = { readonly subcode: number; readonly text: string };

const TOKEN_PROBLEMS: Readonly<
  Record<Exclude<TokenState, 'valid'>, (token: Token) => TokenProblem>
> = {
  expired: (token) => ({
    subcode: 463,
    text: `Session has expired on ${new Date(token.expiresAt).toUTCString()}.`,
  }),
  revoked: (token) => ({
    subcode: 458,
    text: `The user has not authorized application ${token.appId}.`,
  }),
  checkpoint: () => ({
    subcode: 459,
    text: 'You cannot access the app till you log in to www.facebook.com and follow the instructions given.',
  }),
  password_changed: () => ({
    subcode: 460,
    text: 'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  }),
  unconfirmed: () => ({
    subcode: 464,
    text: 'Sessions for the user are not allowed because the user is not a confirmed user.',
  }),
  logged_out: () => ({
    subcode: 467,
    text: 'This is because the user logged out or may be due to an invalid access token.',
  }),
};

function refuseDeadToken(token: Token, now: number): void {
  const problem = tokenProblem(token, now);
  if (problem) throw tokenError(problem.subcode, problem.message);
}

function checkProof(params: Params, app: App, token: Token): void {
  const proof = textParam(params, 'appsecret_proof');
  if (proof === null) return;
  const expected = createHmac('sha256', app.secret).update(token.id).digest('hex');
  const given = Buffer.from(proof);
  const same = given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
  if (!same) {
    throw new GraphError({
      code: 100,
      type: 'GraphMethodException',
      message: 'Invalid appsecret_proof provided in the API argument',
    });
  }
}

export function requireScope(session: Session, ...anyOf: readonly string[]): void {
  if (anyOf.some((scope) => session.token.scopes.includes(scope))) return;
  throw noPermission(`Requires ${anyOf.join(' or ')} permission to manage the object.`);
}

/** @throws GraphError 200 when the person did not share the account, 100/33 when there is none. */
export function requireAccount(call: SignedCall, accountId: string): AdAccount {
  const account = call.store.get('account', accountId);
  if (!account) throw notVisible(call.method, `act_${accountId}`);
  if (!call.session.token.accountIds.includes(accountId)) {
    throw noPermission('Ad account owner has NOT grant ads_management or ads_read permission.');
  }
  requireScope(call.session, 'ads_management', ...(call.method === 'GET' ? ['ads_read'] : []));
  return account;
}

/** A Page the caller may advertise for. @throws GraphError 200/1815694. */
export function requireAdvertisablePage(call: SignedCall, pageId: string, param: string): Page {
  const page = call.store.get('page', pageId);
  if (!page) throw badParam(`Param ${param} must be a valid Page ID - got "${pageId}".`, param);
  const shared = call.session.token.pageIds.includes(pageId);
  if (!shared || !page.tasks.includes('ADVERTISE')) {
    throw new GraphError({
      code: 200,
      subcode: 1815694,
      status: 403,
      message: '(#200) Permissions error',
      title: 'No Permission to Advertise for This Page',
      userMessage: `You need the advertiser role on the Page "${page.name}" to create ads for it.`,
      blame: [[param]],
    });
  }
  return page;
}
