import { describe, expect, it } from 'vitest';
import type { MessageDto } from '../../../contract/model.ts';
import type { PageState } from '../state/reduce.ts';
import { announcement, workingWords } from './status-words.ts';

function message(more: Partial<MessageDto>): MessageDto {
  return {
    id: 'dddddddd-0000-4000-8000-000000000001',
    conversationId: 'dddddddd-0000-4000-8000-000000000002',
    projectId: 'dddddddd-0000-4000-8000-000000000003',
    type: 'TEXT',
    role: 'agent',
    status: 'complete',
    content: '',
    metadata: { kind: 'none' },
    replyTo: null,
    position: 1,
    createdAt: 0,
    ...more,
  };
}

function state(
  messages: MessageDto[],
  stage: PageState['page']['project']['stage'] = 'onboarding',
): PageState {
  return {
    page: {
      project: {
        id: 'dddddddd-0000-4000-8000-000000000003',
        name: 'Bakery',
        stage,
        waitingFor: 'nobody',
        headline: 'I am drafting a campaign for you.',
        createdAt: 0,
        updatedAt: 0,
      },
      conversations: [],
      messages,
      brief: null,
      approvals: [],
      connection: {
        state: 'NOT_CONNECTED',
        facebookName: null,
        adAccounts: [],
        pages: [],
        selected: null,
        tokenExpiresAt: null,
        accessEndsAt: null,
        connectedAt: null,
        inProgress: false,
        missing: [],
        canCheckAgain: false,
        unattendedAds: null,
        problem: null,
      },
      campaigns: [],
      results: null,
      artifacts: [],
      activity: [],
      questions: [],
      money: {
        projectId: 'dddddddd-0000-4000-8000-000000000003',
        currency: null,
        approvedMinor: 0,
        committedMinor: 0,
        spentMinor: 0,
        stillAllowedMinor: 0,
        isOver: false,
        approvals: [],
      },
      seq: 0,
      now: 0,
    },
    running: {},
    outgoing: [],
    gap: false,
  };
}

const working = (messages: MessageDto[], stage?: Parameters<typeof state>[1]): string | null =>
  workingWords(state(messages, stage), messages, []);
const announced = (messages: MessageDto[]): string => announcement(state(messages), messages);

describe('the sign that the agent is at work', () => {
  it('shows once the person has written, and goes when the answer begins', () => {
    const mine = message({ role: 'user', content: 'Hello' });
    expect(working([mine])).toBe('');
    expect(working([mine, message({ status: 'streaming' })])).toBeNull();
    expect(working([mine, message({ content: 'Hi.' })])).toBeNull();
  });

  it('is absent while a message is queued, which says so itself', () => {
    expect(working([message({ role: 'user', queued: true })])).toBeNull();
  });

  it('says what is being done while a plan is drafted', () => {
    expect(working([message({})], 'planning')).toBe('I am drafting a campaign for you.');
  });

  it('is absent while a decision rests with the person', () => {
    const decision = message({ role: 'user', type: 'APPROVAL_RESPONSE' });
    expect(working([decision], 'awaiting-approval')).toBeNull();
  });
});

describe('what is read out', () => {
  it('is the first sentence of a finished answer, not of a running one', () => {
    const done = message({ content: 'Your ads are live. They cost little.' });
    const running = message({ content: 'Now', status: 'streaming' });
    expect(announced([done, running])).toBe('Answer ready: Your ads are live.');
  });

  it('asks for attention when Facebook has to be connected', () => {
    const card = message({ type: 'FB_CONNECT', metadata: { kind: 'connect' } });
    expect(announced([card])).toBe('Something waits for you: connect Facebook.');
  });
});
