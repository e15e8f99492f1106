import { decimal, isObject } from './parse.ts';

/** How much of Meta's allowance is used, 0 to 100; `waitMs` is what Meta itself asks for. */
export type MetaUsage = { readonly percent: number; readonly waitMs: number };

type Headers = Readonly<Record<string, unknown>>;

const MINUTE_MS = 60_000;
const NO_USAGE: MetaUsage = { percent: 0, waitMs: 0 };

/** Above this share of the allowance writes pause, before Meta blocks the account for minutes. */
export const WRITE_PAUSE_PERCENT = 90;

/** Reads the usage headers; they come only after some use, and as JSON in a string. */
export function readUsage(headers: Headers): MetaUsage {
  const found = [
    fromAccount(json(headers['x-ad-account-usage'])),
    fromApp(json(headers['x-app-usage'])),
    ...fromUseCases(json(headers['x-business-use-case-usage'])),
    fromInsights(json(headers['x-fb-ads-insights-throttle'])),
  ];
  return found.reduce(
    (worst, one) => ({
      percent: Math.max(worst.percent, one.percent),
      waitMs: Math.max(worst.waitMs, one.waitMs),
    }),
    NO_USAGE,
  );
}

/** What Meta asks to wait after a throttle, or null when it names nothing. */
export function retryAfterMs(headers: Headers): number | null {
  const seconds = decimal(headers['retry-after']);
  const asked = readUsage(headers).waitMs;
  const wait = Math.max(asked, seconds === null ? 0 : seconds * 1000);
  return wait > 0 ? wait : null;
}

function fromAccount(value: unknown): MetaUsage {
  if (!isObject(value)) return NO_USAGE;
  const percent = decimal(value['acc_id_util_pct']) ?? 0;
  const resetSeconds = decimal(value['reset_time_duration']) ?? 0;
  return { percent, waitMs: percent >= 100 ? resetSeconds * 1000 : 0 };
}

function fromApp(value: unknown): MetaUsage {
  return { percent: highest(value, ['call_count', 'total_cputime', 'total_time']), waitMs: 0 };
}

function fromInsights(value: unknown): MetaUsage {
  return { percent: highest(value, ['app_id_util_pct', 'acc_id_util_pct']), waitMs: 0 };
}

function fromUseCases(value: unknown): readonly MetaUsage[] {
  if (!isObject(value)) return [];
  const entries = Object.values(value).flatMap((rows) => (Array.isArray(rows) ? rows : []));
  return entries.map((row: unknown) => ({
    percent: highest(row, ['call_count', 'total_cputime', 'total_time']),
    waitMs: isObject(row) ? (decimal(row['estimated_time_to_regain_access']) ?? 0) * MINUTE_MS : 0,
  }));
}

function highest(value: unknown, keys: readonly string[]): number {
  if (!isObject(value)) return 0;
  return Math.max(0, ...keys.map((key) => decimal(value[key]) ?? 0));
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return null;
  }
}
