import { For, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import Hand from '~icons/lucide/hand';
import X from '~icons/lucide/x';
import { duration } from '../format.ts';
import { createTicker } from '../state/ticker.ts';
import { elapsed, STATE_WORDS } from './progress.ts';
import type { LaunchStage } from './stages.ts';

/** The launch as a list, with the time each stage took or is taking. */
export function StageList(props: { stages: readonly LaunchStage[] }): JSX.Element {
  const moving = (): boolean =>
    props.stages.some(({ state }) => state === 'running' || state === 'checking');
  const now = createTicker(moving, 500);
  return (
    <ol class="steps" aria-label="Steps">
      <For each={props.stages}>
        {(stage) => (
          <li
            class={`step ${stage.state}`}
            data-testid="step"
            data-stage={stage.id}
            data-state={stage.state}
          >
            <span class="step-dot" aria-hidden="true">
              <StageSign state={stage.state} />
            </span>
            <span>
              {stage.label}
              <Show when={stage.total > 1 && stage.state !== 'waiting'}>
                <span class="small muted figure">
                  {' '}
                  {stage.done} of {stage.total}
                </span>
              </Show>
              <StageNote stage={stage} />
              <span class="visually-hidden">{STATE_WORDS[stage.state]}</span>
            </span>
            <span class="small muted figure">{timeWords(stage, now())}</span>
          </li>
        )}
      </For>
    </ol>
  );
}

function StageSign(props: { state: LaunchStage['state'] }): JSX.Element {
  return (
    <Switch>
      <Match when={props.state === 'done'}>
        <Check />
      </Match>
      <Match when={props.state === 'failed'}>
        <X />
      </Match>
      <Match when={props.state === 'needs-you'}>
        <Hand />
      </Match>
    </Switch>
  );
}

function StageNote(props: { stage: LaunchStage }): JSX.Element {
  return (
    <Switch>
      <Match when={props.stage.state === 'checking'}>
        <span class="small muted step-note">Checking with Facebook whether this worked</span>
      </Match>
      <Match when={props.stage.state === 'needs-you'}>
        <span class="small step-note needs-you">Needs you</span>
      </Match>
      <Match when={props.stage.state === 'running' && props.stage.detail}>
        <span class="small muted step-note">{props.stage.detail}</span>
      </Match>
    </Switch>
  );
}

function timeWords(stage: LaunchStage, now: number): string {
  const ms = elapsed(stage, now);
  return ms === null ? '' : duration(ms);
}
