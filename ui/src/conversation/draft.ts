import { createSignal } from 'solid-js';

const draftKey = (place: string): string => `aigency.draft.${place}`;

export function readDraft(place: string): string {
  return localStorage.getItem(draftKey(place)) ?? '';
}

export function keepDraft(place: string, text: string): void {
  if (text === '') localStorage.removeItem(draftKey(place));
  else localStorage.setItem(draftKey(place), text);
}

export function clearDraft(place: string): void {
  keepDraft(place, '');
}

const [given, setGiven] = createSignal<{ readonly place: string } | null>(null);

/** A draft that was changed from outside the writing place. */
export { given };

/** Puts words back before what is written there now, so that neither is lost. */
export function giveBack(place: string, words: string): void {
  const draft = readDraft(place).trim();
  keepDraft(place, draft === '' ? words : `${words}\n\n${draft}`);
  setGiven({ place });
}

/** The change was seen; it is no reason to go there again. */
export function takeNote(): void {
  setGiven(null);
}
