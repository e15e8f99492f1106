import type { Change, Delta } from '../../../contract/events.ts';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { MessageDto } from '../../../contract/model.ts';

/** A piece-by-piece answer as far as it has come. */
export type RunningAnswer = { attempt: number; text: string };

/** A message on its way to the server (`waiting`: until it can be reached), or one that was refused. */
export type Outgoing = {
  id: string;
  conversationId: string;
  content: string;
  state: 'sending' | 'waiting' | 'failed';
  problem: string | null;
};

export type PageState = {
  page: ProjectPageDto;
  running: Record<string, RunningAnswer>;
  outgoing: Outgoing[];
  /** A piece was missed: the page has to be loaded again to be whole. */
  gap: boolean;
};

export type PageEvent =
  | { kind: 'loaded'; page: ProjectPageDto }
  | { kind: 'change'; change: Change }
  | { kind: 'delta'; delta: Delta }
  | { kind: 'sending'; message: Pick<Outgoing, 'id' | 'conversationId' | 'content'> }
  | { kind: 'sent'; message: MessageDto }
  | { kind: 'send-waits'; id: string }
  | { kind: 'send-failed'; id: string; problem: string }
  | { kind: 'send-given-up'; id: string };

export function initialPage(page: ProjectPageDto): PageState {
  return { page, running: {}, outgoing: [], gap: false };
}

/** Every way the page can change, in one place. Applying an event twice gives the same page. */
export function reduce(state: PageState, event: PageEvent): PageState {
  switch (event.kind) {
    case 'loaded':
      return {
        ...state,
        page: event.page,
        running: keepRunning(state.running, event.page.messages),
        outgoing: state.outgoing.filter(
          ({ id }) => !event.page.messages.some((one) => one.id === id),
        ),
        gap: false,
      };
    case 'change':
      return event.change.projectId === state.page.project.id
        ? applyChange(state, event.change)
        : state;
    case 'delta':
      return applyDelta(state, event.delta);
    case 'sending':
      return {
        ...state,
        outgoing: [
          ...state.outgoing.filter(({ id }) => id !== event.message.id),
          { ...event.message, state: 'sending', problem: null },
        ],
      };
    case 'sent':
      return applyMessage(state, event.message);
    case 'send-waits':
      return withOutgoing(state, event.id, { state: 'waiting' });
    case 'send-failed':
      return withOutgoing(state, event.id, { state: 'failed', problem: event.problem });
    case 'send-given-up':
      return { ...state, outgoing: state.outgoing.filter(({ id }) => id !== event.id) };
    default:
      return event satisfies never;
  }
}

function withOutgoing(
  state: PageState,
  id: string,
  changes: Pick<Outgoing, 'state'> & Partial<Outgoing>,
): PageState {
  const outgoing = state.outgoing.map((one) => (one.id === id ? { ...one, ...changes } : one));
  return { ...state, outgoing };
}

function keepRunning(
  running: PageState['running'],
  messages: readonly MessageDto[],
): PageState['running'] {
  const open = new Set(messages.filter((one) => one.status === 'streaming').map((one) => one.id));
  return Object.fromEntries(Object.entries(running).filter(([id]) => open.has(id)));
}

function upsert<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((one) => (one.id === item.id ? item : one))
    : [...items, item];
}

function applyChange(state: PageState, change: Change): PageState {
  const { page } = state;
  const withPage = (changes: Partial<ProjectPageDto>): PageState => ({
    ...state,
    page: { ...page, ...changes },
  });
  switch (change.type) {
    case 'project':
      return withPage({ project: change.data });
    case 'conversation':
      return withPage({ conversations: upsert(page.conversations, change.data) });
    case 'message':
      return applyMessage(state, change.data);
    case 'brief':
      // An event about an older version may follow the newer one's.
      return page.brief !== null && page.brief.version > change.data.version
        ? state
        : withPage({ brief: change.data });
    case 'approval':
      return withPage({ approvals: upsert(page.approvals, change.data) });
    case 'connection':
      return withPage({ connection: change.data });
    case 'campaign':
      return withPage({ campaigns: upsert(page.campaigns, change.data) });
    case 'results':
      return withPage({ results: change.data });
    case 'artifact':
      return withPage({ artifacts: newestFirst(upsert(page.artifacts, change.data)) });
    case 'activity':
      return withPage({
        activity: upsert(page.activity, change.data).toSorted((one, other) => other.at - one.at),
      });
    case 'question':
      return withPage({ questions: upsert(page.questions, change.data) });
    case 'money':
      return withPage({ money: change.data });
    case 'notification':
      return state;
    default:
      return change satisfies never;
  }
}

function newestFirst<Item extends { createdAt: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => other.createdAt - one.createdAt);
}

function applyMessage(state: PageState, message: MessageDto): PageState {
  const messages = upsert(state.page.messages, message).toSorted(
    (one, other) => one.position - other.position,
  );
  const { [message.id]: finished, ...others } = state.running;
  const running = message.status === 'streaming' && finished !== undefined ? state.running : others;
  return {
    ...state,
    page: { ...state.page, messages },
    running,
    outgoing: state.outgoing.filter(({ id }) => id !== message.id),
  };
}

function applyDelta(state: PageState, delta: Delta): PageState {
  if (delta.projectId !== state.page.project.id) return state;
  const message = state.page.messages.find(({ id }) => id === delta.messageId);
  if (message !== undefined && message.status !== 'streaming') return state;
  const held = state.running[delta.messageId];
  if (held !== undefined && delta.attempt < held.attempt) return state;
  const sameAttempt = held !== undefined && held.attempt === delta.attempt;
  const text = sameAttempt ? held.text : '';
  // A piece that overlaps what is held (a replay after reconnecting) replaces it; one that starts later is a gap.
  if (delta.offset > text.length) {
    // The stream is opened anew and then begins this answer from its first letter.
    const { [delta.messageId]: _, ...running } = state.running;
    return { ...state, running, gap: true };
  }
  const next = text.slice(0, delta.offset) + delta.text;
  if (sameAttempt && next.length < text.length) return state;
  return {
    ...state,
    running: { ...state.running, [delta.messageId]: { attempt: delta.attempt, text: next } },
  };
}
