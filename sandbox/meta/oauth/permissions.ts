import type { SignedCall } from '../http/call.ts';
import { notVisible } from '../http/graph-error.ts';
import type { JsonObject } from '../json.ts';

/** `GET /{user}/permissions`. */
export function listPermissions(call: SignedCall): JsonObject {
  return {
    data: call.session.token.scopes.map((permission) => ({ permission, status: 'granted' })),
  };
}

/** `DELETE /{user}/permissions`: the app loses this person; all of its tokens for them stop working. */
export function removePermissions(call: SignedCall, userId: string): JsonObject {
  const { appId } = call.session.token;
  if (call.session.token.userId !== userId) throw notVisible(call.method, userId);
  const tokens = call.store.list('token', (row) => row.userId === userId && row.appId === appId);
  call.store.commit(
    tokens.map((token) => ({ kind: 'token', value: { ...token, state: 'revoked' } })),
  );
  return { success: true };
}
