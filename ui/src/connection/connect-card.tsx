import { For, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import ExternalLink from '~icons/lucide/external-link';
import Link from '~icons/lucide/link';
import Unlink from '~icons/lucide/unlink';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { Prose } from '../conversation/prose.tsx';
import { dayIn } from '../format.ts';
import { ChooseAccount } from './choose-account.tsx';
import { LookAgain } from './look-again.tsx';
import { unattendedWords } from './running-ads.ts';
import { canLookAgain, connectWords } from './state-words.ts';
import { zoneOf } from './zone.ts';

/** Connecting Facebook inside the chat, in each of its states. Only the newest of these cards acts. */
export function ConnectCard(props: {
  words: string;
  page: ProjectPageDto;
  current: boolean;
}): JSX.Element {
  const connection = () => props.page.connection;
  const isGood = (): boolean => connection().state === 'CONNECTED' && connection().problem === null;
  const waits = (): boolean => props.current && !isGood();
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
        <Match when={isGood() && connection().selected}>
          {(selected) => <Connected selected={selected()} page={props.page} />}
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

function Connected(props: {
  selected: NonNullable<ProjectPageDto['connection']['selected']>;
  page: ProjectPageDto;
}): JSX.Element {
  return (
    <p class="fold-line" data-testid="connected">
      <CircleCheck class="tone-good" />
      <span class="fold-words">
        <span>
          Connected to Facebook: ad account “{props.selected.adAccountName}” (
          {props.selected.currency}), Page “{props.selected.pageName}”
        </span>
        <Show when={props.page.connection.accessEndsAt}>
          {(at) => (
            <span class="small muted">
              Good until {dayIn(at(), zoneOf(props.page))}; I remind you in time.
            </span>
          )}
        </Show>
      </span>
    </p>
  );
}

function Connect(props: { words: string; page: ProjectPageDto }): JSX.Element {
  const connection = () => props.page.connection;
  const said = () => connectWords(connection());
  const lost = (): boolean => ['EXPIRED', 'REVOKED'].includes(connection().state);
  return (
    <div class="card-body">
      <p class={`kicker ${said().tone}`}>
        <Show when={said().tone === 'bad'} fallback={<Link />}>
          <Unlink />
        </Show>
        {connection().inProgress ? 'Under way at Facebook' : said().kicker}
      </p>
      <h2>{connection().inProgress ? 'Finish connecting at Facebook' : said().title}</h2>
      <Switch fallback={<Prose text={props.words} />}>
        <Match when={connection().inProgress}>
          <p data-testid="under-way">
            Facebook waits for your answer in another tab or window. Once you have given it there,
            this card goes on by itself.
          </p>
        </Match>
        <Match when={connection().missing.length > 0}>
          <MissingPermissions missing={connection().missing} />
        </Match>
        <Match when={connection().problem}>
          {(problem) => (
            <p class={said().tone === 'bad' ? 'note bad' : 'note waiting'}>{problem().message}</p>
          )}
        </Match>
      </Switch>
      <Show when={lost()}>
        <p data-testid="running-ads">{unattendedWords(props.page)}</p>
      </Show>
      <ConnectActions page={props.page} />
      <p class="small muted">
        You choose on Facebook what I may see. This shows nothing to anyone and spends nothing.
      </p>
    </div>
  );
}

/** Which boxes were unticked, told by what they are for. */
function MissingPermissions(props: {
  missing: ProjectPageDto['connection']['missing'];
}): JSX.Element {
  return (
    <div class="note waiting" data-testid="missing">
      <p>At Facebook something was left unticked. I need it</p>
      <ul class="dashes">
        <For each={props.missing}>{({ purpose }) => <li>{purpose}</li>}</For>
      </ul>
      <p>Please connect again and leave it ticked. Nothing was changed.</p>
    </div>
  );
}

function ConnectActions(props: { page: ProjectPageDto }): JSX.Element {
  const connection = () => props.page.connection;
  const said = () => connectWords(connection());
  const looks = (): boolean => canLookAgain(connection());
  const isFirst = (): boolean => !looks() && !connection().inProgress;
  return (
    <div class="actions">
      <Show when={looks()}>
        <LookAgain projectId={props.page.project.id} primary />
      </Show>
      <Show when={!connection().inProgress && said().place}>
        {(place) => (
          <a class="button quiet" href={place().href} target="_blank" rel="noopener noreferrer">
            {place().words} <ExternalLink />
          </a>
        )}
      </Show>
      <a
        class="button"
        classList={{ primary: isFirst(), quiet: !isFirst() }}
        href={`/api/auth/facebook?projectId=${props.page.project.id}`}
        target="_self"
        rel="external"
        data-testid="connect-facebook"
      >
        {connection().inProgress ? 'Begin anew here' : said().button}
      </a>
    </div>
  );
}
