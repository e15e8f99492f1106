import type { GraphDeps } from '../http/graph-routes.ts';
import type { JsonObject } from '../json.ts';
import type { LedgerEntry } from '../state/types.ts';

/** Reads one value of a query by its name. */
export type Query = (name: string) => string | undefined;

const WORDS: Readonly<Record<string, string>> = {
  adSet: 'ad-set',
  leadForm: 'lead-form',
};

/** Sending these a second time changes nothing; a second create of the others makes a second thing. */
const SAME_AGAIN = new Set(['image', 'creative']);

/** The writes that were accepted, oldest first, as far as the query wants them. */
export function readLedger({ store }: GraphDeps, query: Query): JsonObject {
  const account = query('account')?.replace(/^act_/, '');
  const after = Number(query('after') ?? 0);
  const wants = (name: string, value: string): boolean => (query(name) ?? value) === value;
  const entries = store
    .ledger()
    .filter(
      (entry) =>
        entry.seq > after &&
        (account === undefined || account === entry.accountId) &&
        wants('object', entry.object) &&
        wants('action', entry.action) &&
        wants('object_id', entry.objectId) &&
        wants('user', entry.userId) &&
        wants('kind', kindOf(entry)) &&
        wants('by_hand', String(entry.byHand === true)),
    )
    .map((entry) => ({
      ...entry,
      kind: kindOf(entry),
      byHand: entry.byHand === true,
      idempotent: entry.action !== 'create' || SAME_AGAIN.has(entry.object),
      sandboxTime: new Date(entry.at).toISOString(),
    }));
  return { count: entries.length, entries };
}

function kindOf(entry: LedgerEntry): string {
  return `${entry.action}-${WORDS[entry.object] ?? entry.object}`;
}

/** Every call that came, answered or not, oldest first. */
export function readCalls({ calls }: GraphDeps, query: Query): JsonObject {
  const account = query('account')?.replace(/^act_/, '');
  const after = Number(query('after') ?? 0);
  const wants = (name: string, value: string): boolean => (query(name) ?? value) === value;
  const entries = calls
    .list()
    .filter(
      (entry) =>
        entry.seq > after &&
        (account === undefined || account === entry.accountId) &&
        wants('operation', entry.operation) &&
        wants('method', entry.method) &&
        wants('status', String(entry.status)) &&
        wants('code', String(entry.code ?? '')) &&
        wants('user', entry.userId ?? ''),
    )
    .map((entry) => ({ ...entry }));
  return { count: entries.length, entries };
}
