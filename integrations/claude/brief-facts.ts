import { briefFactsSchema, type BriefFacts } from '../../contract/claude/onboarding.ts';
import {
  missingBriefFields,
  type BriefDraft,
  type BriefFact,
  type BriefSources,
} from '../../domain/brief/brief.ts';
import { sizeOf } from '../../domain/brief/budget-floor.ts';
import { budgetProblem, currencySaid, type BudgetProblem } from '../../domain/brief/budget-said.ts';
import { isGrounded } from '../../domain/brief/grounding.ts';
import { WEBSITE_FACTS, type WebsiteFact } from '../../domain/brief/website.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import { readBudget } from './budget.ts';
import type { ToolOutcome } from './claude-api.ts';
import { isPlainText } from './plain-text.ts';
import { addressWasSaid, budgetTalk, wasSaid, type Said } from './said.ts';
import { groundingOf } from './website.ts';
import { readWebsiteUrl } from './website-url.ts';

export type FactsReading = {
  readonly changes: BriefDraft;
  readonly sources: BriefSources;
  readonly outcome: ToolOutcome;
};

/** What the facts of one message are checked against. */
export type FactsGround = {
  readonly draft: BriefDraft;
  readonly said: Said;
  /** The words of the person's website; empty while none was read. */
  readonly website: readonly string[];
};

/**
 * Keeps every fact that holds and names to the model those that do not, so one bad figure loses nothing else. A fact
 * holds when the person said it or their website does; what nobody wrote is never recorded.
 */
export function readFacts(raw: unknown, ground: FactsGround): FactsReading {
  const parsed = briefFactsSchema.safeParse(raw);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    const outcome = { accepted: false, reply: `Not recorded. ${where.join('; ')}` };
    return { changes: {}, sources: {}, outcome };
  }
  const facts = parsed.data;
  const problems: string[] = [];
  const words = wordsFrom(facts, ground, problems);
  const rest: BriefDraft = {
    ...(facts.goal === null ? {} : { goal: facts.goal }),
    ...budgetFrom(facts, ground, problems),
    ...websiteFrom(facts, ground, problems),
  };
  const changes: BriefDraft = { ...words.changes, ...rest };
  const sources: BriefSources = {
    ...words.sources,
    ...Object.fromEntries(Object.keys(rest).map((field) => [field, 'said' as const])),
  };
  return { changes, sources, outcome: outcomeOf({ ...ground.draft, ...changes }, problems) };
}

function outcomeOf(draft: BriefDraft, problems: readonly string[]): ToolOutcome {
  if (problems.length > 0) {
    const reply = `Recorded, except: ${problems.join('; ')}. Ask the person about that kindly.`;
    return { accepted: false, reply };
  }
  const left = missingBriefFields(draft);
  const reply = `Recorded. Missing: ${left.length === 0 ? 'nothing' : left.join(', ')}.`;
  return { accepted: true, reply };
}

const LONGEST_FACT = 1_000;

type Words = {
  readonly changes: { readonly [F in WebsiteFact]?: string };
  readonly sources: BriefSources;
};

function wordsFrom(facts: BriefFacts, ground: FactsGround, problems: string[]): Words {
  const changes: { [F in WebsiteFact]?: string } = {};
  const sources: { [F in BriefFact]?: 'said' | 'website' } = {};
  for (const field of WEBSITE_FACTS) {
    const text = facts[field]?.trim().slice(0, LONGEST_FACT) ?? '';
    if (text === '') continue;
    const how = groundingOf(field);
    if (wasSaid(text, ground.said, how)) sources[field] = 'said';
    else if (isPlainText(text) && isGrounded(text, ground.website, how)) sources[field] = 'website';
    else {
      problems.push(
        `${field}, because the person did not say this; record it in their own words, or leave it out`,
      );
      continue;
    }
    changes[field] = text;
  }
  return { changes, sources };
}

const BUDGET_WORDS: Readonly<Record<BudgetProblem, string>> = {
  'no such figure': 'the person named no such figure; ask for it as a number, such as 300 a month',
  'no such period': 'the person did not say that period; ask whether it is per day, week or month',
};

/** A figure without a currency keeps the one named before: "make it 900" after "600 euros". */
function budgetFrom(
  { monthlyBudget }: BriefFacts,
  { draft, said }: FactsGround,
  problems: string[],
): BriefDraft {
  if (monthlyBudget === null) return {};
  const talk = budgetTalk(said);
  const problem = budgetProblem(monthlyBudget, talk);
  if (problem !== null) {
    problems.push(`monthlyBudget, because ${BUDGET_WORDS[problem]}`);
    return {};
  }
  const stated = monthlyBudget.currency?.trim().toUpperCase() ?? '';
  // A money that cannot be used is named to the model; one that nobody named is left open.
  const named = stated !== '' && !isCurrencyCode(stated) ? stated : currencySaid(stated, talk);
  const currency = named ?? draft.monthlyBudget?.currency ?? null;
  const reading = readBudget({ ...monthlyBudget, currency });
  if (reading.kind === 'refused') {
    problems.push(`monthlyBudget, because ${reading.why}`);
    return {};
  }
  const size = sizeOf(reading.budget);
  const unit = currency === null ? '' : ` ${currency}`;
  if (size.kind === 'impossible') {
    problems.push(
      `monthlyBudget, because it comes to about ${size.perDay}${unit} a day, and Facebook shows no ads for less than about ${size.leastPerDay}${unit} a day; say so and ask whether a little more is possible`,
    );
    return {};
  }
  if (size.kind === 'enormous') {
    problems.push(
      `monthlyBudget, because ${size.perMonth}${unit} a month looks like a slip; ask whether it is meant that way`,
    );
    return {};
  }
  return { monthlyBudget: reading.budget };
}

function websiteFrom(
  facts: BriefFacts,
  { draft, said }: FactsGround,
  problems: string[],
): BriefDraft {
  const given = facts.websiteUrl?.trim() ?? '';
  if (given === '') return facts.hasNoWebsite ? { websiteUrl: null } : {};
  const websiteUrl = readWebsiteUrl(given);
  if (websiteUrl === null) {
    problems.push('websiteUrl, because it is not a web address that everyone can open');
    return {};
  }
  if (websiteUrl !== draft.websiteUrl && !addressWasSaid(given, said)) {
    problems.push('websiteUrl, because the person did not write this address');
    return {};
  }
  return { websiteUrl };
}
