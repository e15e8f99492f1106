import type { SignedCall } from '../http/call.ts';
import { fieldsParam } from '../http/fields.ts';
import type { Json, JsonObject } from '../json.ts';
import { projectNode } from '../nodes/project.ts';
import type { LedgerNote } from '../state/store.ts';
import type { Kind } from '../state/types.ts';

const NEVER_KEPT = new Set(['access_token', 'appsecret_proof', 'bytes', 'id', 'fields']);
const LONGEST_KEPT = 4000;

/** What the ledger keeps of a call's parameters: no token, no proof, no file. */
function keptParams(call: SignedCall): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries((call.sent ?? call.params).values)) {
    if (NEVER_KEPT.has(name)) continue;
    kept[name] =
      typeof value === 'string' && value.length > LONGEST_KEPT
        ? value.slice(0, LONGEST_KEPT)
        : value;
  }
  return kept;
}

export function ledgerNote(
  call: SignedCall,
  what: {
    readonly action: LedgerNote['action'];
    readonly object: Kind;
    readonly objectId: string;
    readonly accountId: string | null;
    readonly deduplicated?: boolean;
  },
): LedgerNote {
  return {
    at: call.now,
    action: what.action,
    object: what.object,
    objectId: what.objectId,
    accountId: what.accountId,
    userId: call.session.token.userId,
    appId: call.session.app.id,
    deduplicated: what.deduplicated ?? false,
    params: keptParams(call),
    method: call.method,
    path: call.path,
    ...(call.byHand === true ? { byHand: true } : {}),
  };
}

/** The answer to a create: the id, and the fields that were asked for in the same call. */
export function createdAnswer(call: SignedCall, id: string): JsonObject {
  const fields = fieldsParam(call.params);
  const found = call.store.find(id);
  if (fields === null || !found) return { id };
  return projectNode(call, found, fields);
}
