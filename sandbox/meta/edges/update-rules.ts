import type { SignedCall } from '../http/call.ts';
import { badParam, ruleBroken } from '../http/graph-error.ts';
import { hasParam } from '../http/params.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad, AdSet, Campaign, ConfiguredStatus, Put } from '../state/types.ts';
import { isRehearsal } from '../http/operations.ts';
import { ledgerNote } from './record.ts';
import { statusOf } from './visibility.ts';

/** A budget step of more than this part counts as a significant edit here; Meta names no number. */
const SIGNIFICANT_BUDGET_STEP = 0.5;

/** Deleted is final: afterwards only the name may change. */
export function requireChangeable(
  call: SignedCall,
  node: Campaign | AdSet | Ad,
  status: ConfiguredStatus | null,
): void {
  const now = statusOf(call, node);
  const onlyName = Object.keys(call.params.values).every((key) =>
    ['name', 'access_token', 'appsecret_proof', 'id', 'fields'].includes(key),
  );
  const archiveLeaves =
    current<{ readonly status: ConfiguredStatus }>(node).status === 'ARCHIVED' &&
    status !== null &&
    status !== 'DELETED' &&
    status !== 'ARCHIVED';
  if (now !== 'DELETED' && !archiveLeaves) return;
  if (now === 'DELETED' && onlyName) return;
  const isAd = 'adSetId' in node;
  throw ruleBroken(
    isAd ? 1487566 : 1487056,
    isAd ? 'Ad Cannot Be Changed' : 'Object Was Deleted',
    'A deleted object cannot be changed any more. An archived one can only be deleted.',
    'status',
  );
}

export function isSignificantStep(
  before: number | null,
  after: number | null | undefined,
): boolean {
  if (before === null || after === null || after === undefined) return false;
  return Math.abs(after - before) / before > SIGNIFICANT_BUDGET_STEP;
}

export function requireAboveSpent(lifetimeBudget: number | null, spent: () => number): void {
  if (lifetimeBudget === null || lifetimeBudget >= spent() * 1.1) return;
  throw ruleBroken(
    1885650,
    'Budget Is Below What Was Spent',
    'The lifetime budget must be at least ten per cent above what has already been spent.',
    'lifetime_budget',
  );
}

export function refuseFixed(call: SignedCall, names: readonly string[]): void {
  for (const name of names) {
    if (hasParam(call.params, name)) throw badParam(`Param ${name} cannot be changed here.`, name);
  }
}

export function finish(
  call: SignedCall,
  write: {
    readonly puts: readonly Put[];
    readonly object: 'campaign' | 'adSet' | 'ad' | 'creative';
    readonly node: { readonly id: string; readonly accountId: string };
    readonly deleted: boolean;
  },
): JsonObject {
  if (isRehearsal(call)) return { success: true };
  const action = write.deleted ? 'delete' : 'update';
  const note = ledgerNote(call, {
    action,
    object: write.object,
    objectId: write.node.id,
    accountId: write.node.accountId,
  });
  call.store.commit(write.puts, note);
  return { success: true };
}
