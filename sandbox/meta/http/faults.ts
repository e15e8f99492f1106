import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';

export const FAULT_KINDS = [
  'lose-response',
  'reset',
  'http-500-before',
  'http-500-after',
  'html-502',
  'html-502-after',
  'delay',
  'throttle',
  'throttle-after',
  'outage',
  'ok-error',
  'error',
] as const;
const STATUSES = [200, 400, 401, 403, 404, 429, 500, 502, 503, 504] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A scripted mishap: what it hits, what happens, how often. */
export type Fault = {
  readonly id: string;
  readonly kind: FaultKind;
  readonly method: string | null;
  readonly path: RegExp | null;
  /** Only calls with this token's app; null for all. */
  readonly appId: string | null;
  readonly delayMs: number;
  readonly code: number;
  readonly subcode: number | null;
  readonly message: string;
  readonly status: (typeof STATUSES)[number];
  /** Hits to let pass before the first mishap. */
  skip: number;
  /** Mishaps still to come; Infinity for an outage without an end. */
  left: number;
  hits: number;
};

export type Faults = {
  readonly add: (input: Json | undefined) => Fault;
  readonly clear: () => void;
  readonly list: () => readonly Fault[];
  /** The first fault that applies to the call, already counted; null when it may go through untouched. */
  readonly take: (call: { method: string; path: string; appId: string | null }) => Fault | null;
};

export class FaultScriptError extends Error {}

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
    clear: () => {
      faults = [];
    },
    list: () => faults,
    take: (call) => {
      for (const fault of faults) {
        if (fault.left <= 0 || !applies(fault, call)) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        fault.left -= 1;
        fault.hits += 1;
        return fault;
      }
      return null;
    },
  };
}

function applies(
  fault: Fault,
  call: { method: string; path: string; appId: string | null },
): boolean {
  if (fault.method !== null && fault.method !== call.method) return false;
  if (fault.appId !== null && fault.appId !== call.appId) return false;
  return fault.path === null || fault.path.test(call.path);
}

function readFault(id: string, input: Json | undefined): Fault {
  if (!isJsonObject(input)) throw new FaultScriptError('A fault is a JSON object with a kind.');
  const kind = FAULT_KINDS.find((name) => name === input['kind']);
  if (!kind) throw new FaultScriptError(`kind must be one of: ${FAULT_KINDS.join(', ')}.`);
  const match = isJsonObject(input['match']) ? input['match'] : {};
  const number = (value: Json | undefined, fallback: number): number =>
    typeof value === 'number' ? value : fallback;
  const text = (value: Json | undefined): string | null =>
    typeof value === 'string' ? value : null;
  const path = text(match['path']);
  return {
    id,
    kind,
    method: text(match['method'])?.toUpperCase() ?? null,
    path: path === null ? null : new RegExp(path),
    appId: text(match['app']),
    delayMs: number(input['delay_ms'], 1000),
    code: number(input['code'], 1),
    subcode: typeof input['subcode'] === 'number' ? input['subcode'] : null,
    message: text(input['message']) ?? 'An unknown error occurred',
    status: STATUSES.find((status) => status === input['status']) ?? 400,
    skip: number(input['skip'], 0),
    left: number(input['times'], kind === 'outage' ? Number.POSITIVE_INFINITY : 1),
    hits: 0,
  };
}
