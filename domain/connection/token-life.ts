import type { DeploymentProblemCode } from '../deployment/problems.ts';
import type { ConnectionState } from './connection.ts';

const DAY_MS = 24 * 3_600_000;
/** A token lasts about 60 days and can be exchanged only while it is good. */
export const RENEW_AFTER_DAYS = 45;
/** Days before its end at which the person is reminded. */
export const REMINDER_DAYS = [14, 7, 3, 1] as const;
export type ReminderDays = (typeof REMINDER_DAYS)[number];

/** What is remembered of a connection; epoch ms. */
export type TokenLife = {
  readonly connectedAt: number;
  readonly renewedAt: number | null;
  readonly checkedAt: number | null;
  /** The earliest end that was known before this look. */
  readonly endsAt: number | null;
  /** The last reminder that was given, in days before the end. */
  readonly remindedDays: number | null;
};

/** What Facebook says of the token now. `problem` is null for a token that works. */
export type TokenState = {
  readonly problem: DeploymentProblemCode | null;
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly missingPermission: boolean;
};

export type TokenVerdict =
  | {
      readonly kind: 'lost';
      /** How the connection stands from now on; null while the token itself is still good. */
      readonly state: ConnectionState | null;
      readonly code: DeploymentProblemCode;
    }
  | { readonly kind: 'alive'; readonly renew: boolean };

/** The token's own end or the end of the person's consent, whichever comes first; null when neither has one. */
export function endOfAccess(token: {
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
}): number | null {
  const { expiresAt, dataAccessExpiresAt } = token;
  if (expiresAt === null || dataAccessExpiresAt === null) return expiresAt ?? dataAccessExpiresAt;
  return Math.min(expiresAt, dataAccessExpiresAt);
}

/** What a look at the token means, before anything is done about it. */
export function judgeToken(life: TokenLife, token: TokenState, now: number): TokenVerdict {
  const { problem } = token;
  if (problem !== null) return { kind: 'lost', state: stateAfter(problem), code: problem };
  if (token.missingPermission) {
    return { kind: 'lost', state: 'MISSING_PERMISSION', code: 'meta.permission_missing' };
  }
  if (token.expiresAt !== null && token.expiresAt <= now) {
    return { kind: 'lost', state: 'EXPIRED', code: 'meta.token_expired' };
  }
  if (token.dataAccessExpiresAt !== null && token.dataAccessExpiresAt <= now) {
    return { kind: 'lost', state: 'EXPIRED', code: 'meta.data_access_ended' };
  }
  return { kind: 'alive', renew: token.expiresAt !== null && isRenewalDue(life, now) };
}

/** A check by Facebook that the person can pass leaves the token good; everything else ends it. */
export function stateAfter(code: DeploymentProblemCode): ConnectionState | null {
  switch (code) {
    case 'meta.checkpoint':
    case 'meta.account_unconfirmed':
      return null;
    case 'meta.token_expired':
    case 'meta.data_access_ended':
      return 'EXPIRED';
    case 'meta.permission_missing':
      return 'MISSING_PERMISSION';
    default:
      return 'REVOKED';
  }
}

/** From day 45 on, at the first look of each day, until Facebook has given more time. */
function isRenewalDue({ connectedAt, renewedAt, checkedAt }: TokenLife, now: number): boolean {
  const day = (at: number): number => Math.floor((at - (renewedAt ?? connectedAt)) / DAY_MS);
  if (day(now) < RENEW_AFTER_DAYS) return false;
  return checkedAt === null || day(checkedAt) < day(now);
}

/** The reminder to give now, or null: of several that are due only the most urgent, and each one once. */
export function dueReminder(
  life: Pick<TokenLife, 'endsAt' | 'remindedDays'>,
  endsAt: number | null,
  now: number,
): ReminderDays | null {
  if (endsAt === null || endsAt <= now) return null;
  const due = REMINDER_DAYS.filter((days) => now >= endsAt - days * DAY_MS).at(-1);
  if (due === undefined) return null;
  const given = remindedBefore(life, endsAt);
  return given === null || due < given ? due : null;
}

/** Reminders of an end that has moved away count no more. */
export function remindedBefore(
  { endsAt: knownEnd, remindedDays }: Pick<TokenLife, 'endsAt' | 'remindedDays'>,
  endsAt: number | null,
): number | null {
  const isAnother = endsAt === null || knownEnd === null || hasMoved(knownEnd, endsAt);
  return isAnother ? null : remindedDays;
}

/** Whether Facebook gave more time; less than a day is none, since ends are told with some unsteadiness. */
export function hasMoved(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return before !== null;
  return after - before >= DAY_MS;
}

/** When to look again: in a day, or sooner for the next reminder or the end itself. */
export function nextLook(endsAt: number | null, now: number): number {
  const moments =
    endsAt === null ? [] : [...REMINDER_DAYS, 0].map((days) => endsAt - days * DAY_MS);
  return Math.min(now + DAY_MS, ...moments.filter((at) => at > now));
}
