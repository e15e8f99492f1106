import type { DiffRow } from '../plan/diff.ts';
import { BRIEF_FACTS, completeBrief, missingBriefFields } from './brief.ts';
import type { Brief, BriefDraft, BriefFact, MonthlyBudget } from './brief.ts';
import { sizeOf } from './budget-floor.ts';
import { budgetWords } from './budget-words.ts';
import { GOAL_WORDS } from './draft.ts';

/** What an approval of kind `brief-change` covers; its canonical JSON is what the approval's hash is taken over. */
export type BriefChange = {
  /** The version of the brief that was confirmed when the change was drafted. */
  readonly fromVersion: number;
  readonly changes: BriefDraft;
};

export type BriefChangeOutcome =
  | {
      readonly ok: true;
      /** Only what really differs. */
      readonly changes: BriefDraft;
      /** The brief as it will be. */
      readonly brief: Brief;
      readonly diff: readonly DiffRow[];
    }
  | { readonly ok: false; readonly problem: string };

/** What a wish makes of a brief that was confirmed, or in one sentence why it cannot be. */
export function changeBrief(before: BriefDraft, wanted: BriefDraft): BriefChangeOutcome {
  const changes = differing(before, wanted);
  if (Object.keys(changes).length === 0) {
    return refuse('The brief says so already, so there is nothing to change.');
  }
  const problem = budgetProblem(changes.monthlyBudget);
  if (problem !== null) return refuse(problem);
  const after = { ...before, ...changes };
  const brief = completeBrief(after);
  if (brief === null) return refuse(missingWords(after));
  return { ok: true, changes, brief, diff: briefDiff(before, after) };
}

function refuse(problem: string): BriefChangeOutcome {
  return { ok: false, problem };
}

function differing(before: BriefDraft, wanted: BriefDraft): BriefDraft {
  const news = BRIEF_FACTS.flatMap((fact) => {
    const value = trimmed(wanted[fact]);
    if (value === undefined || value === '') return [];
    const isSame = JSON.stringify(value) === JSON.stringify(before[fact] ?? null);
    return isSame ? [] : [[fact, value] as const];
  });
  return Object.fromEntries(news);
}

function trimmed<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.trim() : value;
}

function budgetProblem(budget: MonthlyBudget | undefined): string | null {
  if (budget === undefined) return null;
  const size = sizeOf(budget);
  const unit = budget.currency === null ? '' : ` ${budget.currency}`;
  if (size.kind === 'impossible') {
    return `That is too little: Facebook needs about ${size.leastPerDay}${unit} a day to show ads at all.`;
  }
  return size.kind === 'enormous' ? 'That amount is too large for a month.' : null;
}

function missingWords(after: BriefDraft): string {
  return missingBriefFields(after).includes('websiteUrl')
    ? 'This goal needs a website to send people to, so the address is needed as well.'
    : 'This part of the brief cannot be left out.';
}

const LABELS: Readonly<Record<BriefFact, string>> = {
  businessName: 'Name',
  businessDescription: 'Business',
  product: 'Offer',
  targetAudience: 'Customers',
  goal: 'Goal',
  monthlyBudget: 'Budget a month',
  location: 'Place',
  uniqueSellingPoint: 'What makes it special',
  websiteUrl: 'Website',
};

const NAMES: Readonly<Record<BriefFact, string>> = {
  businessName: 'the name',
  businessDescription: 'what the business does',
  product: 'the offer',
  targetAudience: 'the customers',
  goal: 'the goal',
  monthlyBudget: 'the budget',
  location: 'the place',
  uniqueSellingPoint: 'what makes it special',
  websiteUrl: 'the website',
};

/** What the changed facts are called in a sentence: "the budget". */
export function factNames(changes: BriefDraft): readonly string[] {
  return BRIEF_FACTS.filter((fact) => changes[fact] !== undefined).map((fact) => NAMES[fact]);
}

function briefDiff(before: BriefDraft, after: BriefDraft): readonly DiffRow[] {
  return BRIEF_FACTS.flatMap((fact) => {
    const [one, two] = [factWords(before, fact), factWords(after, fact)];
    return one === two ? [] : [{ label: LABELS[fact], before: one, after: two }];
  });
}

function factWords(draft: BriefDraft, fact: BriefFact): string | null {
  const { goal, monthlyBudget } = draft;
  if (fact === 'goal') return goal === undefined ? null : GOAL_WORDS[goal];
  if (fact === 'monthlyBudget') {
    return monthlyBudget === undefined ? null : budgetWords(monthlyBudget);
  }
  return draft[fact] ?? null;
}

/** A change as it was stored; null for anything else. */
export function readBriefChange(content: unknown): BriefChange | null {
  return isBriefChange(content) ? content : null;
}

function isBriefChange(content: unknown): content is BriefChange {
  if (!isObject(content) || !Number.isSafeInteger(content['fromVersion'])) return false;
  const { changes } = content;
  if (!isObject(changes)) return false;
  return Object.entries(changes).every(([fact, value]) => {
    if (fact === 'monthlyBudget') return isObject(value) && Number.isSafeInteger(value['minor']);
    if (fact === 'goal') return typeof value === 'string' && Object.hasOwn(GOAL_WORDS, value);
    const mayBeNone = fact === 'websiteUrl' && value === null;
    return Object.hasOwn(LABELS, fact) && (mayBeNone || typeof value === 'string');
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
