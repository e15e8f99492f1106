import type { Token, TokenState } from '../state/types.ts';
import { tokenProblem } from './call.ts';
import type { GraphCall } from './call.ts';
import type { Fault } from './fault-script.ts';
import { GraphError, tokenError } from './graph-error.ts';
import { refusal } from './reply.ts';
import type { Reply } from './reply.ts';

const STATE_BY_SUBCODE: Readonly<Record<number, Exclude<TokenState, 'valid'>>> = {
  458: 'revoked',
  459: 'checkpoint',
  460: 'password_changed',
  463: 'expired',
  464: 'unconfirmed',
  467: 'logged_out',
};

/** The call's token dies, and with it, unless the script says otherwise, all of the person's for this app. */
export function tokenDied(call: GraphCall, fault: Fault): Reply {
  const subcode = fault.subcode ?? 463;
  const state = STATE_BY_SUBCODE[subcode];
  const token = tokenOf(call);
  if (!state || !token) {
    return refusal(tokenError(subcode, fault.message ?? 'Error validating access token.'));
  }
  const dead = (row: Token): Token => ({
    ...row,
    state,
    ...(state === 'expired' ? { expiresAt: Math.min(row.expiresAt, call.now) } : {}),
  });
  if (fault.lasting) {
    const hit = tokensOf(call, token);
    call.store.commit(hit.map((row) => ({ kind: 'token', value: dead(row) })));
  }
  const problem = tokenProblem(dead(token), call.now);
  return refusal(tokenError(subcode, fault.message ?? problem?.message ?? ''));
}

/** The call is refused for a missing permission, which stays missing unless the script says otherwise. */
export function permissionLost(call: GraphCall, fault: Fault): Reply {
  const token = tokenOf(call);
  if (fault.lasting && token) {
    const hit = tokensOf(call, token);
    const puts = hit.map((row) => ({
      kind: 'token' as const,
      value: { ...row, scopes: row.scopes.filter((scope) => scope !== fault.scope) },
    }));
    call.store.commit(puts);
  }
  const code = fault.code ?? 200;
  const words =
    code === 10
      ? 'Application does not have permission for this action'
      : `Requires ${fault.scope} permission to manage the object.`;
  return refusal(
    new GraphError({
      code,
      status: 403,
      message: `(#${code}) ${fault.message ?? words}`,
      ...(fault.subcode === null ? {} : { subcode: fault.subcode }),
    }),
  );
}

function tokenOf(call: GraphCall): Token | undefined {
  return call.accessToken === null ? undefined : call.store.get('token', call.accessToken);
}

function tokensOf(call: GraphCall, token: Token): readonly Token[] {
  return call.store.list(
    'token',
    (row) => row.userId === token.userId && row.appId === token.appId && row.state === 'valid',
  );
}
