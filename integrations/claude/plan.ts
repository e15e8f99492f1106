import { planProposalSchema, type PlanProposal } from '../../contract/claude/plan.ts';
import type { Brief } from '../../domain/brief/brief.ts';
import { formatMoney, type CurrencyCode } from '../../domain/money.ts';
import { checkCopy, findingWords, type CopyFinding } from '../../domain/plan/copy-check.ts';
import type { SpecialAdCategory } from '../../domain/plan/plan.ts';
import type { ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import { addUsage, type ClaudeUsage } from './models.ts';
import { PLAN_PROMPT } from './prompts/plan.ts';

export type PlanRequest = {
  readonly brief: Brief;
  readonly pageName: string;
  readonly currency: CurrencyCode;
  /** Minor units a day, decided by code; shown to the model as background only. */
  readonly dailyBudgetMinor: number;
  /** Two-letter country of the ad account, for places whose country the brief leaves open; null when unknown. */
  readonly countryHint: string | null;
  /** What the person disliked about the plan before, in their words; null for a first plan. */
  readonly feedback: string | null;
  /** Why plans before that were turned down, oldest first. */
  readonly earlierRefusals?: readonly string[];
  /** What the person said of special rules; absent while they were not asked. */
  readonly category?: SpecialAdCategory | null;
  /** Enquiries will be taken by a form on Facebook. */
  readonly formWanted?: boolean;
  /** The first ad is shown with a photo of the owner's own. */
  readonly hasOwnPhoto?: boolean;
  readonly signal?: AbortSignal | undefined;
};

export type ProposedPlan = {
  readonly proposal: PlanProposal;
  readonly usage: ClaudeUsage;
  /** Lines that Facebook is likely to refuse, after the model was told of them once. */
  readonly findings: readonly CopyFinding[];
};

/**
 * Asks for the words, pictures and audiences of a campaign. Everything in the answer is a proposal:
 * places and interests are looked up, lengths and rules checked, and amounts set by the caller. Words that Facebook
 * would refuse go back once with the reasons.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function proposePlan(claude: ClaudeApi, request: PlanRequest): Promise<ProposedPlan> {
  const first = await ask(claude, request, null);
  const findings = findingsIn(first.proposal, request.brief.websiteUrl);
  if (findings.length === 0) return { ...first, findings };
  const second = await ask(claude, request, {
    answerBefore: first.proposal,
    refusedLines: findings.map(findingWords),
  });
  return {
    proposal: second.proposal,
    usage: addUsage(first.usage, second.usage),
    findings: findingsIn(second.proposal, request.brief.websiteUrl),
  };
}

type Correction = {
  readonly answerBefore: PlanProposal;
  readonly refusedLines: readonly string[];
};

async function ask(
  claude: ClaudeApi,
  request: PlanRequest,
  correction: Correction | null,
): Promise<{ proposal: PlanProposal; usage: ClaudeUsage }> {
  const { brief, currency, feedback } = request;
  const { monthlyBudget: _stated, ...said } = brief;
  const result = await claude.structured({
    purpose: 'plan',
    system: PLAN_PROMPT,
    input: dataBlock('brief', {
      ...said,
      pageName: request.pageName,
      dailyBudget: formatMoney({ minor: request.dailyBudgetMinor, currency }),
      countryHint: request.countryHint,
      feedback,
      earlierRefusals: request.earlierRefusals ?? [],
      specialAdCategory: request.category ?? null,
      formWanted: request.formWanted ?? false,
      hasOwnPhoto: request.hasOwnPhoto ?? false,
      correction,
    }),
    schema: planProposalSchema,
    check: adsDiffer,
    signal: request.signal,
  });
  return { proposal: result.value, usage: result.usage };
}

/** Two equal ads would teach nothing and split the budget. */
function adsDiffer(proposal: PlanProposal): string | null {
  const texts = [...proposal.ads, ...proposal.spareAds].map((ad) =>
    `${ad.headline}\n${ad.primaryText}`.toLowerCase(),
  );
  return new Set(texts).size === texts.length ? null : 'Two ads are the same; make them differ.';
}

function findingsIn(proposal: PlanProposal, websiteUrl: string | null): readonly CopyFinding[] {
  return [...proposal.ads, ...proposal.spareAds].flatMap((ad) => [
    ...checkCopy(ad, websiteUrl),
    // Words on the picture are reviewed as well.
    ...checkCopy({ ...ad, primaryText: ad.pictureText }, websiteUrl).filter(
      ({ part }) => part === 'primaryText',
    ),
  ]);
}
