import { createSignal, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import Unlink from '~icons/lucide/unlink';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { goToCard } from '../conversation/point.ts';
import { dayIn } from '../format.ts';
import { AdsSwitch } from '../project/ads-switch.tsx';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import type { Task } from '../task.ts';
import { LookAgain } from './look-again.tsx';
import { hasRunningAds } from './running-ads.ts';
import { connectWords } from './state-words.ts';
import { zoneOf } from './zone.ts';

/** What this project works with, and the way to take it away again. */
export function Tools(props: { page: ProjectPageDto }): JSX.Element {
  const connection = () => props.page.connection;
  const isThere = (): boolean =>
    connection().state === 'CONNECTED' || connection().state === 'NEEDS_SELECTION';
  const hasCard = (): boolean =>
    props.page.messages.some(({ metadata }) => metadata.kind === 'connect');
  return (
    <section class="group" data-testid="tools">
      <h2 class="panel-title">Facebook</h2>
      <Switch
        fallback={
          <>
            <p class="tool-line">
              <Unlink class="tone-quiet" />
              <span>{connection().problem?.message ?? 'Not connected.'}</span>
            </p>
            <Show when={hasCard()}>
              <button
                class="button quiet"
                type="button"
                onClick={() => goToCard(props.page.messages, ({ kind }) => kind === 'connect')}
              >
                Go to the card
              </button>
            </Show>
          </>
        }
      >
        <Match when={isThere()}>
          <p class="tool-line">
            <CircleCheck class={connection().problem === null ? 'tone-good' : 'tone-quiet'} />
            <span>
              <Show when={connection().selected} fallback={connectWords(connection()).title}>
                {(selected) => (
                  <>
                    Ad account “{selected().adAccountName}” ({selected().currency}), Page “
                    {selected().pageName}”
                  </>
                )}
              </Show>
              <Show when={connection().facebookName}>
                {(name) => <span class="small muted step-note">Signed in as {name()}</span>}
              </Show>
              <Show when={connection().accessEndsAt}>
                {(at) => (
                  <span class="small muted step-note">
                    Good until {dayIn(at(), zoneOf(props.page))}
                  </span>
                )}
              </Show>
            </span>
          </p>
          <Disconnect page={props.page} />
        </Match>
      </Switch>
    </section>
  );
}

function Disconnect(props: { page: ProjectPageDto }): JSX.Element {
  const store = useProjectStore();
  const [sure, setSure] = createSignal(false);
  const [left, setLeft] = createSignal<string | null>(null);
  const leaving = createTask(async () => {
    const { message } = await api.disconnect();
    setLeft(message);
    setSure(false);
    await store.reload();
  });
  return (
    <>
      <Show when={left()}>
        <p class="note waiting" role="status">
          {left()}
        </p>
      </Show>
      <Show
        when={sure()}
        fallback={
          <div class="actions">
            <LookAgain projectId={props.page.project.id} />
            <button
              class="button plain"
              type="button"
              data-testid="disconnect"
              onClick={() => setSure(true)}
            >
              Disconnect
            </button>
          </div>
        }
      >
        <ConfirmLeaving page={props.page} leaving={leaving} onKeep={() => setSure(false)} />
      </Show>
    </>
  );
}

/** Without the connection nobody could stop the ads from here, so they are paused first. */
function ConfirmLeaving(props: {
  page: ProjectPageDto;
  leaving: Task<[]>;
  onKeep: () => void;
}): JSX.Element {
  const hasAds = (): boolean => hasRunningAds(props.page);
  return (
    <div class="confirm" role="group" aria-label="Disconnect Facebook" data-testid="confirm">
      <p>
        {hasAds()
          ? 'Your ads are running, and without the connection I could not stop them. Please pause them first.'
          : 'Facebook forgets me, and I erase the key you gave me. This is for all your projects.'}
      </p>
      <Show when={hasAds()}>
        <AdsSwitch page={props.page} />
      </Show>
      <Show when={props.leaving.problem()}>
        <p class="problem" role="alert">
          {props.leaving.problem()}
        </p>
      </Show>
      <div class="actions">
        <Show when={!hasAds()}>
          <button
            class="button quiet stop"
            type="button"
            disabled={props.leaving.busy()}
            data-testid="confirm-disconnect"
            ref={(element) => queueMicrotask(() => element.focus())}
            onClick={() => void props.leaving.run()}
          >
            {props.leaving.busy() ? 'Disconnecting…' : 'Disconnect Facebook'}
          </button>
        </Show>
        <button
          class="button plain"
          type="button"
          disabled={props.leaving.busy()}
          onClick={() => props.onKeep()}
        >
          Keep it
        </button>
      </div>
    </div>
  );
}
