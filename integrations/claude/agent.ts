import { rewriteSchema } from '../../contract/claude/agent.ts';
import type { Readability } from '../../domain/readability/text.ts';
import { gradeOf } from '../readability/grade.ts';
import type { ChatTurn, ClaudeApi, ClaudeTool } from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { dataBlock } from './data-block.ts';
import { honestyProblems } from './honesty-check.ts';
import { figuresWithoutSource } from './number-check.ts';
import { AGENT_PROMPT, REWRITE_PROMPT } from './prompts/agent.ts';

/** What the agent knows without looking: where things stand. Figures come from its tools only. */
export type Today = {
  /** "Monday 23 November 2026" on the owner's clock. */
  readonly today: string;
  /** In words: "Your ads are live." */
  readonly status: string;
  /** What waits for the person: "the campaign plan"; null when nothing does. */
  readonly waitingFor: string | null;
  readonly nextCheck: string | null;
};

export type AgentRequest = {
  /** Oldest first, the person's message last. */
  readonly history: readonly ChatTurn[];
  /** The confirmed brief in words; null before there is one. */
  readonly brief: string | null;
  readonly today: Today;
  readonly tools: readonly ClaudeTool[];
  readonly onText: (piece: string) => void;
  /** Empties the bubble: what follows takes the place of what was said. */
  readonly startOver: () => Promise<void>;
  /** A tool was called that is not offered. */
  readonly onDenied: (name: string) => void;
  readonly signal?: AbortSignal | undefined;
};

/** A question, looks at the numbers, a proposal and the words around them; more is going in circles. */
const MOST_ROUNDS = 6;
const HIGHEST_GRADE = 8;
const LONGEST_SENTENCE = 25;
/** Below this a grade says more about single words than about the text. */
const MEASURED = { sentences: 3, words: 40 } as const;

/**
 * Answers a question in a conversation after the brief. The model looks things up and proposes through its tools;
 * whether anything comes of a proposal is decided elsewhere. An answer with figures from nowhere, or one that is hard
 * to read, is written anew once.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function answerWithTools(claude: ClaudeApi, request: AgentRequest): Promise<void> {
  const seen: unknown[] = [];
  const { text } = await claude.converse({
    purpose: 'agent',
    system: AGENT_PROMPT,
    context: dataBlock('brief', request.brief),
    now: dataBlock('today', request.today),
    history: request.history,
    tools: request.tools.map((tool) => remembering(tool, seen)),
    mostRounds: MOST_ROUNDS,
    onText: request.onText,
    onDenied: request.onDenied,
    signal: request.signal,
  });
  const said = request.history.map(({ content }) => content);
  const facts = [...seen, ...said, request.brief, request.today];
  const judge = (words: string): readonly string[] => [
    ...problemsOf(words, facts),
    ...honestyProblems(words, seen),
  ];
  const problems = judge(text);
  if (problems.length === 0) return;
  const other = await rewrite(claude, { request, text, seen, problems });
  if (other === null) return;
  const invented = (words: string): number => figuresWithoutSource(words, facts).length;
  const gained = invented(text) - invented(other);
  // Plain words are not worth a figure from nowhere, and losing one is worth any words.
  if (gained < 0 || (gained === 0 && judge(other).length >= problems.length)) return;
  await request.startOver();
  request.onText(other);
}

function remembering(tool: ClaudeTool, seen: unknown[]): ClaudeTool {
  return {
    ...tool,
    run: async (input) => {
      const outcome = await tool.run(input);
      seen.push(input, outcome.reply);
      return outcome;
    },
  };
}

/** What is wrong with an answer, in words for the model. */
export function problemsOf(text: string, facts: readonly unknown[]): readonly string[] {
  const invented = figuresWithoutSource(text, facts);
  const reading = gradeOf(text);
  return [
    ...(invented.length === 0
      ? []
      : [
          `These figures are in nothing that was looked at: ${invented.join(', ')}. Leave them out.`,
        ]),
    ...(reading === null ? [] : hardWords(reading)),
  ];
}

function hardWords({ sentences, words, grade, longestSentence }: Readability): readonly string[] {
  if (sentences < MEASURED.sentences && words < MEASURED.words) return [];
  return [
    ...(grade > HIGHEST_GRADE
      ? ['It is hard to read. Use shorter sentences and plainer words.']
      : []),
    ...(longestSentence > LONGEST_SENTENCE
      ? [`No sentence may have more than ${LONGEST_SENTENCE} words.`]
      : []),
  ];
}

/** @returns null when no better words came of it: the answer then stands as it is. */
async function rewrite(
  claude: ClaudeApi,
  work: { request: AgentRequest; text: string; seen: unknown[]; problems: readonly string[] },
): Promise<string | null> {
  const { request, text, seen, problems } = work;
  try {
    const { value } = await claude.structured({
      purpose: 'rewrite',
      system: REWRITE_PROMPT,
      input: dataBlock('answer_to_rewrite', {
        question: request.history.at(-1)?.content ?? '',
        answer: text,
        problems,
        lookedAt: seen,
      }),
      schema: rewriteSchema,
      signal: request.signal,
    });
    const better = value.text.trim();
    return better === '' ? null : better;
  } catch (error) {
    if (error instanceof ClaudeError) return null;
    throw error;
  }
}
