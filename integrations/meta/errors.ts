import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';

export const META_ERROR_KINDS = [
  'VALIDATION',
  'NEEDS_HUMAN',
  'AUTH_EXPIRED',
  'AUTH_REVOKED',
  'PERMISSION',
  'THROTTLED',
  'BLOCKED',
  'TRANSIENT',
  'UNKNOWN_OUTCOME',
  'VERSION_DEAD',
  'NOT_FOUND',
] as const;
export type MetaErrorKind = (typeof META_ERROR_KINDS)[number];

/** A refusal by Meta, free of addresses and tokens. `title` and `detail` are Meta's own words for the log. */
export type MetaFailure = {
  readonly kind: MetaErrorKind;
  readonly problem: DeploymentProblemCode;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly title: string | null;
  readonly detail: string | null;
  /** Input fields Meta blames, dotted. */
  readonly blame: readonly string[];
  readonly traceId: string | null;
  readonly retryAfterMs: number | null;
};

/** Raised by reads, and by the login calls; writes return results instead. */
export class MetaError extends Error {
  readonly failure: MetaFailure;
  constructor(failure: MetaFailure) {
    super(
      `Meta refused a call: ${failure.kind} ${failure.code ?? '-'}/${failure.subcode ?? '-'}` +
        (failure.traceId === null ? '' : ` (trace ${failure.traceId})`),
    );
    this.name = 'MetaError';
    this.failure = failure;
  }
  get kind(): MetaErrorKind {
    return this.failure.kind;
  }
  /** For programs and for `deploymentProblemWords`. */
  get code(): DeploymentProblemCode {
    return this.failure.problem;
  }
}

/** The parts of Meta's error object that decisions are made on. */
export type GraphError = {
  readonly code: number | null;
  readonly subcode: number | null;
  readonly title: string | null;
  readonly detail: string | null;
  readonly blame: readonly string[];
  readonly traceId: string | null;
  readonly transient: boolean;
};

type Verdict = readonly [MetaErrorKind, DeploymentProblemCode];

/**
 * Subcodes are the precise key where Meta sends one (Error Codes page and rate limit page, 2026-09-12; the rest as
 * observed by other developers). Keyed `code/subcode`; `*` in place of the code matches any.
 */
const BY_SUBCODE: Readonly<Record<string, Verdict>> = {
  '190/463': ['AUTH_EXPIRED', 'meta.token_expired'],
  '190/460': ['AUTH_REVOKED', 'meta.password_changed'],
  '190/458': ['AUTH_REVOKED', 'meta.app_removed'],
  '190/459': ['NEEDS_HUMAN', 'meta.checkpoint'],
  '190/464': ['NEEDS_HUMAN', 'meta.account_unconfirmed'],
  '190/467': ['AUTH_REVOKED', 'meta.logged_out'],
  '100/33': ['NOT_FOUND', 'meta.not_found'],
  '100/3191001': ['PERMISSION', 'meta.permission_missing'],
  '*/1815694': ['PERMISSION', 'meta.permission_missing'],
  '*/1404078': ['BLOCKED', 'meta.blocked'],
  '*/2859015': ['BLOCKED', 'meta.blocked'],
  '*/1404163': ['NEEDS_HUMAN', 'meta.account_disabled'],
  '100/1885316': ['NEEDS_HUMAN', 'meta.account_disabled'],
  '100/1885183': ['NEEDS_HUMAN', 'meta.app_not_live'],
  '100/1359188': ['NEEDS_HUMAN', 'meta.payment_method_missing'],
  '100/1892075': ['NEEDS_HUMAN', 'meta.privacy_policy_missing'],
  '100/1815199': ['NEEDS_HUMAN', 'meta.page_not_usable'],
  '100/1885272': ['VALIDATION', 'meta.budget_too_low'],
  '100/2238055': ['VALIDATION', 'meta.budget_too_low'],
  '100/1885650': ['VALIDATION', 'meta.budget_too_low'],
  '100/3858081': ['VALIDATION', 'meta.dsa_missing'],
  '100/3858152': ['VALIDATION', 'meta.dsa_missing'],
  '100/1487694': ['VALIDATION', 'meta.targeting_refused'],
  '100/2446394': ['VALIDATION', 'meta.targeting_refused'],
  '100/1870065': ['VALIDATION', 'meta.targeting_refused'],
  '100/1870088': ['VALIDATION', 'meta.targeting_refused'],
  '100/1870188': ['VALIDATION', 'meta.targeting_refused'],
  '100/1870189': ['VALIDATION', 'meta.targeting_refused'],
  '100/1870227': ['VALIDATION', 'meta.targeting_refused'],
  '*/2490427': ['VALIDATION', 'meta.ad_rejected'],
  '*/2490468': ['VALIDATION', 'meta.ad_rejected'],
  '*/1487225': ['BLOCKED', 'meta.ad_limit'],
  '*/1487632': ['BLOCKED', 'meta.blocked'],
  '100/1487056': ['NOT_FOUND', 'meta.not_found'],
  '100/1487566': ['NOT_FOUND', 'meta.not_found'],
  '100/1504018': ['TRANSIENT', 'meta.unavailable'],
  '2/1504038': ['TRANSIENT', 'meta.unavailable'],
  '-3/1504045': ['TRANSIENT', 'meta.unavailable'],
  '-2/2490547': ['TRANSIENT', 'meta.unavailable'],
};

