import { permissionFor } from '../../domain/approval/policy.ts';
import type { ActionKind } from '../../domain/approval/policy.ts';
import { isWithin } from '../../domain/approval/authority.ts';
import type { Authority } from '../../domain/approval/approval.ts';
import type { GrantedApproval } from '../../domain/approval/decide.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import type { CurrencyCode } from '../../domain/money.ts';
import { metaInstant } from '../../domain/deployment/verify.ts';
import type { MetaFailure } from './errors.ts';
import { inParallel } from './parallel.ts';
import { isObject, text } from './parse.ts';
import type { JsonObject } from './parse.ts';
import { suspensionsSoFar } from './suspension.ts';
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
  /** Within a wave: sent only after all of a lower order have succeeded. Absent: 0. */
  readonly order?: number;
  /** A Page whose own token the call needs; read inside the client, kept nowhere. */
  readonly asPage?: string;
};

/** What stands in the database at the moment of asking. */
export type WriteFacts = {
  /** True while the person or an operator has stopped all changes that could spend. */
  readonly stopped: boolean;
  /** The permission as stored now; null when there is none that covers this work. */
  readonly grant: GrantedApproval | null;
  /** Daily budgets, in minor units, of ad sets of the same campaign that exist or may exist already. */
  readonly otherDailyMinor: number;
};

/** The door's own judgement; null lets the calls out. */
export type Admission = (facts: () => Promise<WriteFacts>) => Promise<DeploymentProblemCode | null>;

/**
 * What the door needs of its caller: one transaction that asks `admit`, marks every call as sent, and is committed
 * before it returns. `taken` tells for each call, in order, whether it is the caller's to make: somebody else may have
 * taken it over.
 */
export type WriteGuard = {
  claim(
    admit: Admission,
  ): Promise<
    | { readonly kind: 'claimed'; readonly taken: readonly boolean[] }
    | { readonly kind: 'refused'; readonly code: DeploymentProblemCode }
  >;
};

export type WriteResult =
  | { readonly kind: 'done'; readonly id: string | null; readonly body: JsonObject }
  | { readonly kind: 'rejected'; readonly failure: MetaFailure }
  /** Sent, and nobody knows whether it happened. */
  | { readonly kind: 'unknown'; readonly failure: MetaFailure }
  /** `isLimit`: the allowance is used up; else Meta itself is out of order for the moment. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly isLimit: boolean }
  /** Not sent at all. */
  | { readonly kind: 'refused'; readonly code: DeploymentProblemCode }
  /** Not sent: the step is final already, or a newer attempt has it. Which of the two, the ledger says. */
  | { readonly kind: 'superseded' }
  /** Not sent, because something before it did not succeed or took too long; it may be tried again. */
  | { readonly kind: 'held' };

/** A service that stumbles is asked again after this; long enough not to add to its trouble. */
const TRANSIENT_WAIT_MS = 15_000;

/** Facebook slows down accounts that call in bursts. */
const MOST_AT_ONCE = 3;

/**
 * The one door to changes at Meta: kill switch, permission, ceiling and ledger in one transaction, then the calls, each
 * made once. All of them are let out or none; those of a higher order wait for those before them. Never throws for what
 * Meta or the network does.
 * @returns one result for each write, in the same order.
 */
export async function performWrites(
  transport: GraphTransport,
  writes: readonly MetaWrite[],
  guard: WriteGuard,
): Promise<readonly WriteResult[]> {
  const suspensions = suspensionsSoFar();
  const claim = await guard.claim((facts) => refusalOf(writes, facts));
  if (claim.kind === 'refused') return writes.map(() => claim);
  const claimedAt = Date.now();
  const send = async (write: MetaWrite, index: number): Promise<WriteResult> => {
    if (claim.taken[index] !== true) return { kind: 'superseded' };
    // Whoever took over meanwhile looks at Facebook first; a late call would make a second object behind its back.
    // Nobody may have taken over, so this is no proof that the work was done.
    if (suspensionsSoFar() !== suspensions) return HELD;
    const { method, path, body, asPage = null } = write;
    const ticket = issueWriteTicket();
    return toResult(write, await transport.write(ticket, { method, path, params: body, asPage }));
  };
  const results = new Map<number, WriteResult>();
  for (const order of ordersOf(writes)) {
    const isOpen =
      [...results.values()].every(({ kind }) => kind === 'done') &&
      (results.size === 0 || Date.now() - claimedAt <= CLAIM_HOLDS_MS);
    const group = [...writes.entries()].filter(([, write]) => orderOf(write) === order);
    const ended = await inParallel(group, MOST_AT_ONCE, async ([index, write]) =>
      isOpen ? await send(write, index) : HELD,
    );
    for (const [at, [index]] of group.entries()) results.set(index, ended[at] ?? HELD);
  }
  return writes.map((_write, index) => results.get(index) ?? HELD);
}

/** What an ad is tried out with. */
export type Rehearsal = {
  readonly accountId: string;
  readonly pageId: string;
  readonly link: string;
};

/**
 * Asks Facebook whether it would take an ad's text, without making one. The body is written here and always says
 * `validate_only` (meta.md 3): nothing comes of it that an approval, a ceiling or the ledger could be about.
 */
