import { asNumber, asObject, asText } from '../json.ts';
import { matchesRequest, readMatch, type Match } from './match.ts';
import type { MessagesRequest } from './request.ts';

export const FAULT_KINDS = [
  /** 429 with retry-after. */
  'rate_limited',
  /** 529. */
  'overloaded',
  /** 500. */
  'server_error',
  /** 401, as for a key that was taken back. */
  'unauthorised',
  /** 400: no money left for this key. */
  'credit_exhausted',
  /** 429 that names a spending limit and no time to wait. */
  'spend_limit',
  /** 200 with a web page, as a proxy in between gives. */
  'html',
  /** The headers, then nothing for `delayMs`, then the whole answer. */
  'slow_start',
  /** The headers, then nothing at all. */
  'stall_at_start',
  /** Some of the answer, then nothing but pings. */
  'stall',
  /** Some of the answer, then an orderly end of the connection. */
  'cut',
  /** Some of the answer, then a dead connection. */
  'reset',
  /** Some of the answer, then an error event. */
  'error_event',
  /** Some of the answer, then half a line of JSON and an orderly end. */
  'half_json',
  /** A tool call whose JSON ends in the middle, stopped for length. */
  'truncated_tool',
  /** A tool call stopped for length before its input began. */
  'empty_tool',
  /** A tool call with broken JSON that claims to be whole. */
  'broken_tool',
  /** Some of the answer, then the stop reason of a refusal. */
  'refusal',
  /** A structured answer that does not follow its schema. */
  'off_schema',
  /** A structured answer with words that advertising rules forbid. */
  'forbidden_promise',
  /** The agreed form with wrong values: money times ten, words of lists that do not exist. */
  'wrong_values',
  /** A call of a tool that was not offered: the answer approves itself. */
  'forbidden_tool',
  /** Calls of offered tools with ids and fields of its own invention. */
  'made_up_ids',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  readonly kind: FaultKind;
  /** How many further requests it hits; null for any number. */
  readonly times: number | null;
  /** Epoch ms after which it hits none; null for ever. */
  readonly untilMs: number | null;
  readonly retryAfterSeconds: number;
  /** For faults of timing. */
  readonly delayMs: number;
  /** Faults in mid-stream strike once this many pieces have been sent. */
  readonly afterPieces: number;
  readonly match: Match;
};

export type FaultBook = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  readonly list: () => readonly Fault[];
  /** The fault that hits this request, oldest first; null when there is none. */
  readonly take: (request: MessagesRequest) => Fault | null;
};

export function createFaultBook(now: () => number): FaultBook {
  let faults: readonly Fault[] = [];
  const dropOld = () => {
    faults = faults.filter(({ untilMs }) => untilMs === null || untilMs > now());
  };
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    clear: () => {
      faults = [];
    },
    list: () => {
      dropOld();
      return faults;
    },
    take: (request) => {
      dropOld();
      const hit = faults.find(({ match }) => matchesRequest(match, request));
      if (hit === undefined) return null;
      faults = faults.flatMap((fault) => (fault === hit ? usedOnce(fault) : [fault]));
      return hit;
    },
  };
}

/** What is left of something that holds for a number of requests once one more has had it. */
export function usedOnce<T extends { readonly times: number | null }>(thing: T): readonly T[] {
  if (thing.times === null) return [thing];
  return thing.times > 1 ? [{ ...thing, times: thing.times - 1 }] : [];
}

/**
 * Reads `{ kind, times?, forMs?, retryAfterSeconds?, delayMs?, afterPieces?, match? }`; null when the kind is not
 * known. Once, unless `times` or a duration is given.
 */
export function readFault(body: unknown, now: number): Fault | null {
  const raw = asObject(body);
  const kind = FAULT_KINDS.find((known) => known === asText(raw['kind']));
  if (kind === undefined) return null;
  const forMs = asNumber(raw['forMs']);
  return {
    kind,
    times: readTimes(raw['times'], forMs === null ? 1 : null),
    untilMs: forMs === null ? null : now + forMs,
    retryAfterSeconds: asNumber(raw['retryAfterSeconds']) ?? 2,
    delayMs: asNumber(raw['delayMs']) ?? 1_000,
    afterPieces: asNumber(raw['afterPieces']) ?? 3,
    match: readMatch(raw['match']),
  };
}

export function readTimes(raw: unknown, otherwise: number | null): number | null {
  const times = asNumber(raw);
  return times === null ? otherwise : Math.max(1, Math.floor(times));
}
