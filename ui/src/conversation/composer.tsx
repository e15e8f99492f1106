import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowUp from '~icons/lucide/arrow-up';
import Square from '~icons/lucide/square';
import type { MessageDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import type { ProjectStore } from '../state/project-store.ts';
import { dropHint, hint } from './composer-hint.ts';
import { clearDraft, keepDraft, readDraft } from './draft.ts';

/** Where the person writes. A draft survives a reload until the server has the message. */
export function Composer(props: {
  conversationId: string;
  answering: MessageDto | null;
  store: ProjectStore;
}): JSX.Element {
  let box: HTMLTextAreaElement | undefined;
  const [text, setText] = createSignal('');
  createEffect(() => setText(readDraft(props.conversationId)));
  createEffect(() => {
    if (hint() !== null) box?.focus();
  });
  onCleanup(dropHint);
  const write = (value: string): void => {
    setText(value);
    keepDraft(props.conversationId, value);
  };
  const send = async (): Promise<void> => {
    const content = text().trim();
    if (content === '') return;
    const { conversationId, store } = props;
    setText('');
    dropHint();
    box?.focus();
    if (await store.send(conversationId, content)) clearDraft(conversationId, content);
  };
  const stop = (): void => {
    const { answering } = props;
    // A stop that gets lost costs nothing: the answer ends by itself.
    if (answering !== null) api.stop(answering.id).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a character is being composed (Japanese, accents) Enter and Escape belong to the keyboard.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') stop();
    const touch = window.matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || event.shiftKey || touch) return;
    event.preventDefault();
    void send();
  };
  const canStop = (): boolean => props.answering !== null && text().trim() === '';
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Show when={hint()}>
        {(invited) => (
          <p class="composer-hint small" id="composer-hint" data-testid="composer-hint">
            {invited().words}
          </p>
        )}
      </Show>
      <textarea
        ref={(element) => (box = element)}
        rows={1}
        placeholder="Write to your agency"
        aria-label="Your message"
        aria-describedby={hint() === null ? undefined : 'composer-hint'}
        maxLength={20_000}
        value={text()}
        data-testid="composer"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Show
        when={canStop()}
        fallback={
          <button
            class="button primary"
            type="submit"
            aria-label="Send"
            disabled={text().trim() === ''}
            data-testid="send"
          >
            <ArrowUp />
          </button>
        }
      >
        <button
          class="button quiet"
          type="button"
          aria-label="Stop this answer"
          title="Stop this answer (Escape)"
          data-testid="stop"
          onClick={stop}
        >
          <Square />
        </button>
      </Show>
    </form>
  );
}
