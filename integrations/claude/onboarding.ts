import { briefFactsSchema, type BriefFacts } from '../../contract/claude/onboarding.ts';
import { missingBriefFields, type BriefDraft } from '../../domain/brief/brief.ts';
import { minorUnitsPerMajor } from '../../domain/money.ts';
import { readBudget } from './budget.ts';
import type { ChatTurn, ClaudeApi, ClaudeTool, ToolOutcome } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import type { ClaudeUsage } from './models.ts';
import { ONBOARDING_PROMPT } from './prompts/onboarding.ts';
import { readWebsiteUrl } from './website-url.ts';

export type OnboardingTurn = {
  /** The whole reply, as it was streamed. */
  readonly reply: string;
  /** Only what this message newly told or corrected. `websiteUrl: null` means "there is none". */
  readonly changes: BriefDraft;
  readonly usage: ClaudeUsage;
};

/**
 * Answers one message of the interview and says what it taught us.
 * `today` is YYYY-MM-DD on the owner's clock. The reply streams through `onText`.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function runOnboardingTurn(
  claude: ClaudeApi,
  input: {
    readonly history: readonly ChatTurn[];
    readonly draft: BriefDraft;
    readonly today: string;
    readonly onText: (piece: string) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<OnboardingTurn> {
  let changes: BriefDraft = {};
  const recordBrief: ClaudeTool = {
    name: 'record_brief',
    description:
      'Records what the latest message of the person newly told or corrected about the business. ' +
      'Call it once per message that holds such a fact, in the same answer as your reply.',
    schema: briefFactsSchema,
    run: (raw) => {
      const reading = readFacts(raw, { ...input.draft, ...changes });
      changes = { ...changes, ...reading.changes };
      return reading.outcome;
    },
  };
  const result = await claude.converse({
    purpose: 'onboarding',
    system: ONBOARDING_PROMPT,
    context: dataBlock('brief_so_far', { today: input.today, ...describeDraft(input.draft) }),
    history: input.history,
    tools: [recordBrief],
    onText: input.onText,
    signal: input.signal,
  });
  return { reply: result.text.trim(), changes, usage: result.usage };
}

/** The draft as the model sees it: amounts as people write them, gaps by name. */
function describeDraft(draft: BriefDraft): Readonly<Record<string, unknown>> {
  const { monthlyBudget, websiteUrl, ...rest } = draft;
  const known: Record<string, unknown> = { ...rest };
  if (monthlyBudget !== undefined) {
    const per = monthlyBudget.currency === null ? 100 : minorUnitsPerMajor(monthlyBudget.currency);
    known['monthlyBudget'] = {
      amount: String(monthlyBudget.minor / per),
      period: 'month',
      currency: monthlyBudget.currency,
    };
  }
  if (websiteUrl === null) known['hasNoWebsite'] = true;
  else if (websiteUrl !== undefined) known['websiteUrl'] = websiteUrl;
  return { known, missing: missingBriefFields(draft) };
}

type FactsReading = { readonly changes: BriefDraft; readonly outcome: ToolOutcome };

/** Keeps every fact that holds and names to the model those that do not, so one bad figure loses nothing else. */
function readFacts(raw: unknown, draft: BriefDraft): FactsReading {
  const parsed = briefFactsSchema.safeParse(raw);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return {
      changes: {},
      outcome: { accepted: false, reply: `Not recorded. ${where.join('; ')}` },
    };
  }
  const facts = parsed.data;
  const problems: string[] = [];
  const changes: BriefDraft = {
    ...wordsFrom(facts),
    ...(facts.goal === null ? {} : { goal: facts.goal }),
    ...budgetFrom(facts, draft, problems),
    ...websiteFrom(facts, problems),
  };
  const left = missingBriefFields({ ...draft, ...changes });
  if (problems.length > 0) {
    const reply = `Recorded, except: ${problems.join('; ')}. Ask the person about that kindly.`;
    return { changes, outcome: { accepted: false, reply } };
  }
  const reply = `Recorded. Missing: ${left.length === 0 ? 'nothing' : left.join(', ')}.`;
  return { changes, outcome: { accepted: true, reply } };
}

const WORD_FIELDS = [
  'businessName',
  'businessDescription',
  'product',
  'targetAudience',
  'location',
  'uniqueSellingPoint',
] as const;

const LONGEST_FACT = 1_000;

function wordsFrom(facts: BriefFacts): BriefDraft {
  const words: { [K in (typeof WORD_FIELDS)[number]]?: string } = {};
  for (const field of WORD_FIELDS) {
    const text = facts[field]?.trim().slice(0, LONGEST_FACT) ?? '';
    if (text !== '') words[field] = text;
  }
  return words;
}

/** A figure without a currency keeps the one named before: "make it 900" after "600 euros". */
function budgetFrom(facts: BriefFacts, draft: BriefDraft, problems: string[]): BriefDraft {
  if (facts.monthlyBudget === null) return {};
  const currency = facts.monthlyBudget.currency ?? draft.monthlyBudget?.currency ?? null;
  const reading = readBudget({ ...facts.monthlyBudget, currency });
  if (reading.kind === 'budget') return { monthlyBudget: reading.budget };
  problems.push(`monthlyBudget, because ${reading.why}`);
  return {};
}

function websiteFrom(facts: BriefFacts, problems: string[]): BriefDraft {
  const said = facts.websiteUrl?.trim() ?? '';
  if (said === '') return facts.hasNoWebsite ? { websiteUrl: null } : {};
  const websiteUrl = readWebsiteUrl(said);
  if (websiteUrl !== null) return { websiteUrl };
  problems.push('websiteUrl, because it is not a web address that everyone can open');
  return {};
}
