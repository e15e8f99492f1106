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

/** Runs the reducer and draws its result once a frame. @param onGap told once when a piece of an answer is missing. */
export function createPageKeeper(onGap: () => void): PageKeeper {
  const [held, setHeld] = createStore<{ state: PageState | null }>({ state: null });
  let current: PageState | null = null;
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    setHeld('state', reconcile(current, { key: 'id', merge: false }));
  };
  return {
    get shown() {
      return held.state;
    },
    current: () => current,
    apply(event) {
      if (current === null) return;
      const hadGap = current.gap;
      current = reduce(current, event);
      // Many pieces arrive within one frame; the screen changes once.
      if (frame === 0) frame = requestAnimationFrame(draw);
      if (current.gap && !hadGap) onGap();
    },
    take(page) {
      current =
        current?.page.project.id === page.project.id
          ? reduce(current, { kind: 'loaded', page })
          : initialPage(page);
      draw();
    },
    clear() {
      cancelAnimationFrame(frame);
      current = null;
      draw();
    },
  };
}
