import { createEffect, createSignal, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { api, newId, RequestError, wordsFor } from '../api/client.ts';
import { openStream } from '../api/stream.ts';
import { ringBell } from '../notification/bell-state.ts';
import { initialPage, reduce } from './reduce.ts';
import type { PageEvent, PageState } from './reduce.ts';
import { setOwnerNow } from './session.ts';

export type ProjectStore = {
  readonly state: PageState | null;
  readonly online: () => boolean;
  readonly problem: () => string | null;
  /** Takes in an answer of the API at once; the event stream brings the same again. */
  apply(event: PageEvent): void;
  send(conversationId: string, content: string): Promise<boolean>;
  resend(id: string): Promise<void>;
  giveUp(id: string): void;
  reload(): Promise<void>;
};

/** One project's page kept current: a snapshot, then the event stream from where the snapshot ended. */
export function createProjectStore(projectId: () => string): ProjectStore {
  const [held, setHeld] = createStore<{ state: PageState | null }>({ state: null });
  const [online, setOnline] = createSignal(true);
  const [problem, setProblem] = createSignal<string | null>(null);
  let current: PageState | null = null;
  let frame = 0;

  const show = (): void => {
    frame = 0;
    setHeld('state', reconcile(current, { key: 'id', merge: false }));
  };
  const apply = (event: PageEvent): void => {
    if (current === null) return;
    current = reduce(current, event);
    // Many pieces arrive within one frame; the screen changes once.
    if (frame === 0) frame = requestAnimationFrame(show);
    if (current.gap) void reload();
  };

  async function reload(): Promise<number | null> {
    const id = projectId();
    try {
      const page = await api.page(id);
      if (id !== projectId()) return null;
      setOwnerNow(page.now);
      setProblem(null);
      current =
        current?.page.project.id === id
          ? reduce(current, { kind: 'loaded', page })
          : initialPage(page);
      show();
      return page.seq;
    } catch (error) {
      if (error instanceof RequestError && error.status === 401) window.location.assign('/');
      setProblem(wordsFor(error));
      return null;
    }
  }

  createEffect(() => {
    projectId();
    let close: (() => void) | null = null;
    let left = false;
    current = null;
    setHeld('state', null);
    void reload().then((seq) => {
      if (left || seq === null) return;
      close = openStream(seq, {
        onHello: (hello) => {
          setOwnerNow(hello.now);
          if (hello.seq < seq) void reload();
        },
        onChange(change) {
          if (change.type === 'notification') ringBell(change.data);
          apply({ kind: 'change', change });
        },
        onDelta: (delta) => apply({ kind: 'delta', delta }),
        onLine: setOnline,
      });
    });
    onCleanup(() => {
      left = true;
      close?.();
      cancelAnimationFrame(frame);
      frame = 0;
    });
  });

  const post = async (message: { id: string; conversationId: string; content: string }) => {
    apply({ kind: 'sending', message });
    try {
      apply({ kind: 'sent', message: await api.send(message) });
      return true;
    } catch (error) {
      apply({ kind: 'send-failed', id: message.id, problem: wordsFor(error) });
      return false;
    }
  };
  return {
    get state() {
      return held.state;
    },
    online,
    problem,
    apply,
    send: (conversationId, content) => post({ id: newId(), conversationId, content }),
    async resend(id) {
      const message = current?.outgoing.find((one) => one.id === id);
      if (message !== undefined) await post(message);
    },
    giveUp: (id) => apply({ kind: 'send-given-up', id }),
    async reload() {
      await reload();
    },
  };
}
