import { expect, test } from 'vitest';
import type { MessageMetadata, MessageStatus } from '../domain/conversation/message.ts';
import type { MessageView } from '../domain/project/views.ts';
import { earlierTurns } from './answer-history.ts';

let position = 0;

function message(
  id: string,
  more: {
    role?: 'user' | 'agent';
    status?: MessageStatus;
    content?: string;
    metadata?: MessageMetadata;
    replyTo?: string;
  } = {},
): MessageView {
  position += 1;
  return {
    id,
    conversationId: 'c',
    projectId: 'p',
    type: 'TEXT',
    role: more.role ?? 'user',
    status: more.status ?? 'complete',
    content: more.content ?? id,
    metadata: more.metadata ?? { kind: 'none' },
    replyTo: more.replyTo ?? null,
    position,
    createdAt: 0,
  };
}

const words = (messages: MessageView[], without?: Set<string>) =>
  earlierTurns(messages, without).map(({ role, content }) => `${role}: ${content}`);

test('what was said and what was stopped is context; what failed or still runs is not', () => {
  const messages = [
    message('one'),
    message('fine', { role: 'agent', replyTo: 'one' }),
    message('two'),
    message('half', { role: 'agent', status: 'stopped', replyTo: 'two' }),
    message('three'),
    message('sorry', {
      role: 'agent',
      status: 'failed',
      replyTo: 'three',
      metadata: { kind: 'error', code: 'claude.unavailable' },
    }),
    message('four'),
    message('running', { role: 'agent', status: 'streaming', replyTo: 'four' }),
  ];
  expect(words(messages, new Set(['four']))).toEqual([
    'user: one',
    'agent: fine',
    'user: two',
    'agent: half',
    'user: three',
  ]);
});

test('a question that was refused goes with its answer', () => {
  const messages = [
    message('bad question'),
    message('refused', {
      role: 'agent',
      status: 'failed',
      replyTo: 'bad question',
      metadata: { kind: 'error', code: 'claude.refused' },
    }),
    message('good question'),
  ];
  expect(words(messages)).toEqual(['user: good question']);
});

test('an answer that was written again stands once; one that was gone on with stands in both parts', () => {
  const click = (id: string, answerId: string, mode: 'again' | 'continue') =>
    message(id, { content: '', metadata: { kind: 'retry', answerId, mode } });
  const messages = [
    message('one'),
    message('first try', { role: 'agent', status: 'stopped', replyTo: 'one' }),
    click('r1', 'first try', 'again'),
    message('second try', { role: 'agent', status: 'stopped', replyTo: 'r1' }),
    click('r2', 'second try', 'continue'),
    message('the rest', { role: 'agent', replyTo: 'r2' }),
  ];
  expect(words(messages)).toEqual(['user: one', 'agent: second try', 'agent: the rest']);
});
