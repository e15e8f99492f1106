type ModelCard = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Kinds of `thinking` that the model refuses, besides a token budget, which all of them refuse. */
  readonly refusedThinking: readonly string[];
  readonly smallestCachedPrefix: number;
};

export const MODEL_CARDS: readonly ModelCard[] = [
  {
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    createdAt: '2026-10-07T00:00:00Z',
    refusedThinking: [],
    smallestCachedPrefix: 512,
  },
  {
    id: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    createdAt: '2026-09-28T00:00:00Z',
    refusedThinking: ['disabled'],
    smallestCachedPrefix: 1_024,
  },
  {
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    createdAt: '2026-09-22T00:00:00Z',
    refusedThinking: ['disabled', 'between_tools'],
    smallestCachedPrefix: 1_024,
  },
];

export const MOST_OUTPUT_TOKENS = 128_000;
