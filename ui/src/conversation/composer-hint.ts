import { createSignal } from 'solid-js';

const [hint, setHint] = createSignal<{ readonly words: string } | null>(null);

/** What the composer suggests to write about; null most of the time. */
export { hint };

/** Puts the writing place under the person's hands, with a word on what to write. */
export function inviteToWrite(words: string): void {
  setHint({ words });
}

export function dropHint(): void {
  setHint(null);
}
