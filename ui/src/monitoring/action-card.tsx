import { createSignal, createUniqueId, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import ChartLine from '~icons/lucide/chart-line';
import CirclePause from '~icons/lucide/circle-pause';
import CirclePlay from '~icons/lucide/circle-play';
import Clock from '~icons/lucide/clock-3';
import Info from '~icons/lucide/info';
import Radio from '~icons/lucide/radio';
import type { MessageDto } from '../../../contract/model.ts';
import { Prose } from '../conversation/prose.tsx';
import { clockTime } from '../format.ts';

const KICKERS: Readonly<Record<string, string>> = {
  monitoring: 'I looked at your numbers',
  live: 'Your ads are switched on',
  paused: 'All ads are paused',
  resumed: 'The ads run again',
  expired: 'A plan ran out',
  receipt: 'Proof of your launch',
  removed: 'Taken away again',
  reviewed: 'Facebook looked at your ads',
};

/** Something the agent did or noticed; why it says so can be opened. */
export function ActionCard(props: { message: MessageDto }): JSX.Element {
  const [opened, setOpened] = createSignal(false);
  const id = createUniqueId();
  const about = (): { action: string; evidence: string | null } => {
    const { metadata } = props.message;
    return metadata.kind === 'action' ? metadata : { action: '', evidence: null };
  };
  return (
    <section class="card folded" data-testid="action-card" data-action={about().action}>
      <div class="card-body">
        <p class="kicker">
          <ActionIcon action={about().action} />
          {KICKERS[about().action] ?? 'News'} · {clockTime(props.message.createdAt)}
        </p>
        <Prose text={props.message.content} />
        <Show when={about().evidence}>
          {(evidence) => (
            <>
              <button
                class="link"
                type="button"
                aria-expanded={opened()}
                aria-controls={id}
                onClick={() => setOpened(!opened())}
              >
                {opened() ? 'Hide what this rests on' : 'What does this rest on?'}
              </button>
              <Show when={opened()}>
                <p class="note" id={id}>
                  {evidence()}
                </p>
              </Show>
            </>
          )}
        </Show>
      </div>
    </section>
  );
}

function ActionIcon(props: { action: string }): JSX.Element {
  return (
    <Switch fallback={<Info />}>
      <Match when={props.action === 'monitoring'}>
        <ChartLine />
      </Match>
      <Match when={props.action === 'live'}>
        <Radio />
      </Match>
      <Match when={props.action === 'paused'}>
        <CirclePause />
      </Match>
      <Match when={props.action === 'resumed'}>
        <CirclePlay />
      </Match>
      <Match when={props.action === 'expired'}>
        <Clock />
      </Match>
    </Switch>
  );
}
