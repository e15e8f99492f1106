import { createEffect, createSignal, on, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowUp from '~icons/lucide/arrow-up';
import Square from '~icons/lucide/square';
import type { MessageDto } from '../../../contract/model.ts';
import { api } from '../api/client.ts';
import type { ProjectStore } from '../state/project-store.ts';

const draftKey = (conversationId: string) => `aigency.draft.${conversationId}`;

/** Where the person writes. A draft survives a reload; a failed message stays in the thread to be sent again. */
export function Composer(props: {
  conversationId: string;
  answering: MessageDto | null;
  store: ProjectStore;
}): JSX.Element {
  let box: HTMLTextAreaElement | undefined;
  const [text, setText] = createSignal('');
  createEffect(
    on(
      () => props.conversationId,
      (id) => setText(localStorage.getItem(draftKey(id)) ?? ''),
    ),
  );
  const write = (value: string) => {
    setText(value);
    if (value === '') localStorage.removeItem(draftKey(props.conversationId));
    else localStorage.setItem(draftKey(props.conversationId), value);
  };
  const send = () => {
    const content = text().trim();
    if (content === '') return;
    write('');
    void props.store.send(props.conversationId, content);
    box?.focus();
  };
  const stop = () => {
    const { answering } = props;
    if (answering !== null) api.stop(answering.id).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a character is being composed (Japanese, accents) Enter and Escape belong to the keyboard.
    if (event.isComposing) return;
    if (event.key === 'Escape') stop();
    const touch = window.matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || event.shiftKey || touch) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={box}
        rows={1}
        placeholder="Write to your agency"
        aria-label="Your message"
        maxLength={20_000}
        value={text()}
        data-testid="composer"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Show when={props.answering !== null && text().trim() === ''}>
        <button
          class="button quiet"
          type="button"
          aria-label="Stop this answer"
          data-testid="stop"
          onClick={stop}
        >
          <Square />
        </button>
      </Show>
      <button
        class="button primary"
        type="submit"
        aria-label="Send"
        disabled={text().trim() === ''}
        data-testid="send"
      >
        <ArrowUp />
      </button>
    </form>
  );
}
