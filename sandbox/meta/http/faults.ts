import { hashNumber } from '../delivery/random.ts';
import type { Json, JsonObject } from '../json.ts';
import { readFault } from './fault-script.ts';
import type { Fault, FaultMatch } from './fault-script.ts';

/** What a mishap can be aimed at. */
export type FaultTarget = {
  readonly method: string;
  /** With the version, such as /v26.0/act_1/campaigns. */
  readonly path: string;
  readonly operations: readonly string[];
  readonly appId: string | null;
  readonly accountId: string | null;
  readonly userId: string | null;
  readonly name: string | null;
};

export type Faults = {
  readonly add: (input: Json | undefined) => Fault;
  readonly remove: (id: string) => boolean;
  readonly clear: () => void;
  readonly list: () => readonly JsonObject[];
  /** The first mishap that befalls the call, already counted; null when it may go through untouched. */
  readonly take: (target: FaultTarget) => Fault | null;
};

/** The mishaps waiting to happen. Every one of them counts all the calls it matches, whichever strikes. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  let made = 0;
  return {
    add: (input) => {
      made += 1;
      const fault = readFault(`fault-${made}`, input);
      faults.push(fault);
      return fault;
    },
    remove: (id) => {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear: () => {
      faults = [];
    },
    list: () => faults.map((fault) => show(fault)),
    take: (target) => {
      let struck: Fault | null = null;
      for (const fault of faults) {
        if (!applies(fault.match, target)) continue;
        fault.seen += 1;
        if (struck !== null || fault.seen <= fault.skip || fault.left <= 0) continue;
        const played = chosen(fault, target);
        if (played === null) continue;
        fault.left -= 1;
        fault.hits += 1;
        struck = played;
      }
      return struck;
    },
  };
}

/** In random mode the draw for the nth matching call depends on the seed and n alone. */
function chosen(fault: Fault, target: FaultTarget): Fault | null {
  if (fault.kind !== 'random') return fault;
  const number = numberOf(fault, target);
  const draw = (what: string): number => hashNumber(`${what}/${fault.seed}/${number}`);
  if (draw('strike') >= fault.rate) return null;
  const kind = fault.kinds[Math.floor(draw('kind') * fault.kinds.length)];
  return kind === undefined ? null : { ...fault, kind };
}

/** Counting each operation of an account on its own gives the same draws whatever else goes on at the same time. */
function numberOf(fault: Fault, { accountId, operations }: FaultTarget): string {
  if (fault.numbered === 'together') return String(fault.seen);
  const key = `${accountId ?? ''}/${operations[0] ?? ''}`;
  const number = (fault.numbers.get(key) ?? 0) + 1;
  fault.numbers.set(key, number);
  return `${key}/${number}`;
}

function applies(match: FaultMatch, target: FaultTarget): boolean {
  const same = (wanted: string | null, actual: string | null): boolean =>
    wanted === null || wanted === actual;
  return (
    same(match.method, target.method) &&
    same(match.appId, target.appId) &&
    same(match.accountId, target.accountId) &&
    same(match.userId, target.userId) &&
    (match.path === null || match.path.test(target.path)) &&
    (match.name === null || (target.name !== null && match.name.test(target.name))) &&
    (match.operations === null ||
      match.operations.some((wanted) => target.operations.some((name) => wanted.test(name))))
  );
}

function show(fault: Fault): JsonObject {
  const { match } = fault;
  return {
    id: fault.id,
    kind: fault.kind,
    match: {
      method: match.method,
      path: match.path?.source ?? null,
      operation: match.operations?.map((pattern) => pattern.source.slice(1, -1)) ?? null,
      app: match.appId,
      account: match.accountId,
      user: match.userId,
      name: match.name?.source ?? null,
    },
    path: match.path?.source ?? null,
    attempt: fault.skip + 1,
    left: Number.isFinite(fault.left) ? fault.left : 'until cleared',
    seen: fault.seen,
    hits: fault.hits,
  };
}
