import { createEffect, createSignal, onCleanup } from 'solid-js';
import type { Change } from '../../../contract/events.ts';
import { api, RequestError, wordsFor } from '../http/client.ts';
import { ownLine } from '../line/own-line.ts';
import { ringBell } from '../notification/bell-state.ts';
import { noteProject } from '../project/project-list-state.ts';
import { followLine } from './follow-line.ts';
import { Outbox } from './outbox.ts';
import { createPageKeeper } from './page-keeper.ts';
import type { PageKeeper } from './page-keeper.ts';
import type { PageEvent, PageState } from './reduce.ts';
import { me, setOwnerNow } from './session.ts';
import { createUpSignal } from './up-signal.ts';

export type ProjectStore = {
  readonly state: PageState | null;
  readonly online: () => boolean;
  /** Why there is no page, or why it may be old. */
  readonly problem: () => string | null;
  /** Takes in an answer of the API at once; the event stream brings the same again. */
  readonly apply: (event: PageEvent) => void;
  /** Kept at once, also over a reload, until the server has it. */
  readonly send: (conversationId: string, content: string) => void;
  readonly resend: (id: string) => void;
  /** @returns the words of a message that was not sent; null when it has gone out. */
  readonly giveUp: (id: string) => string | null;
  /** Reads the page anew and goes on from there. */
  readonly reload: () => Promise<void>;
};

/** After the page could not be read anew; it shows meanwhile what it was. */
const READ_AGAIN_MS = 3_000;

/** One project's page kept current: a snapshot, then the event line from where the snapshot ended. */
export function createProjectStore(projectId: () => string): ProjectStore {
  const [problem, setProblem] = createSignal<string | null>(null);
  const up = createUpSignal();
  const keeper = createPageKeeper(() => void reload());
  let outbox = openOutbox(projectId(), keeper);
  let retry: ReturnType<typeof setTimeout> | undefined;
  const page = followLine(ownLine(), {
    onHello: (now) => setOwnerNow(now),
    onChange: (change) => takeIn(change, keeper),
    onDelta: (delta) => keeper.apply({ kind: 'delta', delta }),
    onUp(isUp) {
      up.set(isUp);
      if (isUp) outbox.flush();
    },
    onStale: () => void reload(),
  });
  onCleanup(() => {
    clearTimeout(retry);
    page.close();
    outbox.close();
  });

  async function reload(): Promise<void> {
    clearTimeout(retry);
    const id = projectId();
    const isCurrent = page.hold();
    try {
      const loaded = await api.page(id);
      if (!isCurrent()) return;
      setOwnerNow(loaded.now);
      setProblem(null);
      noteProject(loaded.project);
      keeper.take(loaded);
      page.begin(loaded.seq);
      outbox.begin();
    } catch (error) {
      if (!isCurrent()) return;
      if (error instanceof RequestError && error.status === 401) window.location.assign('/');
      setProblem(wordsFor(error));
      // The line may be whole, so that nothing else would ask for the page again.
      if (keeper.current() !== null) retry = setTimeout(() => void reload(), READ_AGAIN_MS);
    }
  }
  createEffect(() => {
    keeper.clear();
    outbox.close();
    outbox = openOutbox(projectId(), keeper);
    void reload();
  });
  return {
    get state() {
      return keeper.shown;
    },
    online: up.online,
    problem,
    send: (conversationId, content) => outbox.send(conversationId, content),
    resend: (id) => outbox.resend(id),
    giveUp: (id) => outbox.giveUp(id),
    apply: keeper.apply,
    reload,
  };
}

function openOutbox(projectId: string, keeper: PageKeeper): Outbox {
  const owner = me()?.user.id ?? '';
  return new Outbox(
    { owner, projectId },
    { post: api.send, apply: keeper.apply, kept: localStorage },
  );
}

/** Bell and list of projects stand outside the page. */
function takeIn(change: Change, keeper: PageKeeper): void {
  if (change.type === 'notification') ringBell(change.data);
  if (change.type === 'project') noteProject(change.data);
  keeper.apply({ kind: 'change', change });
}
