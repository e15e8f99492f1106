import { planProposalSchema, type PlanProposal } from '../../contract/claude/plan.ts';
import type { Brief } from '../../domain/brief/brief.ts';
import { formatMoney, type CurrencyCode } from '../../domain/money.ts';
import type { ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import type { ClaudeUsage } from './models.ts';
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
  readonly signal?: AbortSignal | undefined;
};

export type ProposedPlan = { readonly proposal: PlanProposal; readonly usage: ClaudeUsage };

/**
 * Asks for the words, pictures and audience of a campaign. Everything in the answer is a proposal:
 * places and interests are looked up, lengths and rules checked, and amounts set by the caller.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function proposePlan(claude: ClaudeApi, request: PlanRequest): Promise<ProposedPlan> {
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
    }),
    schema: planProposalSchema,
    check: adsDiffer,
    signal: request.signal,
  });
  return { proposal: result.value, usage: result.usage };
}

/** Two equal ads would teach nothing and split the budget. */
function adsDiffer(proposal: PlanProposal): string | null {
  const texts = proposal.ads.map((ad) => `${ad.headline}\n${ad.primaryText}`.toLowerCase());
  return new Set(texts).size === texts.length ? null : 'Two ads are the same; make them differ.';
}
