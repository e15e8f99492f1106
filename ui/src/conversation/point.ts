import type { MessageDto } from '../../../contract/model.ts';

/** Brings a message into view and marks it for a moment. */
export function point(id: string): void {
  const message = document.getElementById(id);
  if (message === null) return;
  // Something taller than the screen is read from its beginning.
  const isTall = message.offsetHeight > window.innerHeight * 0.7;
  message.scrollIntoView({ block: isTall ? 'start' : 'center' });
  message.classList.add('pointed');
  window.setTimeout(() => message.classList.remove('pointed'), 2_500);
}

/** Brings a message into view once the thread it is in is drawn. */
export function goToMessage(id: string): void {
  requestAnimationFrame(() => point(`message-${id}`));
}

/** Leads to the newest card of which `isWanted` says so, for eyes and for the keyboard. */
export function goToCard(
  messages: readonly MessageDto[],
  isWanted: (about: MessageDto['metadata']) => boolean,
): void {
  const message = messages.findLast(({ metadata }) => isWanted(metadata));
  if (message === undefined) return;
  point(`message-${message.id}`);
  const card = document.querySelector<HTMLElement>(`#message-${message.id} .card`);
  card?.setAttribute('tabindex', '-1');
  card?.focus({ preventScroll: true });
}
