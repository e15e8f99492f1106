import {
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowDown from '~icons/lucide/arrow-down';
import type { MessageDto } from '../../../contract/model.ts';
import { dayName } from '../format.ts';
import type { ProjectStore } from '../state/project-store.ts';
import type { PageState } from '../state/reduce.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { Outgoing } from './outgoing.tsx';
import { announcement, workingWords } from './status-words.ts';
import { Waiting } from './waiting.tsx';

/** Near enough to the end to be called at the end, px. */
const AT_END = 80;

/** The conversation. It follows the end only while the reader is there. */
export function Thread(props: { state: PageState; store: ProjectStore }): JSX.Element {
  let scroller: HTMLDivElement | undefined;
  let content: HTMLDivElement | undefined;
  const [atEnd, setAtEnd] = createSignal(true);
  const messages = (): readonly MessageDto[] => props.state.page.messages;
  const toEnd = (): void => {
    if (scroller !== undefined) scroller.scrollTop = scroller.scrollHeight;
  };
  const onScroll = (): void => {
    if (scroller === undefined) return;
    setAtEnd(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END);
  };
  onMount(() => {
    toEnd();
    const observer = new ResizeObserver(() => {
      if (atEnd()) toEnd();
    });
    for (const element of [content, scroller]) {
      if (element !== undefined) observer.observe(element);
    }
    onCleanup(() => observer.disconnect());
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
  const working = createMemo(() => workingWords(props.state));
  return (
    <>
      <div
        class="thread-scroll"
        ref={(element) => (scroller = element)}
        onScroll={onScroll}
        tabindex="-1"
      >
        <div
          class="thread"
          ref={(element) => (content = element)}
          role="log"
          aria-live="off"
          aria-label="Conversation"
          data-testid="thread"
        >
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
          <Show when={working() !== null}>
            <Waiting words={working() ?? ''} />
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
      <Announcer state={props.state} />
    </>
  );
}

function isJoined(message: MessageDto, before: MessageDto | undefined): boolean {
  return (
    before !== undefined &&
    before.role === message.role &&
    dayName(before.createdAt) === dayName(message.createdAt)
  );
}

/** Finished answers and new cards, once and politely, for those who listen to the page. */
function Announcer(props: { state: PageState }): JSX.Element {
  const [words, setWords] = createSignal('');
  createEffect(
    on(
      () => announcement(props.state),
      (now) => setWords(now),
      { defer: true },
    ),
  );
  return (
    <p class="visually-hidden" role="status">
      {words()}
    </p>
  );
}

function DayLine(props: { message: MessageDto; before: MessageDto | undefined }): JSX.Element {
  const day = (): string => dayName(props.message.createdAt);
  return (
    <Show when={props.before === undefined || dayName(props.before.createdAt) !== day()}>
      <p class="day-line">{day()}</p>
    </Show>
  );
}
