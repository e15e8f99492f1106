import { DAY_MS } from '../delivery/zone.ts';
import { NEVER, tokenProblem } from '../http/call.ts';
import type { GraphCall } from '../http/call.ts';
import { badParam, GraphError, tokenError } from '../http/graph-error.ts';
import { flagParam, requiredText, textParam } from '../http/params.ts';
import type { JsonObject } from '../json.ts';
import type { Token } from '../state/types.ts';
import { CODE_LIFE_MS, issueToken, LONG_TOKEN_MS, openApp, SHORT_TOKEN_MS } from './grants.ts';

/** `GET /oauth/access_token`: a code for a token, or a short-lived token for one of sixty days. */
export function exchange(call: GraphCall): JsonObject {
  const { params, store, now } = call;
  const app = openApp(
    store,
    requiredText(params, 'client_id'),
    requiredText(params, 'client_secret'),
  );
  const grantType = textParam(params, 'grant_type');
  if (grantType === 'client_credentials') {
    return { access_token: `${app.id}|${app.secret}`, token_type: 'bearer' };
  }
  const token =
    grantType === 'fb_exchange_token' ? exchangeToken(call, app.id) : redeemCode(call, app.id);
  return {
    access_token: token.id,
    token_type: 'bearer',
    ...(token.expiresAt === NEVER
      ? {}
      : { expires_in: Math.floor((token.expiresAt - now) / 1000) }),
  };
}

function exchangeToken(call: GraphCall, appId: string): ReturnType<typeof issueToken> {
  const given = requiredText(call.params, 'fb_exchange_token');
  const old = call.store.get('token', given);
  if (old?.appId !== appId)
    throw tokenError(undefined, 'Invalid OAuth access token - Cannot parse access token');
  const problem = tokenProblem(old, call.now);
  if (problem) throw tokenError(problem.subcode, problem.message);
  return issueToken(call.store, old, call.now, renewedUntil(call, old));
}

/** A short token becomes a long one; whether a long one gets more time is up to Meta, here to a switch. */
function renewedUntil(call: GraphCall, old: Token): number {
  const { now, params, settings } = call;
  const wholeTerm = now + LONG_TOKEN_MS;
  if (old.kind === 'system-user') {
    const asked = flagParam(params, 'set_token_expires_in_60_days') === true;
    return asked && old.expiresAt !== NEVER ? wholeTerm : old.expiresAt;
  }
  const isLong = old.expiresAt - old.issuedAt > SHORT_TOKEN_MS;
  return isLong && !settings.exchangeMovesExpiry ? old.expiresAt : wholeTerm;
}

function redeemCode(call: GraphCall, appId: string): ReturnType<typeof issueToken> {
  const code = call.store.get('code', requiredText(call.params, 'code'));
  if (code?.appId !== appId) {
    throw new GraphError({ code: 100, message: 'Invalid verification code format.' });
  }
  if (code.used) {
    throw new GraphError({
      code: 100,
      subcode: 36009,
      message: 'This authorization code has been used.',
    });
  }
  if (call.wallNow - code.issuedAt > CODE_LIFE_MS) {
    throw new GraphError({
      code: 100,
      subcode: 36007,
      message: 'This authorization code has expired.',
    });
  }
  if (textParam(call.params, 'redirect_uri') !== code.redirectUri) {
    throw new GraphError({
      code: 100,
      subcode: 36008,
      message:
        'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
    });
  }
  call.store.commit([{ kind: 'code', value: { ...code, used: true } }]);
  const config = code.configId === undefined ? null : call.store.get('loginConfig', code.configId);
  if (config?.kind !== 'system-user') {
    return issueToken(call.store, code, call.now, call.now + SHORT_TOKEN_MS);
  }
  const until = config.tokenDays === null ? NEVER : call.now + config.tokenDays * DAY_MS;
  return issueToken(call.store, { ...code, kind: 'system-user' }, call.now, until);
}

/** `GET /oauth/revoke`: the app itself ends one of its tokens. */
export function revoke(call: GraphCall): JsonObject {
  const app = openApp(
    call.store,
    requiredText(call.params, 'client_id'),
    requiredText(call.params, 'client_secret'),
  );
  const token = call.store.get('token', requiredText(call.params, 'revoke_token'));
  if (token?.appId !== app.id) throw badParam('The token does not belong to this app.');
  call.store.commit([{ kind: 'token', value: { ...token, state: 'revoked' } }]);
  return { success: true };
}
