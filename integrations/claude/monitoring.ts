import { monitoringNoteSchema } from '../../contract/claude/monitoring.ts';
import type { ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import type { ClaudeUsage } from './models.ts';
import { numbersNotIn } from './number-check.ts';
import { MONITORING_PROMPT } from './prompts/monitoring.ts';

/** A fact for the model: amounts already written out ("£12.40"), never minor units. */
export type Fact =
  | string
  | number
  | boolean
  | null
  | readonly Fact[]
  | { readonly [name: string]: Fact };

export type MonitoringFacts = {
  readonly campaignName: string;
  /** What the campaign is for, as a plain plural noun: "website visits", "enquiries". */
  readonly resultName: string;
  /** What happened, one entry each: what kind of event, and its figures. */
  readonly events: readonly { readonly kind: string; readonly facts: Fact }[];
  /** Figures of the whole campaign so far. */
  readonly totals: Fact;
  /** A few recent words of the person, so that the note is in their language; null when there are none. */
  readonly languageSample: string | null;
};

export type MonitoringNoteResult = { readonly text: string; readonly usage: ClaudeUsage };

/**
 * Writes a short note about what monitoring found. A note with a figure that the facts do not hold is
 * sent back once and then refused.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function writeMonitoringNote(
  claude: ClaudeApi,
  facts: MonitoringFacts,
  signal?: AbortSignal,
): Promise<MonitoringNoteResult> {
  const result = await claude.structured({
    purpose: 'monitoring',
    system: MONITORING_PROMPT,
    input: dataBlock('campaign_facts', facts),
    schema: monitoringNoteSchema,
    check: ({ text }) => {
      const invented = numbersNotIn(text, facts);
      return invented.length === 0
        ? null
        : `These figures are not in the facts: ${invented.join(', ')}. Use only figures that are.`;
    },
    signal,
  });
  return { text: result.value.text, usage: result.usage };
}
