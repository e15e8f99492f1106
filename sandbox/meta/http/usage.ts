import type { App } from '../state/types.ts';
import { GraphError } from './graph-error.ts';

/** Meta's published figures for the two access tiers. */
const TIERS = {
  development_access: { maxScore: 60, blockMs: 300_000, decayMs: 300_000 },
  standard_access: { maxScore: 9000, blockMs: 60_000, decayMs: 300_000 },
} as const;

const READ_POINTS = 1;
const WRITE_POINTS = 3;

type Score = { points: number; at: number; blockedUntil: number };

export type Usage = {
  /** Counts the call. @throws GraphError 17/2446079 while the account is blocked. */
  readonly charge: (call: { app: App; accountId: string; now: number; write: boolean }) => void;
  /** The headers Meta sends with every ads answer, errors included. */
  readonly headers: (call: { app: App; accountId: string; now: number }) => Record<string, string>;
  readonly reset: () => void;
};

export function createUsage(): Usage {
  const scores = new Map<string, Score>();

  function scoreOf(app: App, accountId: string, now: number): Score {
    const key = `${app.id}/${accountId}`;
    const score = scores.get(key) ?? { points: 0, at: now, blockedUntil: 0 };
    scores.set(key, score);
    const limits = TIERS[app.tier];
    const passed = Math.max(0, now - score.at);
    score.points = Math.max(0, score.points - (passed / limits.decayMs) * maxScore(app));
    score.at = Math.max(now, score.at);
    return score;
  }

  return {
    charge: ({ app, accountId, now, write }) => {
      const score = scoreOf(app, accountId, now);
      if (now < score.blockedUntil) throw limitReached();
      score.points += write ? WRITE_POINTS : READ_POINTS;
      if (score.points <= maxScore(app)) return;
      score.blockedUntil = now + TIERS[app.tier].blockMs;
      throw limitReached();
    },
    headers: ({ app, accountId, now }) => {
      const score = scoreOf(app, accountId, now);
      const blockedFor = Math.max(0, score.blockedUntil - now);
      const percent = Math.min(100, Math.round((score.points / maxScore(app)) * 100));
      const used = blockedFor > 0 ? 100 : percent;
      const row = {
        type: 'ads_management',
        call_count: used,
        total_cputime: Math.round(used / 4),
        total_time: Math.round(used / 4),
        estimated_time_to_regain_access: Math.ceil(blockedFor / 60_000),
        ads_api_access_tier: app.tier,
      };
      const resetSeconds = Math.ceil(blockedFor / 1000) || TIERS[app.tier].decayMs / 1000;
      return {
        'x-app-usage': JSON.stringify({
          call_count: Math.round(used / 10),
          total_cputime: 1,
          total_time: 1,
        }),
        'x-ad-account-usage': JSON.stringify({
          acc_id_util_pct: used,
          reset_time_duration: resetSeconds,
          ads_api_access_tier: app.tier,
        }),
        'x-fb-ads-insights-throttle': JSON.stringify({
          app_id_util_pct: used / 10,
          acc_id_util_pct: used,
          ads_api_access_tier: app.tier,
        }),
        'x-business-use-case-usage': JSON.stringify({ [accountId]: [row] }),
      };
    },
    reset: () => scores.clear(),
  };
}

function maxScore(app: App): number {
  return app.maxScore ?? TIERS[app.tier].maxScore;
}

export function limitReached(): GraphError {
  return new GraphError({
    code: 17,
    subcode: 2446079,
    message: '(#17) User request limit reached',
    title: 'Ad Account Has Too Many API Calls',
    userMessage:
      'There have been too many calls to this ad account. Wait a bit and try again. For more info, please refer to the rate limiting page.',
    transient: true,
  });
}