export async function rehearseCreative(
  transport: GraphTransport,
  { accountId, pageId, link }: Rehearsal,
): Promise<GraphAnswer> {
  const story = { page_id: pageId, link_data: { link, message: REHEARSED } };
  return await transport.write(issueWriteTicket(), {
    method: 'POST',
    path: [accountId, 'adcreatives'],
    params: {
      name: REHEARSED,
      object_story_spec: story,
      execution_options: ['validate_only'],
    },
    asPage: null,
  });
}

const REHEARSED = 'Can ads be made here?';

const HELD: WriteResult = { kind: 'held' };
/** A pause pressed later than this after the claim has to be seen before the next call goes out. */
const CLAIM_HOLDS_MS = 1_000;

function orderOf({ order = 0 }: MetaWrite): number {
  return order;
}

function ordersOf(writes: readonly MetaWrite[]): readonly number[] {
  return [...new Set(writes.map(orderOf))].toSorted((a, b) => a - b);
}

async function refusalOf(
  writes: readonly MetaWrite[],
  facts: () => Promise<WriteFacts>,
): Promise<DeploymentProblemCode | null> {
  const free = writes.filter((write) => permissionFor(write.action) === 'autonomous');
  if (free.some((write) => !isHarmless(write))) return 'deployment.approval_missing';
  const bound = writes.filter((write) => permissionFor(write.action) === 'needs-approval');
  if (bound.length === 0) return null;
  const { stopped, grant, otherDailyMinor } = await facts();
  if (stopped) return 'deployment.paused';
  if (grant === null) return 'deployment.approval_missing';
  return isUnderCeiling(bound, grant, otherDailyMinor) ? null : 'deployment.over_ceiling';
}

/** Money fields of campaigns and ad sets that no approval of ours speaks about. */
const UNCOVERED_MONEY = ['lifetime_budget', 'bid_amount', 'adset_budgets', 'budget_schedule_specs'];

function isUnderCeiling(
  writes: readonly MetaWrite[],
  { authority }: GrantedApproval,
  otherDailyMinor: number,
): boolean {
  if (writes.some(({ body }) => UNCOVERED_MONEY.some((field) => field in body))) return false;
  if (!writes.every((write) => endsInTime(write, authority))) return false;
  if (!writes.every((write) => isCappedInside(write, authority))) return false;
  let total = 0;
  for (const { body, currency } of writes) {
    const budget = body['daily_budget'];
    if (budget === undefined) continue;
    if (typeof budget !== 'number' || !Number.isSafeInteger(budget)) return false;
    if (!isWithin(authority, { dailyBudgetMinor: budget, currency })) return false;
    total += budget;
  }
  return total === 0 || otherDailyMinor + total <= authority.dailyBudgetMinor;
}

/** A spending limit at Facebook may only be what was approved in total, or less: a higher one would limit nothing. */
function isCappedInside({ body, currency }: MetaWrite, authority: Authority): boolean {
  const cap = body['spend_cap'];
  if (cap === undefined) return true;
  if (typeof cap !== 'number' || !Number.isSafeInteger(cap) || cap <= 0) return false;
  const { maxInTotalMinor = 0 } = authority;
  return currency === authority.currency && cap <= maxInTotalMinor;
}

/** With an approved end every ad set that is made or prolonged has to end, and not later than that. */
function endsInTime({ action, path, body }: MetaWrite, { endsAt }: Authority): boolean {
  const end = body['end_time'];
  if (end === undefined) {
    const needsEnd = action === 'extend-lease' || path.at(-1) === 'adsets';
    return endsAt === undefined || !needsEnd;
  }
  const at = typeof end === 'string' ? metaInstant(end) : null;
  return at !== null && (endsAt === undefined || at <= endsAt);
}

/** Without an approval only switching off and removing are possible, whatever the caller calls it. */
function isHarmless(write: MetaWrite): boolean {
  const keys = Object.keys(write.body);
  // Pictures have no address of their own; they are named by what is in them.
  if (write.method === 'DELETE' && write.path.at(-1) === 'adimages') {
    return keys.length === 1 && typeof write.body['hash'] === 'string';
  }
  if (write.method === 'DELETE') return keys.length === 0;
  return keys.length === 1 && write.body['status'] === 'PAUSED';
}

function toResult(write: MetaWrite, answer: GraphAnswer): WriteResult {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'done', id: createdId(answer.body), body: answer.body };
    case 'unclear':
      return write.repeatable
        ? { kind: 'throttled', retryAfterMs: TRANSIENT_WAIT_MS, isLimit: false }
        : { kind: 'unknown', failure: answer.failure };
    case 'refused':
      return refusedResult(write, answer.failure);
    default:
      return answer;
  }
}

/** Meta may carry out a create and still answer with a throttle or a fault of its own. */
function refusedResult(write: MetaWrite, failure: MetaFailure): WriteResult {
  const isLimit = failure.kind === 'THROTTLED';
  if (isLimit || failure.kind === 'TRANSIENT') {
    const retryAfterMs = failure.retryAfterMs ?? TRANSIENT_WAIT_MS;
    return write.repeatable
      ? { kind: 'throttled', retryAfterMs, isLimit }
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
