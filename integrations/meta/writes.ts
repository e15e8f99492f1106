import { permissionFor } from '../../domain/approval/policy.ts';
import type { ActionKind } from '../../domain/approval/policy.ts';
import { isWithin } from '../../domain/approval/authority.ts';
import type { GrantedApproval } from '../../domain/approval/decide.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import type { CurrencyCode } from '../../domain/money.ts';
import type { MetaFailure } from './errors.ts';
import { isObject, text } from './parse.ts';
import type { JsonObject } from './parse.ts';
import { issueWriteTicket } from './transport.ts';
import type { GraphAnswer, GraphTransport, Params } from './transport.ts';

/** One change at Meta. `path` is below the version; `currency` is that of the ad account. */
export type MetaWrite = {
  readonly action: ActionKind;
  readonly method: 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly body: Params;
  readonly currency: CurrencyCode;
  /** Whether sending it twice leaves one thing; only then a throttle is safe to answer by waiting. */
  readonly repeatable: boolean;
};

/** What the door asks before anything is sent. Every question goes to the database at that moment. */
export type WriteGuard = {
  /** True while the person or an operator has stopped all changes that could spend. */
  isStopped(): Promise<boolean>;
  /** The permission as stored now; null when there is none that covers this work. */
  grant(): Promise<GrantedApproval | null>;
  /** Commits that the call is about to be made. False: somebody else has taken over, nothing may be sent. */
  markSent(): Promise<boolean>;
};

export type WriteResult =
  | { readonly kind: 'done'; readonly id: string | null; readonly body: JsonObject }
  | { readonly kind: 'rejected'; readonly failure: MetaFailure }
  /** Sent, and nobody knows whether it happened. */
  | { readonly kind: 'unknown'; readonly failure: MetaFailure }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Not sent at all. */
  | { readonly kind: 'refused'; readonly code: DeploymentProblemCode }
  | { readonly kind: 'superseded' };

/** A service that stumbles is asked again after this; long enough not to add to its trouble. */
const TRANSIENT_WAIT_MS = 15_000;

/**
 * The one door to changes at Meta: kill switch, permission, ceiling, ledger, then the call, made once.
 * Never throws for what Meta or the network does.
 */
export async function performWrite(
  transport: GraphTransport,
  write: MetaWrite,
  guard: WriteGuard,
): Promise<WriteResult> {
  if (permissionFor(write.action) === 'needs-approval') {
    if (await guard.isStopped()) return { kind: 'refused', code: 'deployment.paused' };
    const grant = await guard.grant();
    if (grant === null) return { kind: 'refused', code: 'deployment.approval_missing' };
    if (!isUnderCeiling(write, grant)) return { kind: 'refused', code: 'deployment.over_ceiling' };
  } else if (!isHarmless(write)) {
    return { kind: 'refused', code: 'deployment.approval_missing' };
  }
  if (!(await guard.markSent())) return { kind: 'superseded' };
  const ticket = issueWriteTicket();
  return toResult(write, await transport.write(ticket, write.method, write.path, write.body));
}

/** Money fields of campaigns and ad sets that no approval of ours speaks about. */
const UNCOVERED_MONEY = [
  'lifetime_budget',
  'spend_cap',
  'bid_amount',
  'adset_budgets',
  'budget_schedule_specs',
];

function isUnderCeiling(write: MetaWrite, grant: GrantedApproval): boolean {
  if (UNCOVERED_MONEY.some((field) => field in write.body)) return false;
  const budget = write.body['daily_budget'];
  if (budget === undefined) return true;
  if (typeof budget !== 'number' || !Number.isSafeInteger(budget)) return false;
  return isWithin(grant.authority, { dailyBudgetMinor: budget, currency: write.currency });
}

/** Without an approval only switching off and removing are possible, whatever the caller calls it. */
function isHarmless(write: MetaWrite): boolean {
  if (write.method === 'DELETE') return Object.keys(write.body).length === 0;
  const keys = Object.keys(write.body);
  return keys.length === 1 && write.body['status'] === 'PAUSED';
}

function toResult(write: MetaWrite, answer: GraphAnswer): WriteResult {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'done', id: createdId(answer.body), body: answer.body };
    case 'unclear':
      return write.repeatable
        ? { kind: 'throttled', retryAfterMs: TRANSIENT_WAIT_MS }
        : { kind: 'unknown', failure: answer.failure };
    case 'refused':
      return refusedResult(write, answer.failure);
    default:
      return answer;
  }
}

/** Meta may carry out a create and still answer with a throttle or a fault of its own. */
function refusedResult(write: MetaWrite, failure: MetaFailure): WriteResult {
  if (failure.kind === 'THROTTLED' || failure.kind === 'TRANSIENT') {
    return write.repeatable
      ? { kind: 'throttled', retryAfterMs: failure.retryAfterMs ?? TRANSIENT_WAIT_MS }
      : { kind: 'unknown', failure };
  }
  return { kind: 'rejected', failure };
}

/** Creates answer with an id, pictures with a map of hashes. */
function createdId(body: JsonObject): string | null {
  const id = text(body['id']);
  if (id !== null) return id;
  const images = body['images'];
  if (!isObject(images)) return null;
  const first = Object.values(images).find(isObject);
  return first === undefined ? null : text(first['hash']);
}
