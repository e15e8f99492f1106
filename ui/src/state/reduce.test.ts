import { describe, expect, it } from 'vitest';
import type { Change, Delta } from '../../../contract/events.ts';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ApprovalDto } from '../../../contract/launch.ts';
import type { BriefDto, MessageDto } from '../../../contract/model.ts';
import { initialPage, reduce } from './reduce.ts';
import type { PageEvent, PageState } from './reduce.ts';

const PROJECT = 'aaaaaaaa-0000-4000-8000-000000000001';
const CHAT = 'aaaaaaaa-0000-4000-8000-000000000002';
const id = (n: number): string => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;

function message(n: number, more: Partial<MessageDto> = {}): MessageDto {
  return {
    id: id(n),
    conversationId: CHAT,
    projectId: PROJECT,
    type: 'TEXT',
    role: 'agent',
    status: 'complete',
    content: `message ${n}`,
    metadata: { kind: 'none' },
    replyTo: null,
    position: n,
    createdAt: n * 1000,
    ...more,
  };
}

function page(more: Partial<ProjectPageDto> = {}): ProjectPageDto {
  return {
    project: {
      id: PROJECT,
      name: 'Bakery',
      stage: 'onboarding',
      waitingFor: 'person',
      headline: 'I am getting to know your business.',
      createdAt: 0,
      updatedAt: 0,
    },
    conversations: [],
    messages: [],
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
      projectId: PROJECT,
      currency: null,
      approvedMinor: 0,
      committedMinor: 0,
      spentMinor: 0,
      stillAllowedMinor: 0,
      isOver: false,
      approvals: [],
    },
    seq: 1,
    now: 0,
    ...more,
  };
}

const said = (data: MessageDto): PageEvent => ({
  kind: 'change',
  change: { type: 'message', projectId: data.projectId, data },
});
const changed = (change: Change): PageEvent => ({ kind: 'change', change });
const piece = (offset: number, text: string, more: Partial<Delta> = {}): PageEvent => ({
  kind: 'delta',
  delta: {
    projectId: PROJECT,
    conversationId: CHAT,
    messageId: id(1),
    attempt: 1,
    offset,
    text,
    ...more,
  },
});
const after = (events: readonly PageEvent[], start: PageState = initialPage(page())): PageState =>
  events.reduce(reduce, start);
const ids = (state: PageState): string[] => state.page.messages.map((one) => one.id);

function approval(n: number, more: Partial<ApprovalDto> = {}): ApprovalDto {
  return {
    id: id(n),
    projectId: PROJECT,
    kind: 'campaign-plan',
    status: 'PENDING',
    contentHash: 'hash',
    card: null,
    authority: null,
    briefId: null,
    campaignRecordId: null,
    requestedAt: 0,
    expiresAt: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    version: 1,
    previousApprovalId: null,
    diff: [],
    changeReason: null,
    changing: false,
    undoUntil: null,
    ...more,
  };
}

function brief(version: number): BriefDto {
  return {
    id: id(version),
    version,
    status: 'PROPOSED',
    businessName: null,
    businessDescription: null,
    product: null,
    targetAudience: null,
    goal: null,
    monthlyBudget: null,
    location: null,
    uniqueSellingPoint: null,
    websiteUrl: null,
    sources: {},
  };
}

describe('messages', () => {
  it('stand in the order of their positions, whatever order they arrive in', () => {
    expect(ids(after([said(message(3)), said(message(1)), said(message(2))]))).toEqual([
      id(1),
      id(2),
      id(3),
    ]);
  });

  it('arrive twice and stand once', () => {
    const once = after([said(message(1))]);
    expect(reduce(once, said(message(1)))).toEqual(once);
  });

  it('of another project are left out', () => {
    expect(ids(after([said(message(1, { projectId: id(9) }))]))).toEqual([]);
  });
});

describe('an answer being written', () => {
  const begun = said(message(1, { status: 'streaming', content: '' }));

  it('grows by its pieces', () => {
    expect(after([begun, piece(0, 'Good '), piece(5, 'morning')]).running[id(1)]?.text).toBe(
      'Good morning',
    );
  });

  it('does not repeat a piece that comes again after reconnecting', () => {
    const state = after([begun, piece(0, 'Good '), piece(5, 'morning'), piece(0, 'Good morn')]);
    expect(state.running[id(1)]?.text).toBe('Good morning');
    expect(state.gap).toBe(false);
  });

  it('asks for the whole page when a piece is missing, and begins anew then', () => {
    const state = after([begun, piece(0, 'Good '), piece(9, 'ning')]);
    expect(state.gap).toBe(true);
    const again = after([{ kind: 'loaded', page: state.page }, piece(0, 'Good morning')], state);
    expect(again.gap).toBe(false);
    expect(again.running[id(1)]?.text).toBe('Good morning');
  });

  it('starts over with a new attempt and ignores the old one', () => {
    const state = after([
      begun,
      piece(0, 'First try'),
      piece(0, 'Second', { attempt: 2 }),
      piece(9, ' goes on'),
    ]);
    expect(state.running[id(1)]).toEqual({ attempt: 2, text: 'Second' });
  });

  it('gives way to the finished message, and late pieces change nothing', () => {
    const done = after([begun, piece(0, 'Goo'), said(message(1, { content: 'Good morning' }))]);
    expect(done.running).toEqual({});
    expect(reduce(done, piece(3, 'd mor'))).toEqual(done);
  });

  it('is dropped when a page load shows that it ended meanwhile', () => {
    const state = after([begun, piece(0, 'Goo')]);
    const loaded = reduce(state, { kind: 'loaded', page: page({ messages: [message(1)] }) });
    expect(loaded.running).toEqual({});
  });
});

