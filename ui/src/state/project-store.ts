import { createEffect, createSignal, onCleanup } from 'solid-js';
import { api, newId, RequestError, wordsFor } from '../http/client.ts';
import { openStream } from '../http/stream.ts';
import { ringBell } from '../notification/bell-state.ts';
import { noteProject } from '../project/project-list-state.ts';
import { createLine } from './line.ts';
import { createPageKeeper } from './page-keeper.ts';
import type { PageKeeper } from './page-keeper.ts';
import type { PageEvent, PageState } from './reduce.ts';
import { setOwnerNow } from './session.ts';

export type ProjectStore = {
  readonly state: PageState | null;
  readonly online: () => boolean;
  /** Why there is no page, or why it may be old. */
  readonly problem: () => string | null;
  /** Takes in an answer of the API at once; the event stream brings the same again. */
  readonly apply: (event: PageEvent) => void;
  /** @returns whether the server has it; if not, it stays in the thread to be sent again. */
  readonly send: (conversationId: string, content: string) => Promise<boolean>;
  readonly resend: (id: string) => Promise<boolean>;
  readonly giveUp: (id: string) => void;
  /** Reads the page anew; the stream stays. */
  readonly reload: () => Promise<void>;
  /** Reads the page and begins the stream anew. */
  readonly reopen: () => Promise<void>;
};

/** One project's page kept current: a snapshot, then the event stream from where the snapshot ended. */
export function createProjectStore(projectId: () => string): ProjectStore {
  const [problem, setProblem] = createSignal<string | null>(null);
  const line = createLine();
  const keeper = createPageKeeper(() => void reopen());
  let closeStream: (() => void) | null = null;

  /** @returns where the event stream goes on from; null when there is no page, or no longer this one. */
  async function load(): Promise<number | null> {
    const id = projectId();
    try {
      const page = await api.page(id);
      if (id !== projectId()) return null;
      setOwnerNow(page.now);
      setProblem(null);
      noteProject(page.project);
      keeper.take(page);
      return page.seq;
    } catch (error) {
      if (id !== projectId()) return null;
      if (error instanceof RequestError && error.status === 401) window.location.assign('/');
      setProblem(wordsFor(error));
      return null;
    }
  }
  async function reopen(): Promise<void> {
    const id = projectId();
    disconnect();
    const seq = await load();
    if (seq === null || id !== projectId() || closeStream !== null) return;
    closeStream = listen(seq, keeper, line.set);
  }
  function disconnect(): void {
    closeStream?.();
    closeStream = null;
  }
  createEffect(() => {
    projectId();
    keeper.clear();
    void reopen();
  });
  onCleanup(disconnect);
  return {
    get state() {
      return keeper.shown;
    },
    online: line.online,
    problem,
    ...createPost(keeper),
    apply: keeper.apply,
    async reload() {
      await load();
    },
    reopen,
  };
}

function listen(after: number, keeper: PageKeeper, onLine: (online: boolean) => void): () => void {
  return openStream(after, {
    onHello: (hello) => setOwnerNow(hello.now),
    onChange(change) {
      if (change.type === 'notification') ringBell(change.data);
      if (change.type === 'project') noteProject(change.data);
      keeper.apply({ kind: 'change', change });
    },
    onDelta: (delta) => keeper.apply({ kind: 'delta', delta }),
    onLine,
  });
}

function createPost(keeper: PageKeeper): Pick<ProjectStore, 'send' | 'resend' | 'giveUp'> {
  const post = async (message: { id: string; conversationId: string; content: string }) => {
    keeper.apply({ kind: 'sending', message });
    try {
      keeper.apply({ kind: 'sent', message: await api.send(message) });
      return true;
    } catch (error) {
      keeper.apply({ kind: 'send-failed', id: message.id, problem: wordsFor(error) });
      return false;
    }
  };
  return {
    send: async (conversationId, content) => await post({ id: newId(), conversationId, content }),
    async resend(id) {
      const message = keeper.current()?.outgoing.find((one) => one.id === id);
      if (message === undefined) return false;
      const { conversationId, content } = message;
      return await post({ id, conversationId, content });
    },
    giveUp: (id) => keeper.apply({ kind: 'send-given-up', id }),
  };
}
