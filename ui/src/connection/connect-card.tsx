import { Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import Link from '~icons/lucide/link';
import Unlink from '~icons/lucide/unlink';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { toHtml } from '../conversation/markdown.ts';
import { ChooseAccount } from './choose-account.tsx';
import { connectWords } from './state-words.ts';

/** Connecting Facebook inside the chat, in each of its states. Only the newest of these cards acts. */
export function ConnectCard(props: {
  words: string;
  page: ProjectPageDto;
  current: boolean;
}): JSX.Element {
  const connection = () => props.page.connection;
  const waits = (): boolean => props.current && connection().state !== 'CONNECTED';
  return (
    <section
      class="card"
      classList={{ waiting: waits(), folded: !waits() }}
      data-testid={props.current ? 'connect-card' : 'past-connect-card'}
      data-state={connection().state}
      aria-label="Facebook connection"
    >
      <Switch fallback={<Connect words={props.words} page={props.page} />}>
        <Match when={!props.current}>
          <p class="fold-line muted">
            <Link />
            <span>Facebook was asked for here; how things stand is further down.</span>
          </p>
        </Match>
        <Match when={connection().state === 'CONNECTED' && connection().selected}>
          {(selected) => (
            <p class="fold-line" data-testid="connected">
              <CircleCheck class="tone-good" />
              <span>
                Connected to Facebook: ad account “{selected().adAccountName}” (
                {selected().currency}), Page “{selected().pageName}”
              </span>
            </p>
          )}
        </Match>
        <Match when={canChoose(connection())}>
          <ChooseAccount page={props.page} />
        </Match>
      </Switch>
    </section>
  );
}

function canChoose({ state, problem }: ProjectPageDto['connection']): boolean {
  return (state === 'NEEDS_SELECTION' || state === 'CONNECTED') && problem === null;
}

function Connect(props: { words: string; page: ProjectPageDto }): JSX.Element {
  const said = () => connectWords(props.page.connection);
  return (
    <div class="card-body">
      <p class={`kicker ${said().tone}`}>
        <Show when={said().tone === 'bad'} fallback={<Link />}>
          <Unlink />
        </Show>
        {said().kicker}
      </p>
      <h2>{said().title}</h2>
      <Show
        when={props.page.connection.problem}
        fallback={<div class="prose" innerHTML={toHtml(props.words)} />}
      >
        {(problem) => (
          <p class={said().tone === 'bad' ? 'note bad' : 'note waiting'}>{problem().message}</p>
        )}
      </Show>
      <div class="actions">
        <a
          class="button primary"
          href={`/api/auth/facebook?projectId=${props.page.project.id}`}
          target="_self"
          rel="external"
          data-testid="connect-facebook"
        >
          {said().button}
        </a>
      </div>
      <p class="small muted">
        You decide on Facebook what I may see. Connecting publishes nothing and spends nothing.
      </p>
    </div>
  );
}
