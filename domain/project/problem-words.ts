import {
  deploymentProblemWords,
  isDeploymentProblemCode,
  needsReconnect,
} from '../deployment/problems.ts';
import type { ReportProblemInput } from '../lifecycle/work.ts';
import { isPlanProblemCode, planProblemWords } from '../plan/problems.ts';

const MODEL_PROBLEMS: Readonly<Record<string, string>> = {
  'claude.refused': 'I could not answer this. Please say it in other words. Nothing was changed.',
  'claude.truncated':
    'That was too much for one answer, so it broke off. Please say it in fewer words, or one thing at a time. Nothing was changed.',
  'claude.bad_output':
    'I could not put my answer together. Please say it in fewer words, or one thing at a time. Nothing was changed.',
  'claude.unauthorised':
    'The writing service does not accept the key of this installation. The person who runs Aigency has to check it. Nothing was changed.',
  'conversation.failed':
    'I could not answer this message, because of a fault of mine. Your message is kept. Press “Try again” in a few minutes.',
  'claude.no_credit':
    'The account with the writing service has no credit left. The person who runs Aigency has to top it up. Nothing was changed.',
};

/** Decisions that the lifecycle itself refused. */
const DECISION_PROBLEMS: Readonly<Record<string, string>> = {
  'approval.not_found':
    'That decision was about a card that no longer exists. Nothing was decided; please use the newest card.',
  'approval.stale':
    'The card had changed when that decision arrived. Nothing was decided; please look at the newest card.',
};

const FALLBACK: Readonly<Record<ReportProblemInput['during'], string>> = {
  answer:
    'I could not answer this message, because the service I write with does not respond. Your message is kept. Press “Try again” in a few minutes.',
  plan: 'I could not draft the campaign just now. I will try again by myself. Nothing was planned or spent.',
  connection:
    'I could not prepare the Facebook connection just now. I will try again by myself. Nothing was changed.',
  deployment:
    'I could not finish building your campaign. What was already made stays switched off. No money was spent.',
  change:
    'I could not make this change. Your campaign runs on as you approved it before. Please ask me again if you still want it.',
  monitoring:
    'I could not look at your numbers this time. Your ads go on as you approved them, and I will look again in four hours.',
  delivery:
    'I could not change whether your ads run. Please try again, or switch the campaign off in Facebook Ads Manager.',
  lease:
    'I could not prolong the time Facebook lets your ads run. I will keep trying; if it does not work, they stop by themselves and nothing is spent any more.',
  removal:
    'I could not remove everything from your ad account. It is all switched off and costs nothing. Please try again.',
  approval: 'I could not take your decision just now. Please press the button again.',
};

/**
 * For `claude.daily_limit`.
 * @param until when it goes on, in words: "Tuesday 24 November, 00:00".
 */
export function dailyLimitWords(until: string, during: ReportProblemInput['during']): string {
  const used = 'Today’s limit for the writing service is used up.';
  return during === 'answer'
    ? `${used} So I have not answered this yet. From ${until}, press “Try again” and I will. Your ads and cards go on as they are.`
    : `${used} I go on by myself from ${until}. Your ads and cards stay as they are.`;
}

/** Changes of a running campaign with words of their own; those for a launch say what holds for a launch. */
const CHANGE_PROBLEMS: Readonly<Record<string, string>> = {
  'meta.altered':
    'Facebook stored something else than you approved, so I took the change back. Your campaign runs on as it was before.',
  'meta.ad_rejected':
    'Facebook refused the new ad at once, so I took the change back. Your campaign runs on as it was before.',
  'meta.plan_refused':
    'Facebook did not accept this change, so I took it back. Your campaign runs on as it was before.',
  'deployment.approval_changed':
    'Your campaign is no longer the one this change was made for, so I did not carry it out. Please ask me again for what you want.',
  'deployment.over_ceiling':
    'This would have cost more than you approved, so I did not carry it out. Your campaign runs on as it was before.',
};
const KEPT_WORDS: ReadonlySet<string> = new Set([
  'deployment.not_now',
  'deployment.change_failed',
  'deployment.change_unclear',
  'delivery.approval_ended',
]);

function changeWords(code: string): string {
  if (KEPT_WORDS.has(code)) return deploymentProblemWords(code);
  return CHANGE_PROBLEMS[code] ?? FALLBACK.change;
}

/** The sentence for a problem: by its code where it has words of its own, else by what was being done. */
export function problemWords(code: string, during: ReportProblemInput['during']): string {
  if (isPlanProblemCode(code)) return planProblemWords(code);
  if (during === 'change' && !needsReconnect(code)) return changeWords(code);
  const model = MODEL_PROBLEMS[code];
  if (model !== undefined && (during === 'answer' || during === 'plan')) return model;
  if (isDeploymentProblemCode(code) && code !== 'meta.unavailable' && code !== 'meta.busy') {
    return deploymentProblemWords(code);
  }
  return DECISION_PROBLEMS[code] ?? FALLBACK[during];
}
