import { briefFactsSchema } from '../../contract/claude/onboarding.ts';
import {
  missingBriefFields,
  type BriefDraft,
  type BriefFact,
  type BriefSources,
} from '../../domain/brief/brief.ts';
import { sizeOf } from '../../domain/brief/budget-floor.ts';
import { WEBSITE_FACTS } from '../../domain/brief/website.ts';
import { minorUnitsPerMajor } from '../../domain/money.ts';
import { readFacts } from './brief-facts.ts';
import type { ChatTurn, ClaudeApi, ClaudeTool } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import type { ClaudeUsage } from './models.ts';
import { ONBOARDING_PROMPT } from './prompts/onboarding.ts';
import { saidIn } from './said.ts';

export type OnboardingTurn = {
  /** The whole reply, as it was streamed. */
  readonly reply: string;
  /** Only what this message newly told or corrected. `websiteUrl: null` means "there is none". */
  readonly changes: BriefDraft;
  /** Where each of the changes came from. */
  readonly sources: BriefSources;
  readonly usage: ClaudeUsage;
};

/** What reading the person's website came to. */
export type WebsiteLook = {
  readonly address: string;
  readonly state: 'read' | 'could not be opened';
  /** The page's own words, to check facts against; they are not shown to the model again. */
  readonly words: readonly string[];
  /** Facts of the draft that only the website told so far. */
  readonly fromWebsite: readonly BriefFact[];
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
    readonly website?: WebsiteLook | null;
    readonly onText: (piece: string) => void;
    /** A tool was called that is not offered. */
    readonly onDenied?: (name: string) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<OnboardingTurn> {
  let changes: BriefDraft = {};
  let sources: BriefSources = {};
  const { draft, website = null } = input;
  const { own, found } = splitByOrigin(draft, website?.fromWebsite ?? []);
  const said = saidIn(input.history, wordsOf(own));
  const recordBrief: ClaudeTool = {
    name: 'record_brief',
    description:
      'Records what the latest message of the person newly told or corrected about the business. ' +
      'Call it once per message that holds such a fact, in the same answer as your reply.',
    schema: briefFactsSchema,
    run: (raw) => {
      const ground = { draft: { ...draft, ...changes }, said, website: website?.words ?? [] };
      const reading = readFacts(raw, ground);
      changes = { ...changes, ...reading.changes };
      sources = { ...sources, ...reading.sources };
      return reading.outcome;
    },
  };
  const result = await claude.converse({
    purpose: 'onboarding',
    system: ONBOARDING_PROMPT,
    context: dataBlock('brief_so_far', {
      today: input.today,
      ...describeDraft(own),
      missing: missingBriefFields(draft),
      ...(website === null
        ? {}
        : { website: { address: website.address, state: website.state, found } }),
    }),
    history: input.history,
    tools: [recordBrief],
    onText: input.onText,
    ...(input.onDenied === undefined ? {} : { onDenied: input.onDenied }),
    signal: input.signal,
  });
  return { reply: result.text.trim(), changes, sources, usage: result.usage };
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
  const size = monthlyBudget === undefined ? null : sizeOf(monthlyBudget);
  return {
    known,
    ...(size?.kind === 'small' ? { budgetIsSmall: `about ${size.perDay} a day` } : {}),
  };
}

/** What only the website told stands apart, so that the person's own word on it is still heard. */
function splitByOrigin(draft: BriefDraft, fromWebsite: readonly BriefFact[]) {
  const entries = Object.entries(draft);
  const isFound = ([fact]: readonly [string, unknown]) =>
    fromWebsite.some((other) => other === fact);
  const own: BriefDraft = Object.fromEntries(entries.filter((entry) => !isFound(entry)));
  return { own, found: Object.fromEntries(entries.filter(isFound)) };
}

/** Facts in words that were recorded before. */
function wordsOf(draft: BriefDraft): readonly string[] {
  return WEBSITE_FACTS.map((fact) => draft[fact] ?? '');
}
