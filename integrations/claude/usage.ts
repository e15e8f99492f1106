import type { ClaudeApi, Payer } from './claude-api.ts';
import type { ClaudePurpose, ClaudeUsage, ModelId } from './models.ts';

/** One request to the model, answered or not, and what it used. */
export type ModelUse = {
  readonly purpose: ClaudePurpose;
  readonly model: ModelId;
  readonly usage: ClaudeUsage;
};

/** Counts what the model costs, project by project; given to the client at the composition root. */
export type ModelMeter = {
  /**
   * Asked before every call.
   * @throws ClaudeError `claude.daily_limit` when the project has used up its day.
   */
  readonly admit: (payer: Payer) => Promise<void>;
  /** Never throws: an answer is not lost because its cost could not be written down. */
  readonly record: (payer: Payer, use: ModelUse) => Promise<void>;
};

/** The same client with every call counted to one project. */
export function paidBy(claude: ClaudeApi, payer: Payer): ClaudeApi {
  return {
    converse: (input) => claude.converse({ ...input, payer }),
    structured: (input) => claude.structured({ ...input, payer }),
  };
}
