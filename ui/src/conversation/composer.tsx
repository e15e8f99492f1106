import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowUp from '~icons/lucide/arrow-up';
import Square from '~icons/lucide/square';
import type { MessageDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import type { ProjectStore } from '../state/project-store.ts';
import { dropHint, hint } from './composer-hint.ts';
import { clearDraft, given, keepDraft, readDraft, takeNote } from './draft.ts';
import { createPictureTray, picturesOf, PictureTray } from './picture-tray.tsx';
import { Suggestions } from './suggestions.tsx';

const LONGEST = 20_000;

/** Where the person writes. A draft survives a reload until it is sent. */
export function Composer(props: {
  conversationId: string;
  /** Where its draft is kept. */
  place: string;
  answering: MessageDto | null;
  /** Of this conversation, oldest first. */
  messages: readonly MessageDto[];
  store: ProjectStore;
}): JSX.Element {
  let box: HTMLTextAreaElement | undefined;
  const [text, setText] = createSignal('');
  const tray = createPictureTray();
  createEffect(() => setText(readDraft(props.place)));
  createEffect(() => {
    if (hint() !== null) box?.focus();
  });
  createEffect(() => {
    if (given()?.place !== props.place) return;
    setText(readDraft(props.place));
    box?.focus();
    takeNote();
  });
  onCleanup(dropHint);
  const write = (value: string): void => {
    setText(value);
    keepDraft(props.place, value);
  };
  const send = (words = text()): void => {
    const content = words.trim();
    if (content === '') return;
    const { conversationId, store } = props;
    if (words === text()) {
      setText('');
      clearDraft(props.place);
    }
    dropHint();
    box?.focus();
    store.send(conversationId, content);
  };
  const stop = (): void => {
    const { answering } = props;
    // A stop that gets lost costs nothing: the answer ends by itself.
    if (answering !== null) api.stop(answering.id).catch(() => undefined);
  };
  const recallLast = (): void => {
    const last = props.messages.findLast((one) => one.role === 'user' && one.type === 'TEXT');
    if (last !== undefined && last.content !== '') write(last.content);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a character is being composed (Japanese, accents) Enter and Escape belong to the keyboard.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') stop();
    if (event.key === 'ArrowUp' && text() === '') {
      event.preventDefault();
      recallLast();
      return;
    }
    const touch = window.matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || event.shiftKey || touch) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onPaste={(event) => tray.add(picturesOf(event.clipboardData))}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        // Words that are dropped are for the box itself.
        if (!hasFiles(event)) return;
        event.preventDefault();
        tray.add(picturesOf(event.dataTransfer));
      }}
    >
      <Suggestions messages={props.messages} hasDraft={text() !== ''} onPick={send} />
      <PictureTray tray={tray} />
      <div class="composer">
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
          maxLength={LONGEST}
          value={text()}
          data-testid="composer"
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <SendOrStop
          canStop={props.answering !== null && text().trim() === ''}
          canSend={text().trim() !== ''}
          onStop={stop}
        />
      </div>
    </form>
  );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** While an answer runs and nothing new is written, the button ends it. */
function SendOrStop(props: {
  canStop: boolean;
  canSend: boolean;
  onStop: () => void;
}): JSX.Element {
  return (
    <Show
      when={props.canStop}
      fallback={
        <button
          class="button primary"
          type="submit"
          aria-label="Send"
          disabled={!props.canSend}
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
        onClick={() => props.onStop()}
      >
        <Square />
      </button>
    </Show>
  );
}
