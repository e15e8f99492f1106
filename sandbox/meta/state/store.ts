import { createMemoryBlobs } from './blobs.ts';
import type { Blobs } from './blobs.ts';
import { createMemoryJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import type { Kind, LedgerEntry, Put, Tables } from './types.ts';

type Maps = { readonly [K in Kind]: Map<string, Tables[K]> };

export type LedgerNote = Omit<LedgerEntry, 'seq'>;
export type Found = { [K in Kind]: { readonly kind: K; readonly node: Tables[K] } }[Kind];

export type Store = {
  readonly get: <K extends Kind>(kind: K, id: string) => Tables[K] | undefined;
  readonly list: <K extends Kind>(
    kind: K,
    keep: (row: Tables[K]) => boolean,
  ) => readonly Tables[K][];
  /** Any Graph node by its id; tokens, codes and pictures are not nodes. */
  readonly find: (id: string) => Found | undefined;
  /** Writes all rows and the note as one journal line, on disk before it returns. */
  readonly commit: (puts: readonly Put[], note?: LedgerNote) => void;
  readonly ledger: () => readonly LedgerEntry[];
  /** The next id for a kind of object: digits only, growing, never reused. */
  readonly nextId: (kind: Kind) => string;
  readonly blobs: Blobs;
  readonly reset: () => void;
  readonly close: () => void;
};

/** Leading digits per kind, so that a person reading a log can tell a campaign from an ad. */
const ID_PREFIX: Partial<Record<Kind, string>> = {
  user: '1022',
  account: '7710',
  page: '1150',
  pixel: '8830',
  mobileApp: '4410',
  campaign: '120210',
  adSet: '120220',
  ad: '120230',
  creative: '120240',
  leadForm: '9910',
  reportRun: '6610',
};

function emptyMaps(): Maps {
  return {
    app: new Map(),
    user: new Map(),
    token: new Map(),
    code: new Map(),
    account: new Map(),
    page: new Map(),
    pixel: new Map(),
    mobileApp: new Map(),
    campaign: new Map(),
    adSet: new Map(),
    image: new Map(),
    creative: new Map(),
    ad: new Map(),
    leadForm: new Map(),
    reportRun: new Map(),
    reviewRule: new Map(),
    loginConfig: new Map(),
  };
}

function putRow<K extends Kind>(
  maps: Maps,
  put: { readonly kind: K; readonly value: Tables[K] },
): void {
  maps[put.kind].set(put.value.id, put.value);
}

function lookUp<K extends Kind>(maps: Maps, kind: K, id: string): Tables[K] | undefined {
  return maps[kind].get(id);
}

function findNode(maps: Maps, id: string): Found | undefined {
  return (
    pair('account', maps.account.get(id)) ??
    pair('page', maps.page.get(id)) ??
    pair('campaign', maps.campaign.get(id)) ??
    pair('adSet', maps.adSet.get(id)) ??
    pair('ad', maps.ad.get(id)) ??
    pair('creative', maps.creative.get(id)) ??
    pair('user', maps.user.get(id)) ??
    pair('pixel', maps.pixel.get(id)) ??
    pair('mobileApp', maps.mobileApp.get(id)) ??
    pair('leadForm', maps.leadForm.get(id)) ??
    pair('reportRun', maps.reportRun.get(id))
  );
}

function pair<K extends Kind>(
  kind: K,
  node: Tables[K] | undefined,
): { readonly kind: K; readonly node: Tables[K] } | undefined {
  return node === undefined ? undefined : { kind, node };
}

type Line = { readonly puts: readonly Put[]; readonly note?: LedgerEntry };

function readLine(text: string): Line {
  const line: Line = JSON.parse(text);
  return line;
}

export type StoreOptions = {
  /** Opens the journal, replaying what it holds. */
  readonly openJournal?: (replay: (line: string) => void) => Journal;
  readonly blobs?: Blobs;
};

export function createStore({
  openJournal,
  blobs = createMemoryBlobs(),
}: StoreOptions = {}): Store {
  let maps = emptyMaps();
  let ledger: LedgerEntry[] = [];

  function apply(line: Line): void {
    for (const put of line.puts) putRow(maps, put);
    if (line.note) ledger.push(line.note);
  }

  const journal = openJournal
    ? openJournal((text) => apply(readLine(text)))
    : createMemoryJournal();

  return {
    get: (kind, id) => lookUp(maps, kind, id),
    list: (kind, keep) => [...maps[kind].values()].filter(keep),
    find: (id) => findNode(maps, id),
    commit: (puts, note) => {
      const line: Line = note ? { puts, note: { seq: ledger.length + 1, ...note } } : { puts };
      journal.append(JSON.stringify(line));
      apply(line);
    },
    ledger: () => ledger,
    nextId: (kind) => {
      const prefix = ID_PREFIX[kind] ?? '9';
      return `${prefix}${String(maps[kind].size + 1).padStart(17 - prefix.length, '0')}`;
    },
    blobs,
    reset: () => {
      journal.clear();
      maps = emptyMaps();
      ledger = [];
    },
    close: () => journal.close(),
  };
}

/** The newest version of something that keeps its history. */
export function current<V>(thing: { readonly versions: readonly V[] }): V {
  const last = thing.versions.at(-1);
  if (last === undefined) throw new Error('A stored object has no version.');
  return last;
}

/** How something stood at an instant; undefined before it existed. */
export function versionAt<V extends { readonly at: number }>(
  thing: { readonly versions: readonly V[] },
  instant: number,
): V | undefined {
  return thing.versions.findLast((version) => version.at <= instant);
}

/** Adds a version; a caller whose clock runs behind cannot write into the past. */
export function withVersion<
  V extends { readonly at: number },
  T extends { readonly versions: readonly V[] },
>(thing: T, change: Partial<V>, now: number): T {
  const last = current<V>(thing);
  const next = { ...last, ...change, at: Math.max(now, last.at) };
  return { ...thing, versions: [...thing.versions, next] };
}
