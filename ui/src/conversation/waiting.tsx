import { createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';

/** A silence longer than this is explained. */
const LONG_MS = 10_000;

/** The first sign of life, before there are words. */
export function Waiting(props: { words: string }): JSX.Element {
  const [long, setLong] = createSignal(false);
  const timer = window.setTimeout(() => setLong(true), LONG_MS);
  onCleanup(() => window.clearTimeout(timer));
  const words = (): string => {
    if (props.words !== '') return props.words;
    return long() ? 'Still working on it. Your message is safe.' : '';
  };
  return (
    <div class="turn agent" data-testid="waiting">
      <img class="mark" src="/mark.svg" alt="" />
      <p class="waiting-line">
        <Dots />
        <Show when={words() !== ''}>
          <span class="muted">{words()}</span>
        </Show>
      </p>
    </div>
  );
}

export function Dots(): JSX.Element {
  return (
    <span class="typing" role="img" aria-label="Writing">
      <i />
      <i />
      <i />
    </span>
  );
}
