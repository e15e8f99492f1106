import { deploymentProblemWords, isDeploymentProblemCode } from '../deployment/problems.ts';
import type { ReportProblemInput } from '../lifecycle/work.ts';
import { isPlanProblemCode, planProblemWords } from '../plan/problems.ts';

const MODEL_PROBLEMS: Readonly<Record<string, string>> = {
  'claude.refused': 'I could not answer this. Please say it in other words. Nothing was changed.',
  'claude.truncated':
    'My answer became too long and broke off. Please ask for a smaller part of it. Nothing was changed.',
  'claude.unauthorised':
    'The writing service does not accept the key of this installation. The person who runs Aigency has to check it. Nothing was changed.',
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
    'I could not answer this message, because the service I write with does not respond. Your message is kept; please send it again in a few minutes.',
  plan: 'I could not draft the campaign just now. I will try again by myself. Nothing was planned or spent.',
  connection:
    'I could not prepare the Facebook connection just now. I will try again by myself. Nothing was changed.',
  deployment:
    'I could not finish building your campaign. What was already made stays switched off. No money was spent.',
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

/** The sentence for a problem: by its code where it has words of its own, else by what was being done. */
export function problemWords(code: string, during: ReportProblemInput['during']): string {
  if (isPlanProblemCode(code)) return planProblemWords(code);
  const model = MODEL_PROBLEMS[code];
  if (model !== undefined && (during === 'answer' || during === 'plan')) return model;
  if (isDeploymentProblemCode(code) && code !== 'meta.unavailable' && code !== 'meta.busy') {
    return deploymentProblemWords(code);
  }
  return DECISION_PROBLEMS[code] ?? FALLBACK[during];
}
