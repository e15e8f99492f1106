import { createStore, reconcile } from 'solid-js/store';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { initialPage, reduce } from './reduce.ts';
import type { PageEvent, PageState } from './reduce.ts';

export type PageKeeper = {
  /** What is drawn; lags behind `current` by a frame at most. */
  readonly shown: PageState | null;
  readonly current: () => PageState | null;
  readonly apply: (event: PageEvent) => void;
  readonly take: (page: ProjectPageDto) => void;
  readonly clear: () => void;
};

/** A page that nobody sees gets no frames, but its title still counts what waits. */
const HIDDEN_MS = 250;

/** Runs the reducer and draws its result once a frame. @param onGap told once when a piece of an answer is missing. */
export function createPageKeeper(onGap: () => void): PageKeeper {
  const [held, setHeld] = createStore<{ state: PageState | null }>({ state: null });
  let current: PageState | null = null;
  let drawn: PageState | null = null;
  let cancel: (() => void) | null = null;
  const draw = (): void => {
    cancel?.();
    cancel = null;
    const before = drawn;
    drawn = current;
    // An answer that grows changes nothing else: the page is not compared for every piece of it.
    if (current !== null && before?.page === current.page && before.outgoing === current.outgoing) {
      setHeld('state', 'running', reconcile(current.running));
    } else {
      setHeld('state', reconcile(current, { key: 'id', merge: false }));
    }
  };
  return {
    get shown() {
      return held.state;
    },
    current: () => current,
    apply(event) {
      if (current === null) return;
      const before = current;
      current = reduce(current, event);
      const isFirstPiece =
        event.kind === 'delta' && before.running[event.delta.messageId] === undefined;
      // Many pieces arrive within one frame and the screen changes once; the first one is not kept waiting.
      if (isFirstPiece) draw();
      else cancel ??= nextFrame(draw);
      if (current.gap && !before.gap) onGap();
    },
    take(page) {
      current =
        current?.page.project.id === page.project.id
          ? reduce(current, { kind: 'loaded', page })
          : initialPage(page);
      draw();
    },
    clear() {
      current = null;
      draw();
    },
  };
}

function nextFrame(work: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(work, HIDDEN_MS);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
}
