import { createEffect, createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowDown from '~icons/lucide/arrow-down';
import type { MessageDto } from '../../../contract/model.ts';
import { dayName } from '../format.ts';
import type { ProjectStore } from '../state/project-store.ts';
import type { PageState } from '../state/reduce.ts';
import { Composer } from './composer.tsx';
import { Message, Outgoing, Waiting } from './message.tsx';

/** Near enough to the end to be called at the end, px. */
const AT_END = 80;

/** The conversation. It follows the end only while the reader is there. */
export function Thread(props: { state: PageState; store: ProjectStore }): JSX.Element {
  let scroller: HTMLDivElement | undefined;
  let content: HTMLDivElement | undefined;
  const [atEnd, setAtEnd] = createSignal(true);
  const messages = () => props.state.page.messages;
  const toEnd = () => {
    if (scroller !== undefined) scroller.scrollTop = scroller.scrollHeight;
  };
  const onScroll = () => {
    if (scroller === undefined) return;
    setAtEnd(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END);
  };
  onMount(() => {
    toEnd();
    const observer = new ResizeObserver(() => {
      if (atEnd()) toEnd();
    });
    if (content !== undefined) observer.observe(content);
  });
  // The person's own message is always worth seeing.
  createEffect((before: number) => {
    const now = props.state.outgoing.length;
    if (now > before) requestAnimationFrame(toEnd);
    return now;
  }, 0);
  const conversationId = createMemo(
    () => props.state.page.conversations.findLast((one) => one.status === 'ACTIVE')?.id ?? null,
  );
  const answering = createMemo(
    () => messages().findLast((one) => one.status === 'streaming') ?? null,
  );
  return (
    <>
      <div class="thread-scroll" ref={scroller} onScroll={onScroll}>
        <div class="thread" ref={content} role="log" aria-label="Conversation" data-testid="thread">
          <For each={messages()}>
            {(message, index) => (
              <>
                <DayLine message={message} before={messages()[index() - 1]} />
                <Message
                  message={message}
                  joined={isJoined(message, messages()[index() - 1])}
                  state={props.state}
                />
              </>
            )}
          </For>
          <For each={props.state.outgoing}>
            {(message) => <Outgoing message={message} store={props.store} />}
          </For>
          <Show when={isWaiting(props.state)}>
            <Waiting />
          </Show>
        </div>
      </div>
      <div class="composer-wrap">
        <Show when={!atEnd()}>
          <button class="button quiet to-bottom" type="button" onClick={toEnd}>
            <ArrowDown /> Newest
          </button>
        </Show>
        <Show when={conversationId()}>
          {(id) => <Composer conversationId={id()} answering={answering()} store={props.store} />}
        </Show>
      </div>
    </>
  );
}

function isJoined(message: MessageDto, before: MessageDto | undefined): boolean {
  return before !== undefined && before.role === 'agent' && message.role === 'agent';
}

/** The person wrote last and no answer has begun: something should be seen at once. */
function isWaiting(state: PageState): boolean {
  if (state.outgoing.some((one) => one.state === 'sending')) return true;
  const last = state.page.messages.at(-1);
  if (last === undefined || state.page.messages.some((one) => one.status === 'streaming'))
    return false;
  const working = state.page.project.stage === 'planning';
  return last.role === 'user' && (last.type === 'TEXT' || working);
}

function DayLine(props: { message: MessageDto; before: MessageDto | undefined }): JSX.Element {
  const day = () => dayName(props.message.createdAt);
  return (
    <Show when={props.before !== undefined && dayName(props.before.createdAt) !== day()}>
      <p class="day-line">{day()}</p>
    </Show>
  );
}
