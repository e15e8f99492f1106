import { isJsonList, isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** What can go wrong; each is explained in the README beside this folder. */
export const FAULT_KINDS = [
  'lose-response',
  'reset',
  'unreachable',
  'hang-before',
  'hang-after',
  'http-500-before',
  'http-500-after',
  'html-500',
  'html-500-after',
  'html-502',
  'html-502-after',
  'delay',
  'delay-after',
  'throttle',
  'throttle-after',
  'outage',
  'ok-error',
  'ok-error-after',
  'error',
  'error-after',
  'missing-field',
  'answer',
  'restate',
  'cut-body',
  'alter',
  'double-create',
  'hide',
  'edit',
  'token-death',
  'permission-lost',
  'random',
] as const;

const ALIASES: Readonly<Record<string, FaultKind>> = { 'reset-after': 'lose-response' };
const STATUSES = [200, 400, 401, 403, 404, 429, 500, 502, 503, 504] as const;
/** Without an end unless the script names one. */
const LASTING_KINDS = new Set<FaultKind>(['outage', 'unreachable', 'random']);
/** What befalls a call in random mode: the wire and the servers, nothing that changes what was asked. */
const TRANSPORT_KINDS: readonly FaultKind[] = [
  'reset',
  'lose-response',
  'http-500-before',
  'http-500-after',
  'html-502',
  'html-502-after',
];

export type FaultKind = (typeof FAULT_KINDS)[number];
export type FaultStatus = (typeof STATUSES)[number];

export type FaultMatch = {
  readonly method: string | null;
  readonly path: RegExp | null;
  /** Names of operations, `*` for any part of a name; any of them is enough. */
  readonly operations: readonly RegExp[] | null;
  readonly appId: string | null;
  readonly accountId: string | null;
  readonly userId: string | null;
  /** Tested on the `name` that was sent. */
  readonly name: RegExp | null;
};

/** A scripted mishap: what it hits, what happens, how often. */
export type Fault = {
  readonly id: string;
  readonly kind: FaultKind;
  readonly match: FaultMatch;
  readonly delayMs: number;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly message: string | null;
  readonly title: string | null;
  readonly userMessage: string | null;
  readonly blame: readonly string[] | null;
  readonly status: FaultStatus;
  readonly transient: boolean;
  /** What Meta asks a throttled caller to wait; null for as long as the app's tier blocks. */
  readonly waitSeconds: number | null;
  /** Parameters or parts of the answer, by kind of mishap. */
  readonly fields: readonly string[] | null;
  readonly set: JsonObject;
  /** How long what the call creates stays out of lists. */
  readonly hideSeconds: number | null;
  /** Whether a lost token or permission stays lost after this call. */
  readonly lasting: boolean;
  readonly scope: string;
  /** Given in place of an answer. */
  readonly body: JsonObject;
  /** Figures of a report are multiplied by this. */
  readonly factor: number;
  readonly rate: number;
  readonly seed: number;
  /** Whether calls are numbered all together, or for each operation in each account on its own. */
  readonly numbered: 'together' | 'by-operation';
  readonly numbers: Map<string, number>;
  readonly kinds: readonly FaultKind[];
  /** An edit made by hand in the same moment. */
  readonly edit: JsonObject;
  /** Matching calls to let pass before the first mishap. */
  readonly skip: number;
  /** Mishaps still to come; Infinity for one without an end. */
  left: number;
  /** Matching calls seen. */
  seen: number;
  /** Mishaps so far. */
  hits: number;
};

export class FaultScriptError extends Error {}

/** @throws FaultScriptError in words for the person who wrote the script. */
export function readFault(id: string, input: Json | undefined): Fault {
  if (!isJsonObject(input)) throw new FaultScriptError('A fault is a JSON object with a kind.');
  const kind = kindOf(input['kind'], 'kind');
  const attempt = numberIn(input, 'attempt');
  return {
    id,
    kind,
    match: readMatch(isJsonObject(input['match']) ? input['match'] : {}),
    delayMs: numberIn(input, 'delay_ms') ?? (kind.startsWith('hang') ? 600_000 : 1000),
    code: numberIn(input, 'code'),
    subcode: numberIn(input, 'subcode'),
    message: textIn(input, 'message'),
    title: textIn(input, 'title'),
    userMessage: textIn(input, 'user_message'),
    blame: isJsonList(input['blame']) ? input['blame'].map(String) : null,
    status: STATUSES.find((status) => status === input['status']) ?? 400,
    transient: input['transient'] === true,
    waitSeconds: numberIn(input, 'wait_seconds'),
    fields: isJsonList(input['fields']) ? input['fields'].map(String) : null,
    set: isJsonObject(input['set']) ? input['set'] : {},
    hideSeconds: numberIn(input, 'hide_seconds') ?? (kind === 'hide' ? 30 : null),
    lasting: input['lasting'] !== false,
    scope: textIn(input, 'scope') ?? 'ads_management',
    body: isJsonObject(input['body']) ? input['body'] : {},
    factor: numberIn(input, 'factor') ?? 0.9,
    rate: numberIn(input, 'rate') ?? 0.1,
    seed: numberIn(input, 'seed') ?? 1,
    numbered: input['numbered'] === 'by-operation' ? 'by-operation' : 'together',
    numbers: new Map(),
    kinds: isJsonList(input['kinds'])
      ? input['kinds'].map((name) => pickable(kindOf(name, 'kinds')))
      : TRANSPORT_KINDS,
    edit: isJsonObject(input['edit']) ? input['edit'] : {},
    skip: attempt === null ? (numberIn(input, 'skip') ?? 0) : Math.max(0, attempt - 1),
    left: numberIn(input, 'times') ?? (LASTING_KINDS.has(kind) ? Number.POSITIVE_INFINITY : 1),
    seen: 0,
    hits: 0,
  };
}

function kindOf(value: Json | undefined, field: string): FaultKind {
  const name = typeof value === 'string' ? (ALIASES[value] ?? value) : null;
  const kind = FAULT_KINDS.find((one) => one === name);
  if (kind) return kind;
  throw new FaultScriptError(`${field} must be one of: ${FAULT_KINDS.join(', ')}.`);
}

function pickable(kind: FaultKind): FaultKind {
  if (kind !== 'random') return kind;
  throw new FaultScriptError('kinds cannot hold random itself.');
}

function readMatch(match: JsonObject): FaultMatch {
  const given = match['operation'];
  const operations = given === undefined ? null : isJsonList(given) ? given : [given];
  return {
    method: textIn(match, 'method')?.toUpperCase() ?? null,
    path: patternIn(match, 'path'),
    operations: operations?.map((name) => globOf(jsonText(name))) ?? null,
    appId: textIn(match, 'app'),
    accountId: textIn(match, 'account')?.replace(/^act_/, '') ?? null,
    userId: textIn(match, 'user'),
    name: patternIn(match, 'name'),
  };
}

function globOf(name: string): RegExp {
  if (!/^[\w*-]+$/.test(name)) {
    throw new FaultScriptError(`operation holds a strange name: ${name}.`);
  }
  return new RegExp(`^${name.replaceAll('*', '.*')}$`);
}

function patternIn(from: JsonObject, name: string): RegExp | null {
  const text = textIn(from, name);
  if (text === null) return null;
  try {
    return new RegExp(text);
  } catch {
    throw new FaultScriptError(`${name} is not a regular expression.`);
  }
}

function textIn(from: JsonObject, name: string): string | null {
  const value = from[name];
  return typeof value === 'string' ? value : null;
}

function numberIn(from: JsonObject, name: string): number | null {
  const value = from[name];
  return typeof value === 'number' ? value : null;
}
