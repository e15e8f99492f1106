import { recovered } from '../../domain/deployment/pacing.ts';
import type { Allowance } from '../../domain/deployment/pacing.ts';
import { decimal, isObject } from './parse.ts';

/** How much of Meta's allowance is used, 0 to 100; `waitMs` is what Meta itself asks for. */
export type MetaUsage = Allowance;

type Headers = Readonly<Record<string, unknown>>;

type Share = { readonly percent: number; readonly waitMs: number };

const MINUTE_MS = 60_000;
const NOTHING: Share = { percent: 0, waitMs: 0 };
/** The default access tier, by the name it has in the headers. */
const LIMITED = 'development_access';

/** Reads the usage headers; they come only after some use, and as JSON in a string. */
export function readUsage(headers: Headers): MetaUsage {
  const found = [
    fromAccount(json(headers['x-ad-account-usage'])),
    fromApp(json(headers['x-app-usage'])),
    ...fromUseCases(json(headers['x-business-use-case-usage'])),
    fromInsights(json(headers['x-fb-ads-insights-throttle'])),
  ];
  const share = found.reduce(
    (worst, one) => ({
      percent: Math.max(worst.percent, one.percent),
      waitMs: Math.max(worst.waitMs, one.waitMs),
    }),
    NOTHING,
  );
  return { ...share, tier: tierIn(headers) };
}

function tierIn(headers: Headers): MetaUsage['tier'] {
  const account = json(headers['x-ad-account-usage']);
  if (!isObject(account)) return 'unknown';
  return account['ads_api_access_tier'] === LIMITED ? 'limited' : 'full';
}

/** What Meta asks to wait after a throttle, or null when it names nothing. */
export function retryAfterMs(headers: Headers): number | null {
  const seconds = decimal(headers['retry-after']);
  const asked = readUsage(headers).waitMs;
  const wait = Math.max(asked, seconds === null ? 0 : seconds * 1000);
  return wait > 0 ? wait : null;
}

function fromAccount(value: unknown): Share {
  if (!isObject(value)) return NOTHING;
  const percent = decimal(value['acc_id_util_pct']) ?? 0;
  const resetSeconds = decimal(value['reset_time_duration']) ?? 0;
  return { percent, waitMs: percent >= 100 ? resetSeconds * 1000 : 0 };
}

function fromApp(value: unknown): Share {
  return { percent: highest(value, ['call_count', 'total_cputime', 'total_time']), waitMs: 0 };
}

function fromInsights(value: unknown): Share {
  return { percent: highest(value, ['app_id_util_pct', 'acc_id_util_pct']), waitMs: 0 };
}

function fromUseCases(value: unknown): readonly Share[] {
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

type Noted = { readonly usage: MetaUsage; readonly at: number };

/** Remembers per ad account what Meta last said of its allowance, for as long as the process lives. */
export type UsageMemory = {
  note(account: string, usage: MetaUsage, now: number): void;
  /** As it stands now: used points come back with time. */
  recall(account: string, now: number): MetaUsage;
};

/** Accounts remembered at most; one that is forgotten is found out about again by its next answer. */
const MOST_ACCOUNTS = 10_000;

export function createUsageMemory(): UsageMemory {
  const noted = new Map<string, Noted>();
  return {
    note: (account, usage, now) => {
      // Answers about a person or a Page say nothing of the ad account.
      if (usage.tier === 'unknown') return;
      noted.delete(account);
      noted.set(account, { usage, at: now });
      const [oldest] = noted.keys();
      if (noted.size > MOST_ACCOUNTS && oldest !== undefined) noted.delete(oldest);
    },
    recall: (account, now) => {
      const last = noted.get(account);
      if (last === undefined) return { ...NOTHING, tier: 'unknown' };
      return recovered(last.usage, Math.max(0, now - last.at));
    },
  };
}
