import { tokenProblem } from '../http/call.ts';
import type { GraphCall } from '../http/call.ts';
import { GraphError, tokenError } from '../http/graph-error.ts';
import { requiredText } from '../http/params.ts';
import { DAY_MS } from '../delivery/zone.ts';
import type { JsonObject } from '../json.ts';
import type { Token } from '../state/types.ts';

const DATA_ACCESS_DAYS = 90;

const TYPES = { page: 'PAGE', 'system-user': 'SYSTEM_USER', user: 'USER' } as const;

/** `GET /debug_token`, asked with the app's own token or with another of its users' tokens. */
export function debugToken(call: GraphCall): JsonObject {
  const appId = askingApp(call);
  const token = call.store.get('token', requiredText(call.params, 'input_token'));
  if (token?.appId !== appId) {
    return {
      data: {
        error: { code: 190, message: 'Invalid OAuth access token data.' },
        is_valid: false,
        scopes: [],
      },
    };
  }
  const problem = tokenProblem(token, call.now);
  return {
    data: {
      app_id: token.appId,
      type: TYPES[token.kind],
      application: 'Sandbox app',
      data_access_expires_at: Math.floor(
        (token.dataAccessExpiresAt ?? token.issuedAt + DATA_ACCESS_DAYS * DAY_MS) / 1000,
      ),
      expires_at: Math.floor(token.expiresAt / 1000),
      is_valid: problem === null,
      issued_at: Math.floor(token.issuedAt / 1000),
      ...(problem ? { error: { code: 190, ...problem } } : {}),
      scopes: token.scopes,
      granular_scopes: token.scopes.map((scope) => granular(scope, token)),
      user_id: token.userId,
      ...(token.pageId === null ? {} : { profile_id: token.pageId }),
    },
  };
}

function granular(scope: string, token: Token): JsonObject {
  if (scope.startsWith('ads_')) return { scope, target_ids: token.accountIds };
  if (scope.startsWith('pages_') || scope === 'leads_retrieval')
    return { scope, target_ids: token.pageIds };
  return { scope };
}

function askingApp(call: GraphCall): string {
  const asked = call.accessToken ?? '';
  const [id = '', secret] = asked.split('|');
  if (secret !== undefined) {
    const app = call.store.get('app', id);
    if (app && app.secret !== '' && app.secret === secret) return app.id;
    throw new GraphError({ code: 190, message: 'Invalid OAuth access token signature.' });
  }
  const token = call.store.get('token', asked);
  if (!token) throw tokenError(undefined, 'Invalid OAuth access token - Cannot parse access token');
  return token.appId;
}
