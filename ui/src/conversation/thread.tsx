import { createEffect, createMemo, createSignal, For, on, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowDown from '~icons/lucide/arrow-down';
import type { MessageDto } from '../../../contract/model.ts';
import { dayName } from '../format.ts';
import type { ProjectStore } from '../state/project-store.ts';
import type { PageState } from '../state/reduce.ts';
import { Composer } from './composer.tsx';
import { draftPlace, queuedMessages } from './conversations.ts';
import type { ThreadView } from './conversations.ts';
import { Follow } from './follow.ts';
import { Message } from './message.tsx';
import { Outgoing } from './outgoing.tsx';
import { announcement, workingWords } from './status-words.ts';
import { ThreadHead } from './thread-head.tsx';
import { Waiting } from './waiting.tsx';

/** A conversation with its writing place. */
export function Thread(props: {
  view: ThreadView;
  state: PageState;
  store: ProjectStore;
}): JSX.Element {
  let scroller: HTMLDivElement | undefined;
  let content: HTMLDivElement | undefined;
  const follow = new Follow();
  onMount(() => {
    if (scroller !== undefined && content !== undefined) follow.attach(scroller, content);
  });
  const messages = (): readonly MessageDto[] => props.view.messages;
  // Also what was written to the interview just before it was put away.
  const place = (): string =>
    draftPlace(props.state.page, props.view.shown?.id ?? props.view.writeTo?.id ?? '');
  const outgoing = () =>
    props.state.outgoing.filter(
      (one) => draftPlace(props.state.page, one.conversationId) === place(),
    );
  const ofThis = createMemo(() =>
    messages().filter((one) => one.conversationId === props.view.writeTo?.id),
  );
  const answering = createMemo(
    () => ofThis().findLast((one) => one.status === 'streaming') ?? null,
  );
  anchorOwnMessages(follow, {
    newest: () => outgoing().at(-1)?.id ?? null,
    isAnswering: () => answering() !== null,
  });
  const queued = createMemo(() => queuedMessages(ofThis()));
  const working = createMemo(() => workingWords(props.state, messages(), outgoing()));
  return (
    <>
      <div
        class="thread-scroll"
        ref={(element) => (scroller = element)}
        tabindex="-1"
        data-testid="thread-scroll"
      >
        <div
          class="thread"
          ref={(element) => (content = element)}
          role="log"
          aria-live="off"
          aria-label="Conversation"
          data-testid="thread"
        >
          <ThreadHead view={props.view} />
          <For each={messages()}>
            {(message, index) => (
              <>
                <DayLine message={message} before={messages()[index() - 1]} />
                <Message
                  message={message}
                  joined={isJoined(message, messages()[index() - 1])}
                  queued={queued().has(message.id)}
                  isLast={index() === messages().length - 1}
                  state={props.state}
                />
              </>
            )}
          </For>
          <For each={outgoing()}>
            {(message) => <Outgoing message={message} store={props.store} />}
          </For>
          <Show when={working() !== null}>
            <Waiting words={working() ?? ''} />
          </Show>
        </div>
        <div style={{ height: `${follow.room()}px` }} />
      </div>
      <div class="composer-wrap">
        <Show when={!follow.atEnd()}>
          <button class="button quiet to-bottom" type="button" onClick={follow.toEnd}>
            <ArrowDown /> Newest
          </button>
        </Show>
        <Show when={props.view.writeTo}>
          {(conversation) => (
            <Composer
              conversationId={conversation().id}
              place={draftPlace(props.state.page, conversation().id)}
              answering={answering()}
              messages={ofThis()}
              store={props.store}
            />
          )}
        </Show>
      </div>
      <Announcer state={props.state} messages={messages()} />
    </>
  );
}

/**
 * What the person just wrote goes to the top, so that the answer is read from its beginning. What has to wait behind
 * an answer that runs does not push that answer away.
 */
function anchorOwnMessages(
  follow: Follow,
  { newest, isAnswering }: { newest: () => string | null; isAnswering: () => boolean },
): void {
  createEffect(
    on(newest, (id) => {
      if (id === null) return;
      const waits = isAnswering();
      requestAnimationFrame(() => (waits ? follow.toEnd() : follow.anchor(`message-${id}`)));
    }),
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
function Announcer(props: { state: PageState; messages: readonly MessageDto[] }): JSX.Element {
  const [words, setWords] = createSignal('');
  createEffect(
    on(
      () => announcement(props.state, props.messages),
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
