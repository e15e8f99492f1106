import { createSignal, For, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import CircleCheck from '~icons/lucide/circle-check';
import X from '~icons/lucide/x';
import type { CampaignDto } from '../../../contract/model.ts';
import { api, wordsFor } from '../api/client.ts';
import { duration, moment } from '../format.ts';
import { ownerNow } from '../state/session.ts';

type Step = CampaignDto['steps'][number];

/** The campaign being built, step by step. */
export function DeploymentCard(props: { campaign: CampaignDto; words: string }): JSX.Element {
  const [opened, setOpened] = createSignal(false);
  const finished = () => props.campaign.liveSince !== null;
  return (
    <section class="card" data-testid="deployment" data-status={props.campaign.status}>
      <Show when={finished()}>
        <button
          class="fold-line"
          type="button"
          aria-expanded={opened()}
          onClick={() => setOpened(!opened())}
        >
          <CircleCheck />
          <span data-testid="live-marker">
            Your campaign is live since {moment(props.campaign.liveSince ?? 0)}
          </span>
          <span class="small muted">{props.campaign.steps.length} steps</span>
        </button>
      </Show>
      <Show when={!finished() || opened()}>
        <div class="card-body">
          <Show when={!finished()}>
            <p class="kicker">
              {props.campaign.status === 'FAILED' ? 'Stopped' : 'Building on Facebook'}
            </p>
            <h2>{props.campaign.name}</h2>
          </Show>
          <ol class="steps">
            <For each={props.campaign.steps}>{(step) => <StepLine step={step} />}</For>
          </ol>
          <Failed campaign={props.campaign} />
        </div>
      </Show>
    </section>
  );
}

function StepLine(props: { step: Step }): JSX.Element {
  const [now, setNow] = createSignal(ownerNow());
  const timer = window.setInterval(() => setNow(ownerNow()), 500);
  onCleanup(() => window.clearInterval(timer));
  const elapsed = () => {
    const { startedAt, finishedAt, state } = props.step;
    if (startedAt === null || state === 'waiting') return '';
    return duration((finishedAt ?? now()) - startedAt);
  };
  return (
    <li class={`step ${props.step.state}`} data-testid="step" data-state={props.step.state}>
      <span class="step-dot" aria-hidden="true">
        <Show when={props.step.state === 'failed'} fallback={<Check />}>
          <X />
        </Show>
      </span>
      <span>
        {props.step.label}
        <span class="visually-hidden">{STATE_WORDS[props.step.state]}</span>
      </span>
      <span class="small muted figure">{elapsed()}</span>
    </li>
  );
}

const STATE_WORDS: Readonly<Record<Step['state'], string>> = {
  waiting: ', not begun',
  running: ', being done now',
  checking: ', being checked on Facebook',
  done: ', done',
  failed: ', failed',
};

function Failed(props: { campaign: CampaignDto }): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const stoppedAt = () => 1 + props.campaign.steps.findIndex((step) => step.state !== 'done');
  const retry = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.deploy(props.campaign.id);
    } catch (error) {
      setProblem(wordsFor(error));
      setBusy(false);
    }
  };
  return (
    <Show when={props.campaign.status === 'FAILED'}>
      <p class="note bad" role="alert">
        {problem() ?? props.campaign.problem?.message}
      </p>
      <div class="actions">
        <button
          class="button primary"
          type="button"
          disabled={busy()}
          data-testid="retry-deployment"
          onClick={() => void retry()}
        >
          Try again from step {stoppedAt()}
        </button>
      </div>
    </Show>
  );
}
