import { asNumber, asObject, asText } from '../json.ts';

export const FAULT_KINDS = [
  /** 429 with retry-after. */
  'rate_limited',
  /** 529. */
  'overloaded',
  /** 500. */
  'server_error',
  /** 200 with a web page, as a proxy in between gives. */
  'html',
  /** Some of the answer, then nothing but pings. */
  'stall',
  /** Some of the answer, then an orderly end of the connection. */
  'cut',
  /** Some of the answer, then a dead connection. */
  'reset',
  /** Some of the answer, then an error event. */
  'error_event',
  /** A tool call whose JSON ends in the middle, stopped for length. */
  'truncated_tool',
  /** A tool call with broken JSON that claims to be whole. */
  'broken_tool',
  /** Some of the answer, then the stop reason of a refusal. */
  'refusal',
  /** A structured answer that does not follow its schema. */
  'off_schema',
  /** A structured answer with words that advertising rules forbid. */
  'forbidden_promise',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  readonly kind: FaultKind;
  /** How many further requests it hits. */
  readonly times: number;
  readonly retryAfterSeconds: number;
};

export type FaultBook = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  readonly list: () => readonly Fault[];
  /** The fault that hits this request, oldest first; null when there is none. */
  readonly take: () => Fault | null;
};

export function createFaultBook(): FaultBook {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push(fault);
    },
    clear: () => {
      faults = [];
    },
    list: () => [...faults],
    take: () => {
      const [first, ...rest] = faults;
      if (first === undefined) return null;
      faults = first.times > 1 ? [{ ...first, times: first.times - 1 }, ...rest] : rest;
      return first;
    },
  };
}

/** Reads `{ kind, times?, retryAfterSeconds? }`; null when the kind is not known. */
export function readFault(body: unknown): Fault | null {
  const raw = asObject(body);
  const kind = FAULT_KINDS.find((known) => known === asText(raw['kind']));
  if (kind === undefined) return null;
  const times = Math.max(1, Math.floor(asNumber(raw['times']) ?? 1));
  return { kind, times, retryAfterSeconds: asNumber(raw['retryAfterSeconds']) ?? 2 };
}