const THROTTLE_CODES = new Set([4, 17, 32, 341, 613, 429]);
/** Business use case limits: pages, ads management, insights, audiences and their siblings. */
const isUseCaseLimit = (code: number): boolean => code >= 80_000 && code <= 80_014;
const isPermission = (code: number): boolean =>
  code === 3 || code === 10 || code === 270 || code === 294 || (code >= 200 && code <= 299);

/** The default tier blocks for 300 s once its points are used up (rate limiting page). */
export const DEFAULT_THROTTLE_MS = 300_000;

/**
 * Decides what an error means from code and subcode only: Meta sends validation, expired tokens and throttles alike
 * with status 400, and permanent errors with 500.
 */
export function classifyGraphError(error: GraphError, retryAfterMs: number | null): MetaFailure {
  const [kind, problem] = verdictFor(error);
  const { code, subcode, title, detail, blame, traceId } = error;
  const wait = kind === 'THROTTLED' ? (retryAfterMs ?? DEFAULT_THROTTLE_MS) : null;
  return { kind, problem, code, subcode, title, detail, blame, traceId, retryAfterMs: wait };
}

function verdictFor(error: GraphError): Verdict {
  const { code, subcode } = error;
  if (subcode !== null) {
    const known = BY_SUBCODE[`${code ?? '-'}/${subcode}`] ?? BY_SUBCODE[`*/${subcode}`];
    if (known !== undefined) return known;
  }
  if (code === null) return ['TRANSIENT', 'meta.unavailable'];
  if (THROTTLE_CODES.has(code) || isUseCaseLimit(code)) return ['THROTTLED', 'meta.busy'];
  if (code === 190 || code === 102 || code === 104) return ['AUTH_REVOKED', 'meta.token_revoked'];
  if (code === 2635) return ['VERSION_DEAD', 'meta.version_dead'];
  if (code === 368) return ['BLOCKED', 'meta.blocked'];
  if (code === 803) return ['NOT_FOUND', 'meta.not_found'];
  if (isPermission(code)) return ['PERMISSION', 'meta.permission_missing'];
  if (code === 1 || code === 2 || code < 0) return ['TRANSIENT', 'meta.unavailable'];
  if (error.transient) return ['TRANSIENT', 'meta.unavailable'];
  return ['VALIDATION', 'meta.plan_refused'];
}

/** A failure without an answer of Meta: timeout, reset, page of a gateway. */
export function noAnswer(detail: string): MetaFailure {
  return {
    kind: 'TRANSIENT',
    problem: 'meta.unavailable',
    code: null,
    subcode: null,
    title: null,
    detail,
    blame: [],
    traceId: null,
    retryAfterMs: null,
  };
}
