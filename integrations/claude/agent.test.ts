import { describe, expect, test } from 'vitest';
import { answerWithTools, problemsOf } from './agent.ts';
import type { AgentRequest } from './agent.ts';
import type { ClaudeApi, ConverseInput } from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { figuresWithoutSource } from './number-check.ts';

const LOOKED_AT = { spent: '£84.20', timesShown: 6_300, results: 56, range: '44 to 70' };

describe('figures of an answer', () => {
  test.each([
    ['You spent £84.20 and the ads were shown 6,300 times.', []],
    ['Ihre Anzeigen wurden 6.300-mal gezeigt.', []],
    ['About £84, and 56 visits, or 44 to 70.', []],
    ['It cost £1.50 each.', ['1.50']],
    ['Results rose by 12 % to 56, by 12 %.', ['12']],
    ['1. Wait.\n2. Look again.', []],
    ['No figures at all.', []],
  ])('%s', (answer, invented) => {
    expect(figuresWithoutSource(answer, [LOOKED_AT, 'and 4 words'])).toEqual(invented);
  });

  test('may come from the person, the brief and the day as well', () => {
    expect(figuresWithoutSource('£900 from 1 May', ['Make it £900', 'It is 1 May'])).toEqual([]);
  });
});

describe('what is wrong with an answer', () => {
  const plain = 'Your ads run well. I look at them each day. You can leave them as they are.';
  const hard = 'Optimisation necessitates additional statistical observations. '.repeat(4);
  const long = `${'and then we see '.repeat(12)}what comes of it all in the end.`;
  test.each([
    ['a plain one', plain, []],
    ['a hard one', hard, ['hard to read']],
    ['a long sentence', long, ['hard to read', 'more than 25 words']],
    ['a short one, however hard', 'Optimisation necessitates observations.', []],
    ['an invented figure', `${plain} It cost £912.`, ['912']],
    ['other scripts', '広告は順調です。毎日確認しています。そのままで大丈夫です。', []],
  ])('%s', (_name, text, problems) => {
    const found = problemsOf(text, []);
    expect(found).toHaveLength(problems.length);
    for (const [index, words] of problems.entries()) expect(found[index]).toContain(words);
  });
});

const NONE = {
  requests: 1,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costMicroUsd: 0,
};

type Said = { kind: 'text'; text: string } | { kind: 'start over' };

function answer(first: string, rewrite: () => Promise<string>) {
  const said: Said[] = [];
  const rewrites: string[] = [];
  const claude: ClaudeApi = {
    converse: (input: ConverseInput) => {
      input.onText(first);
      return Promise.resolve({ text: first, toolCalls: [], stopReason: 'end_turn', usage: NONE });
    },
    structured: async (input) => {
      rewrites.push(input.input);
      const value = input.schema.parse({ text: await rewrite() });
      return { value, usage: NONE };
    },
  };
  const request: AgentRequest = {
    history: [{ role: 'user', content: 'How much was it?' }],
    brief: null,
    today: { today: 'Monday 23 November 2026', status: '', waitingFor: null, nextCheck: null },
    tools: [],
    onText: (text) => said.push({ kind: 'text', text }),
    startOver: () => {
      said.push({ kind: 'start over' });
      return Promise.resolve();
    },
    onDenied: () => {},
  };
  const running = answerWithTools(claude, request);
  return { running, said, rewrites };
}

describe('an answer that is put right', () => {
  test('starts over with the new words, once', async () => {
    const { running, said, rewrites } = answer('It was £912.', () =>
      Promise.resolve('I cannot see that.'),
    );
    await running;
    expect(said).toEqual([
      { kind: 'text', text: 'It was £912.' },
      { kind: 'start over' },
      { kind: 'text', text: 'I cannot see that.' },
    ]);
    expect(rewrites).toHaveLength(1);
    expect(rewrites[0]).toContain('912');
  });

  const hard = 'Optimisation necessitates additional statistical observations. '.repeat(4).trim();
  test.each([
    ['the other words are no better', 'It was £912.', 'It was £913.'],
    ['they are plain, but hold a figure from nowhere', `${hard} Wait.`, 'It was £913. Wait.'],
  ])('stands when %s', async (_name, first, second) => {
    const { running, said } = answer(first, () => Promise.resolve(second));
    await running;
    expect(said).toEqual([{ kind: 'text', text: first }]);
  });

  test('stands when the model cannot put it right', async () => {
    const { running, said } = answer('It was £912.', () =>
      Promise.reject(new ClaudeError('claude.overloaded', { retryable: true })),
    );
    await running;
    expect(said).toEqual([{ kind: 'text', text: 'It was £912.' }]);
  });

  test('does not hide a fault of our own', async () => {
    const { running } = answer('It was £912.', () => Promise.reject(new TypeError('oops')));
    await expect(running).rejects.toThrow('oops');
  });
});
