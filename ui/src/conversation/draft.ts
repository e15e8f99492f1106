import { createSignal } from 'solid-js';

const draftKey = (conversationId: string): string => `aigency.draft.${conversationId}`;

export function readDraft(conversationId: string): string {
  return localStorage.getItem(draftKey(conversationId)) ?? '';
}

export function keepDraft(conversationId: string, text: string): void {
  if (text === '') localStorage.removeItem(draftKey(conversationId));
  else localStorage.setItem(draftKey(conversationId), text);
}

export function clearDraft(conversationId: string): void {
  keepDraft(conversationId, '');
}

const [given, setGiven] = createSignal<{ readonly conversationId: string } | null>(null);

/** A draft that was changed from outside the writing place. */
export { given };

/** Puts words back before what is written there now, so that neither is lost. */
export function giveBack(conversationId: string, words: string): void {
  const draft = readDraft(conversationId).trim();
  keepDraft(conversationId, draft === '' ? words : `${words}\n\n${draft}`);
  setGiven({ conversationId });
}
