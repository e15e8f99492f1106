import type { AccessTier, App } from '../state/types.ts';
import { GraphError } from './graph-error.ts';

/** Meta's published figures for the two access tiers. */
const TIERS = {
  development_access: { maxScore: 60, blockMs: 300_000, decayMs: 300_000 },
  standard_access: { maxScore: 9000, blockMs: 60_000, decayMs: 300_000 },
} as const;

const READ_POINTS = 1;
const WRITE_POINTS = 3;

type Score = { points: number; at: number; blockedUntil: number };

export type Charge = { readonly app: App; readonly accountId: string; readonly now: number };

export type Usage = {
  /** Counts the call. @throws GraphError 17/2446079 or 613/1487742 while the account is blocked. */
  readonly charge: (call: Charge & { readonly write: boolean }) => void;
  /** The headers Meta sends with every ads answer, errors included. */
  readonly headers: (call: Charge) => Record<string, string>;
  /** Where an account stands, for the admin API. */
  readonly state: (call: Charge) => {
    readonly points: number;
    readonly max: number;
    readonly blockedUntil: number | null;
  };
  readonly reset: () => void;
};

/** Points fall steadily: a full score is back at zero after the tier's decay time. */
export function createUsage(): Usage {
  const scores = new Map<string, Score>();

  function scoreOf({ app, accountId, now }: Charge): Score {
    const key = `${app.id}/${accountId}`;
    const score = scores.get(key) ?? { points: 0, at: now, blockedUntil: 0 };
    scores.set(key, score);
    const passed = Math.max(0, now - score.at);
    const fallen = (passed / TIERS[app.tier].decayMs) * maxScore(app);
    score.points = Math.max(0, score.points - fallen);
    score.at = Math.max(now, score.at);
    return score;
  }

  return {
    charge: (call) => {
      const score = scoreOf(call);
      if (call.now < score.blockedUntil) throw limitReached(call.app.limitCode);
      score.points += call.write ? WRITE_POINTS : READ_POINTS;
      if (score.points <= maxScore(call.app)) return;
      score.points = maxScore(call.app);
      score.blockedUntil = call.now + TIERS[call.app.tier].blockMs;
      throw limitReached(call.app.limitCode);
    },
    headers: (call) => {
      const { app, accountId, now } = call;
      const score = scoreOf(call);
      const blockedMs = Math.max(0, score.blockedUntil - now);
      if (blockedMs > 0) return blockedHeaders(accountId, app.tier, blockedMs / 1000);
      const share = score.points / maxScore(app);
      return usageHeaders({
        accountId,
        tier: app.tier,
        percent: share * 100,
        resetSeconds: (share * TIERS[app.tier].decayMs) / 1000,
        regainSeconds: 0,
      });
    },
    state: (call) => {
      const score = scoreOf(call);
      const blocked = score.blockedUntil > call.now;
      return {
        points: score.points,
        max: maxScore(call.app),
        blockedUntil: blocked ? score.blockedUntil : null,
      };
    },
    reset: () => scores.clear(),
  };
}

/** How long a tier blocks an account that has used up its points. */
export function blockSeconds(tier: AccessTier): number {
  return TIERS[tier].blockMs / 1000;
}

/** What goes out with a refusal for too many calls. */
export function blockedHeaders(
  accountId: string,
  tier: AccessTier,
  seconds: number,
): Record<string, string> {
  return usageHeaders({
    accountId,
    tier,
    percent: 100,
    resetSeconds: seconds,
    regainSeconds: seconds,
  });
}

function usageHeaders(usage: {
  readonly accountId: string;
  readonly tier: AccessTier;
  readonly percent: number;
  readonly resetSeconds: number;
  readonly regainSeconds: number;
}): Record<string, string> {
  const { accountId, tier } = usage;
  const exact = Math.floor(usage.percent * 100) / 100;
  const whole = Math.floor(usage.percent);
  const useCase = {
    type: 'ads_management',
    call_count: whole,
    total_cputime: Math.round(whole / 4),
    total_time: Math.round(whole / 4),
    estimated_time_to_regain_access: Math.ceil(usage.regainSeconds / 60),
    ads_api_access_tier: tier,
  };
  return {
    'x-app-usage': JSON.stringify({
      call_count: Math.round(whole / 10),
      total_cputime: 1,
      total_time: 1,
    }),
    'x-ad-account-usage': JSON.stringify({
      acc_id_util_pct: exact,
      reset_time_duration: Math.ceil(usage.resetSeconds),
      ads_api_access_tier: tier,
    }),
    'x-fb-ads-insights-throttle': JSON.stringify({
      app_id_util_pct: Math.floor(exact * 10) / 100,
      acc_id_util_pct: exact,
      ads_api_access_tier: tier,
    }),
    'x-business-use-case-usage': JSON.stringify({ [accountId]: [useCase] }),
  };
}

function maxScore(app: App): number {
  return app.maxScore ?? TIERS[app.tier].maxScore;
}

/** Meta words the same limit in two ways, and an account may meet either. */
export function limitReached(code: 17 | 613 = 17): GraphError {
  const words = {
    title: 'Ad Account Has Too Many API Calls',
    userMessage:
      'There have been too many calls to this ad account. Wait a bit and try again. For more info, please refer to the rate limiting page.',
    transient: true,
  };
  return code === 17
    ? new GraphError({
        code,
        subcode: 2446079,
        message: '(#17) User request limit reached',
        ...words,
      })
    : new GraphError({
        code,
        subcode: 1487742,
        message: '(#613) Calls to this api have exceeded the rate limit.',
        ...words,
      });
}
