import type { ChatTurn, ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import type { ClaudeUsage } from './models.ts';
import type { Fact } from './monitoring.ts';
import { AGENT_PROMPT } from './prompts/agent.ts';

/** Figures of some stretch of time. Amounts are written out ("£12.40"); null where nothing can be counted. */
export type FigureContext = {
  readonly spent: string;
  readonly timesShown: number;
  readonly people: number;
  readonly clicks: number;
  /** How often the wanted thing happened; null when it cannot be counted for this campaign. */
  readonly results: number | null;
  readonly costPerResult: string | null;
};

/** Everything the agent may speak from. Only what is here can be in an answer. */
export type CampaignContext = {
  /** YYYY-MM-DD on the owner's clock. */
  readonly today: string;
  readonly businessName: string | null;
  readonly campaignName: string | null;
  /** In words: "live since 3 November", "waiting for your approval". */
  readonly status: string;
  /** What the campaign is for, as a plain plural noun: "website visits". */
  readonly resultName: string | null;
  readonly dailyBudget: string | null;
  readonly totals: FigureContext | null;
  readonly yesterday: FigureContext | null;
  readonly days: readonly (FigureContext & { readonly day: string })[];
  readonly ads: readonly (FigureContext & {
    readonly headline: string;
    readonly status: string;
  })[];
  /** What waits for the person: "the campaign plan"; null when nothing does. */
  readonly waitingFor: string | null;
  readonly nextCheck: string | null;
  /** Anything else worth knowing, such as recent activity in words. */
  readonly more: Fact;
};

export type AgentAnswer = { readonly reply: string; readonly usage: ClaudeUsage };

/**
 * Answers a question in a conversation after the brief. It has no tools: it can explain, not act.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function answerAboutCampaign(
  claude: ClaudeApi,
  input: {
    readonly history: readonly ChatTurn[];
    readonly context: CampaignContext;
    readonly onText: (piece: string) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<AgentAnswer> {
  const result = await claude.converse({
    purpose: 'agent',
    system: AGENT_PROMPT,
    context: dataBlock('campaign_data', input.context),
    history: input.history,
    tools: [],
    onText: input.onText,
    signal: input.signal,
  });
  return { reply: result.text.trim(), usage: result.usage };
}
