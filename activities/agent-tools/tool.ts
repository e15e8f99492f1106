import type { z } from 'zod';
import type { AgentToolName } from '../../contract/claude/agent.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import type { ClaudeTool, ToolOutcome } from '../../integrations/claude/claude-api.ts';
import type { Question } from '../conversation.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import type { Answer } from '../stream-answer.ts';

/** One answer being written, for its tools. */
export type ToolWork = {
  readonly deps: ActivityDependencies;
  readonly question: Question;
  readonly answer: Pick<Answer, 'step'>;
  /** What holds only together with the finished answer: a stopped or failed one leaves nothing behind. */
  readonly onFinish: ((trx: Trx) => Promise<void>)[];
};

type Done = { readonly step: string | null; readonly reply: string; readonly accepted: boolean };

/**
 * A tool whose input is checked before anything is done with it. The model always goes on after a result: what it
 * wrote before was written without knowing it.
 */
export function agentTool<Schema extends z.ZodType>(
  { answer }: ToolWork,
  tool: {
    readonly name: AgentToolName;
    readonly description: string;
    readonly schema: Schema;
    readonly run: (input: z.output<Schema>) => Promise<Done>;
  },
): ClaudeTool {
  const { name, description, schema } = tool;
  return {
    name,
    description,
    schema,
    run: async (raw): Promise<ToolOutcome> => {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return { accepted: false, reply: inWords(parsed.error) };
      const { step, reply, accepted } = await tool.run(parsed.data);
      if (step !== null) await answer.step({ tool: name, words: step });
      return { accepted, reply, needsAnswer: true };
    },
  };
}

/** Something was looked at; nothing changes by it. */
export function looked(step: string, found: unknown): Done {
  return { step, reply: JSON.stringify(found), accepted: true };
}

/** Nothing was done, for a reason the model is to pass on. */
export function refused(reason: string): Done {
  return { step: null, reply: `Refused: ${reason} Nothing was changed.`, accepted: true };
}

/** A read of the asking person's own rows. */
export async function read<T>(
  { deps, question }: ToolWork,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return await asOwner(deps.db, question.input.ownerId, work);
}

function inWords(error: z.ZodError): string {
  const issues = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
  return `Not taken: ${issues.join('; ')}`;
}
