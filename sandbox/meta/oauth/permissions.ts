import type { SignedCall } from '../http/call.ts';
import { badParam, notVisible } from '../http/graph-error.ts';
import { textParam } from '../http/params.ts';
import type { JsonObject } from '../json.ts';

/** `GET /{user}/permissions`: what was given, and what the person unticked. */
export function listPermissions(call: SignedCall): JsonObject {
  const { scopes, declined = [] } = call.session.token;
  return {
    data: [
      ...scopes.map((permission) => ({ permission, status: 'granted' })),
      ...declined.map((permission) => ({ permission, status: 'declined' })),
    ],
  };
}

/**
 * `DELETE /{user}/permissions`: the app loses this person; all of its tokens for them stop working.
 * `DELETE /{user}/permissions/{permission}` takes away one.
 */
export function removePermissions(
  call: SignedCall,
  userId: string,
  one: string | null = textParam(call.params, 'permission'),
): JsonObject {
  const { appId, scopes } = call.session.token;
  if (call.session.token.userId !== userId) throw notVisible(call.method, userId);
  if (one !== null && !scopes.includes(one)) {
    throw badParam(`The permission ${one} was not given.`, 'permission');
  }
  const tokens = call.store.list('token', (row) => row.userId === userId && row.appId === appId);
  call.store.commit(
    tokens.map((token) => ({
      kind: 'token',
      value:
        one === null
          ? { ...token, state: 'revoked' }
          : { ...token, scopes: token.scopes.filter((scope) => scope !== one) },
    })),
  );
  return { success: true };
}
