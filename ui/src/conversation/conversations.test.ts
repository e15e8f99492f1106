import { describe, expect, it } from 'vitest';
import type { ConversationDto, MessageDto } from '../../../contract/model.ts';
import { queuedMessages, threadOf } from './conversations.ts';

const conversation = (
  id: string,
  type: ConversationDto['type'],
  status: ConversationDto['status'] = 'ACTIVE',
): ConversationDto => ({
  id,
  projectId: 'p',
  type,
  status,
  title: id,
  campaignRecordId: null,
  createdAt: 0,
});

let position = 0;
const message = (
  id: string,
  conversationId: string,
  more: Partial<MessageDto> = {},
): MessageDto => ({
  id,
  conversationId,
  projectId: 'p',
  type: 'TEXT',
  role: 'user',
  status: 'complete',
  content: id,
  metadata: { kind: 'none' },
  replyTo: null,
  position: (position += 1),
  createdAt: 0,
  ...more,
});
const answer = (id: string, replyTo: string, more: Partial<MessageDto> = {}): MessageDto =>
  message(id, 'main', { role: 'agent', replyTo, ...more });

const ids = (messages: readonly MessageDto[]): string[] => messages.map((one) => one.id);

describe('which messages a thread shows', () => {
  const page = {
    conversations: [
      conversation('first', 'ONBOARDING', 'ARCHIVED'),
      conversation('campaign', 'CAMPAIGN'),
      conversation('aside', 'AGENT'),
      conversation('old', 'AGENT', 'ARCHIVED'),
    ],
    messages: [
      message('a', 'first'),
      message('b', 'campaign'),
      message('c', 'aside'),
      message('d', 'campaign', { status: 'withdrawn' }),
      message('e', 'campaign', {
        metadata: { kind: 'retry', answerId: 'b', mode: 'again' },
      }),
    ],
  };

  it('the project’s own thread goes from the interview to the campaign', () => {
    const thread = threadOf(page, null);
    expect(ids(thread.messages)).toEqual(['a', 'b']);
    expect(thread.writeTo?.id).toBe('campaign');
  });

  it('a conversation beside it stands for itself', () => {
    const thread = threadOf(page, 'aside');
    expect(ids(thread.messages)).toEqual(['c']);
    expect(thread.writeTo?.id).toBe('aside');
  });

  it('an archived one is read, not written to', () => {
    expect(threadOf(page, 'old').writeTo).toBeNull();
  });

  it('before there is a campaign, the interview is written to', () => {
    const thread = threadOf(
      { ...page, conversations: [conversation('first', 'ONBOARDING')] },
      null,
    );
    expect(thread.writeTo?.id).toBe('first');
  });

  it('an address of something that is gone leads to the project’s own thread', () => {
    expect(threadOf(page, 'never').kind).toBe('main');
  });
});

describe('which messages wait behind the one being answered', () => {
  it('those after the first that has no answer', () => {
    const messages = [
      message('one', 'main'),
      answer('to one', 'one'),
      message('two', 'main'),
      answer('to two', 'two', { status: 'streaming' }),
      message('three', 'main'),
      message('four', 'main'),
    ];
    expect([...queuedMessages(messages)]).toEqual(['three', 'four']);
  });

  it('none while one question is being answered', () => {
    expect(queuedMessages([message('one', 'main')]).size).toBe(0);
  });

  it('a question that was given up on does not hold up the next', () => {
    const messages = [
      message('one', 'main'),
      message('sorry', 'main', {
        role: 'agent',
        metadata: { kind: 'error', code: 'claude.unavailable' },
      }),
      message('two', 'main'),
    ];
    expect(queuedMessages(messages).size).toBe(0);
  });

  it('a message that was answered out of order does not wait', () => {
    const one = message('one', 'main');
    const two = message('two', 'main');
    expect(queuedMessages([one, two, answer('to two', 'two')]).size).toBe(0);
  });
});