describe('a message being sent', () => {
  const sending: PageEvent = {
    kind: 'sending',
    message: { id: id(5), conversationId: CHAT, content: 'Hello' },
  };
  const mine = message(5, { role: 'user', content: 'Hello' });

  it('is seen at once and becomes the real one without a double', () => {
    const waiting = reduce(initialPage(page()), sending);
    expect(waiting.outgoing.map((one) => one.state)).toEqual(['sending']);
    const state = after([{ kind: 'sent', message: mine }, said(mine)], waiting);
    expect(state.outgoing).toEqual([]);
    expect(ids(state)).toEqual([id(5)]);
  });

  it('keeps its text when it could not be sent, and goes out again under the same id', () => {
    const failed = after([sending, { kind: 'send-failed', id: id(5), problem: 'No connection.' }]);
    expect(failed.outgoing).toEqual([
      {
        id: id(5),
        conversationId: CHAT,
        content: 'Hello',
        state: 'failed',
        problem: 'No connection.',
      },
    ]);
    expect(reduce(failed, sending).outgoing).toMatchObject([{ id: id(5), state: 'sending' }]);
  });

  it('counts as sent when the event arrives before the answer, or only a page load shows it', () => {
    expect(after([sending, said(mine)]).outgoing).toEqual([]);
    const loaded = after([sending, { kind: 'loaded', page: page({ messages: [mine] }) }]);
    expect(loaded.outgoing).toEqual([]);
  });

  it('disappears when the person gives it up', () => {
    expect(after([sending, { kind: 'send-given-up', id: id(5) }]).outgoing).toEqual([]);
  });
});

describe('cards and lists', () => {
  it('replace an approval in place when it is decided', () => {
    const decided = approval(1, { status: 'GRANTED' });
    const state = after([
      changed({ type: 'approval', projectId: PROJECT, data: approval(1) }),
      changed({ type: 'approval', projectId: PROJECT, data: approval(2) }),
      changed({ type: 'approval', projectId: PROJECT, data: decided }),
    ]);
    expect(state.page.approvals.map((one) => [one.id, one.status])).toEqual([
      [id(1), 'GRANTED'],
      [id(2), 'PENDING'],
    ]);
  });

  it('keep the newest brief when an event about an older version comes late', () => {
    const state = after([
      changed({ type: 'brief', projectId: PROJECT, data: brief(3) }),
      changed({ type: 'brief', projectId: PROJECT, data: brief(2) }),
    ]);
    expect(state.page.brief?.version).toBe(3);
  });

  it('list activity newest first', () => {
    const entry = (n: number) => ({
      id: id(n),
      projectId: PROJECT,
      at: n,
      actor: 'agent' as const,
      what: 'I looked',
      why: null,
      outcome: null,
    });
    const state = after(
      [1, 3, 2].map((n) => changed({ type: 'activity', projectId: PROJECT, data: entry(n) })),
    );
    expect(state.page.activity.map((one) => one.at)).toEqual([3, 2, 1]);
  });

  it('leave the page before them untouched', () => {
    const before = initialPage(page({ messages: [message(1)] }));
    const copy = structuredClone(before);
    after([said(message(2)), said(message(1, { content: 'changed' })), piece(0, 'x')], before);
    expect(before).toEqual(copy);
  });

  it('takes in a question and its answer, and the money as it stands', () => {
    const question = {
      id: id(1),
      projectId: PROJECT,
      kind: 'special-ad-category',
      facts: { suggested: null },
      answer: null,
      askedAt: 1,
      answeredAt: null,
    } as const;
    const answered = { ...question, answer: { category: null }, answeredAt: 2 };
    const state = after([
      changed({ type: 'question', projectId: PROJECT, data: question }),
      changed({ type: 'question', projectId: PROJECT, data: answered }),
      changed({
        type: 'money',
        projectId: PROJECT,
        data: { ...page().money, currency: 'GBP', spentMinor: 250 },
      }),
    ]);
    expect(state.page.questions).toEqual([answered]);
    expect(state.page.money.spentMinor).toBe(250);
  });
});
