import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessagesRequest } from '../http/request.ts';
import { randomFrom } from '../random.ts';
import { answer } from './brain.ts';

const text = { anyOf: [{ type: 'string' }, { type: 'null' }] };
const RECORD = {
  name: 'record_brief',
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      businessName: text,
      businessDescription: text,
      product: text,
      targetAudience: text,
      goal: { anyOf: [{ enum: ['LEADS', 'SALES', 'TRAFFIC', 'APP_INSTALLS'] }, { type: 'null' }] },
      monthlyBudget: text,
      location: text,
      uniqueSellingPoint: text,
      websiteUrl: text,
      hasNoWebsite: { type: 'boolean' },
    },
  },
};

function request(said: string, change: Partial<MessagesRequest> = {}): MessagesRequest {
  return {
    model: 'claude-haiku-5-5',
    maxTokens: 1_000,
    stream: true,
    system: 'Interview the person. <brief_so_far>{"known":{},"missing":["product"]}</brief_so_far>',
    turns: [{ role: 'user', blocks: [{ type: 'text', text: said }] }],
    tools: [RECORD],
    outputSchema: null,
    thinking: null,
    parts: [],
    breakpoints: [],
    ...change,
  };
}

const WORDS = [
  'We sell',
  'bread',
  'in Leeds',
  'Wir',
  'für Familien',
  '£20 a day',
  'because',
  'www.a.co',
  'nope',
  'more orders',
  '?',
  ',',
  '. ',
  'İ',
  '½',
  '👩‍👩‍👧',
  '\u0301',
];

describe('whatever a person writes', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join(' ')),
  );

  test('the interviewer answers in words, records only what the tool has room for, and repeats itself', () => {
    fc.assert(
      fc.property(anything, (said) => {
        const once = answer(request(said), randomFrom(1));
        expect(once.text.trim()).not.toBe('');
        for (const call of once.toolCalls) {
          expect(Object.keys(call.input).sort()).toEqual(
            Object.keys(RECORD.schema.properties).sort(),
          );
        }
        expect(answer(request(said), randomFrom(1))).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  test('a campaign conversation and a plan never fail', () => {
    fc.assert(
      fc.property(anything, fc.jsonValue(), (said, data) => {
        const system = `<campaign_data>${JSON.stringify({ totals: data, ads: [data] })}</campaign_data>`;
        expect(answer(request(said, { system, tools: [] }), randomFrom(1)).text).not.toBe('');
        const outputSchema = {
          type: 'object',
          properties: { ads: { type: 'array', items: { type: 'object', properties: {} } } },
        };
        const brief = JSON.stringify({ product: said, location: said, targetAudience: said });
        const plan = answer(request(brief, { outputSchema, tools: [] }), randomFrom(1));
        expect(JSON.parse(plan.text)).toEqual({ ads: [{}, {}] });
      }),
      { numRuns: 200 },
    );
  });

  test('a long paste is read in reasonable time', () => {
    const startedAt = performance.now();
    answer(
      request(`${'a'.repeat(8_000)} ${'We sell bread and cakes, '.repeat(300)}`),
      randomFrom(1),
    );
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});

test('a schema nobody foresaw is filled with the plainest values it allows', () => {
  const outputSchema = {
    type: 'object',
    properties: {
      title: { type: 'string' },
      count: { type: 'integer' },
      maybe: { anyOf: [{ $ref: '#/$defs/part' }, { type: 'null' }] },
      parts: { type: 'array', items: { $ref: '#/$defs/part' }, minItems: 1 },
      kind: { enum: ['a', 'b'] },
    },
    $defs: { part: { type: 'object', properties: { on: { type: 'boolean' } } } },
  };
  const said = 'Data: {"title":"Hello","kind":"b"}';
  const filled = answer(request(said, { outputSchema, tools: [] }), randomFrom(1));
  expect(JSON.parse(filled.text)).toEqual({
    title: 'Hello',
    count: 0,
    maybe: null,
    parts: [{ on: false }],
    kind: 'b',
  });
});
