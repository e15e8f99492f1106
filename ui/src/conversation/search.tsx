import { A } from '@solidjs/router';
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import SearchIcon from '~icons/lucide/search';
import type { SearchHits } from '../../../contract/http.ts';
import { moment } from '../format.ts';
import { api, wordsFor } from '../http/client.ts';
import { goToMessage } from './point.ts';

/** Long enough that a word is whole, short enough to feel at once. */
const TYPING_MS = 200;
const FEWEST_LETTERS = 2;

/** Finds messages in all of the person's conversations. */
export function Search(props: { onPick: () => void }): JSX.Element {
  const [words, setWords] = createSignal('');
  const [results, setResults] = createSignal<SearchHits | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  createEffect(() => {
    const wanted = words().trim();
    if (wanted.length < FEWEST_LETTERS) {
      setResults(null);
      setProblem(null);
      return;
    }
    let isCurrent = true;
    const show = (found: SearchHits | null, trouble: string | null): void => {
      if (!isCurrent) return;
      setResults(found);
      setProblem(trouble);
    };
    const timer = setTimeout(() => {
      void api
        .search(wanted)
        .then((found) => show(found, null))
        .catch((error: unknown) => show(null, wordsFor(error)));
    }, TYPING_MS);
    onCleanup(() => {
      isCurrent = false;
      clearTimeout(timer);
    });
  });
  return (
    <search class="search">
      <label class="search-field">
        <SearchIcon />
        <input
          type="search"
          placeholder="Search conversations"
          aria-label="Search conversations"
          maxLength={200}
          value={words()}
          data-testid="search"
          onInput={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setWords('');
          }}
        />
      </label>
      <p class="visually-hidden" role="status">
        {results() === null ? '' : found(results()?.hits.length ?? 0)}
      </p>
      <Show when={problem()}>
        {(said) => (
          <p class="problem small" role="alert">
            {said()}
          </p>
        )}
      </Show>
      <Show when={results()}>
        {(all) => (
          <Show
            when={all().hits.length > 0}
            fallback={<p class="small muted">Nothing holds these words.</p>}
          >
            <ul class="search-hits" data-testid="search-hits">
              <For each={all().hits}>
                {(hit) => <HitRow hit={hit} onPick={() => props.onPick()} />}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </search>
  );
}

function found(count: number): string {
  return count === 1 ? '1 message found' : `${count} messages found`;
}

function HitRow(props: { hit: SearchHits['hits'][number]; onPick: () => void }): JSX.Element {
  return (
    <li>
      <A
        class="search-hit"
        href={`/projects/${props.hit.projectId}/c/${props.hit.conversationId}#message-${props.hit.messageId}`}
        onClick={() => {
          props.onPick();
          goToMessage(props.hit.messageId);
        }}
      >
        <span class="small muted">
          {props.hit.projectName} · {props.hit.conversationTitle} · {moment(props.hit.createdAt)}
        </span>
        <span class="search-snippet">
          <For each={props.hit.snippet}>
            {(piece) => (
              <Show when={piece.hit} fallback={piece.text}>
                <mark>{piece.text}</mark>
              </Show>
            )}
          </For>
        </span>
      </A>
    </li>
  );
}
