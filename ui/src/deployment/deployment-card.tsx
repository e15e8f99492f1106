import { createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import ChevronDown from '~icons/lucide/chevron-down';
import CircleCheck from '~icons/lucide/circle-check';
import Hammer from '~icons/lucide/hammer';
import TriangleAlert from '~icons/lucide/triangle-alert';
import X from '~icons/lucide/x';
import type { CampaignDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { duration, moment } from '../format.ts';
import { ownerNow } from '../state/session.ts';
import { createTask } from '../task.ts';
import { elapsed, heading, STATE_WORDS, stepNumber } from './progress.ts';

type Step = CampaignDto['steps'][number];

/** The campaign being built, step by step. */
export function DeploymentCard(props: { campaign: CampaignDto }): JSX.Element {
  const [opened, setOpened] = createSignal(false);
  const id = createUniqueId();
  const finished = (): boolean => props.campaign.liveSince !== null;
  return (
    <section
      class="card"
      classList={{ folded: finished(), alarmed: props.campaign.status === 'FAILED' }}
      data-testid="deployment"
      data-status={props.campaign.status}
      aria-label={`Building ${props.campaign.name}`}
    >
      <Show when={props.campaign.liveSince}>
        {(since) => (
          <button
            class="fold-line"
            type="button"
            aria-expanded={opened()}
            aria-controls={id}
            onClick={() => setOpened(!opened())}
          >
            <CircleCheck class="tone-good" />
            <span data-testid="live-marker">
              “{props.campaign.name}” is live since {moment(since())}
            </span>
            <span class="small muted fold-word">
              {props.campaign.steps.length} steps
              <ChevronDown class={opened() ? 'chevron up' : 'chevron'} />
            </span>
          </button>
        )}
      </Show>
      <Show when={!finished() || opened()}>
        <div class="card-body" id={id}>
          <Show when={!finished()}>
            <CardHead campaign={props.campaign} />
          </Show>
          <Steps steps={props.campaign.steps} />
          <Trouble campaign={props.campaign} />
        </div>
      </Show>
    </section>
  );
}

function CardHead(props: { campaign: CampaignDto }): JSX.Element {
  const failed = (): boolean => props.campaign.status === 'FAILED';
  return (
    <>
      <p class={failed() ? 'kicker bad' : 'kicker'}>
        <Show when={failed()} fallback={<Hammer />}>
          <TriangleAlert />
        </Show>
        {heading(props.campaign)}
      </p>
      <h2>{props.campaign.name}</h2>
    </>
  );
}

function Steps(props: { steps: readonly Step[] }): JSX.Element {
  const [now, setNow] = createSignal(ownerNow());
  const timer = window.setInterval(() => {
    if (props.steps.some(({ state }) => state === 'running' || state === 'checking')) {
      setNow(ownerNow());
    }
  }, 500);
  onCleanup(() => window.clearInterval(timer));
  return (
    <ol class="steps" data-testid="deployment-steps">
      <For each={props.steps}>
        {(step) => (
          <li class={`step ${step.state}`} data-testid="step" data-state={step.state}>
            <span class="step-dot" aria-hidden="true">
              <Show when={step.state === 'failed'} fallback={<Check />}>
                <X />
              </Show>
            </span>
            <span>
              {step.label}
              <Show when={step.state === 'checking'}>
                <span class="small muted"> · checking with Facebook</span>
              </Show>
              <span class="visually-hidden">{STATE_WORDS[step.state]}</span>
            </span>
            <span class="small muted figure">{durationWords(step, now())}</span>
          </li>
        )}
      </For>
    </ol>
  );
}

function durationWords(step: Step, now: number): string {
  const ms = elapsed(step, now);
  return ms === null ? '' : duration(ms);
}

/** What is in the way, and the button that goes on from there. */
function Trouble(props: { campaign: CampaignDto }): JSX.Element {
  const retry = createTask(async () => await api.deploy(props.campaign.id));
  const failed = (): boolean => props.campaign.status === 'FAILED';
  return (
    <>
      <Show when={retry.problem() ?? props.campaign.problem?.message}>
        {(words) => (
          <p class={failed() ? 'note bad' : 'note waiting'} role={failed() ? 'alert' : undefined}>
            {words()}
          </p>
        )}
      </Show>
      <Show when={failed()}>
        <div class="actions">
          <button
            class="button primary"
            type="button"
            disabled={retry.busy()}
            data-testid="retry-deployment"
            onClick={() => void retry.run()}
          >
            {retry.busy()
              ? 'Trying again…'
              : `Try again from step ${stepNumber(props.campaign.steps)}`}
          </button>
        </div>
      </Show>
    </>
  );
}
