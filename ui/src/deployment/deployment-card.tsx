import { createMemo, createSignal, createUniqueId, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import ChevronDown from '~icons/lucide/chevron-down';
import CircleCheck from '~icons/lucide/circle-check';
import CircleStop from '~icons/lucide/circle-stop';
import Hammer from '~icons/lucide/hammer';
import Hand from '~icons/lucide/hand';
import Trash from '~icons/lucide/trash-2';
import TriangleAlert from '~icons/lucide/triangle-alert';
import type { CampaignDto } from '../../../contract/launch.ts';
import { zoneOf } from '../connection/zone.ts';
import { goToCard } from '../conversation/point.ts';
import { moment } from '../format.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTicker } from '../state/ticker.ts';
import { Findings } from './findings.tsx';
import { LiveFacts } from './live-facts.tsx';
import { heading, quietWords, waitingWords } from './progress.ts';
import { StageList } from './stage-list.tsx';
import { launchStages } from './stages.ts';
import { Stopped } from './stopped.tsx';

/** The campaign being built, step by step, and what holds once it runs. */
export function DeploymentCard(props: { campaign: CampaignDto }): JSX.Element {
  const finished = (): boolean => props.campaign.liveSince !== null;
  const failed = (): boolean => props.campaign.status === 'FAILED';
  const waits = (): boolean => props.campaign.waiting?.reason === 'connection';
  return (
    <section
      class="card"
      classList={{
        folded: finished() || props.campaign.status === 'REMOVED',
        alarmed: failed(),
        waiting: waits() && !failed(),
      }}
      data-testid="deployment"
      data-status={props.campaign.status}
      aria-label={`Building ${props.campaign.name}`}
    >
      <Switch fallback={<Building campaign={props.campaign} />}>
        <Match when={props.campaign.status === 'REMOVED'}>
          <p class="fold-line" data-testid="removed">
            <Trash class="tone-quiet" />
            <span>
              I removed what was made for “{props.campaign.name}” from your ad account. It cost
              nothing.
            </span>
          </p>
        </Match>
        <Match when={finished()}>
          <Finished campaign={props.campaign} />
        </Match>
      </Switch>
    </section>
  );
}

/** On its way, resting, or stopped. */
function Building(props: { campaign: CampaignDto }): JSX.Element {
  const store = useProjectStore();
  const stages = createMemo(() => launchStages(props.campaign));
  const failed = (): boolean => props.campaign.status === 'FAILED';
  const moves = (): boolean => props.campaign.status === 'DEPLOYING';
  const now = createTicker(() => moves() || props.campaign.waiting !== null, 1_000);
  const waiting = () =>
    waitingWords(props.campaign, { now: now(), zone: zoneOf(store.state?.page) }) ??
    quietWords(props.campaign, now());
  const toConnection = (): void =>
    goToCard(store.state?.page.messages ?? [], ({ kind }) => kind === 'connect');
  return (
    <div class="card-body">
      <p class={failed() ? 'kicker bad' : 'kicker'}>
        <Switch fallback={<Hammer />}>
          <Match when={failed()}>
            <TriangleAlert />
          </Match>
          <Match when={props.campaign.waiting?.reason === 'connection'}>
            <Hand />
          </Match>
        </Switch>
        {heading(props.campaign, stages())}
      </p>
      <h2>{props.campaign.name}</h2>
      <Show when={!failed() && waiting()}>
        <div class="note waiting" role="status" data-testid="waiting-words">
          <p>{waiting()}</p>
          <Show when={props.campaign.waiting?.reason === 'connection'}>
            <button type="button" class="link" onClick={toConnection}>
              Connect Facebook
            </button>
          </Show>
        </div>
      </Show>
      <StageList stages={stages()} />
      <Show when={props.campaign.problem}>
        {(problem) => (
          <p class={failed() ? 'note bad' : 'note waiting'} role={failed() ? 'alert' : undefined}>
            {problem().message}
          </p>
        )}
      </Show>
      <Findings findings={props.campaign.findings} />
      <Show when={failed() || props.campaign.canRemove}>
        <Stopped campaign={props.campaign} />
      </Show>
    </div>
  );
}

const LIFE_WORDS: Partial<Record<CampaignDto['status'], string>> = {
  COMPLETED: 'ran to its approved end; it was live since',
  PAUSED: 'is paused; it first went live',
};

/** Switched on once: folds to a line, with the limits that hold in sight. */
function Finished(props: { campaign: CampaignDto }): JSX.Element {
  const [opened, setOpened] = createSignal(false);
  const id = createUniqueId();
  const stages = createMemo(() => launchStages(props.campaign));
  return (
    <>
      <button
        class="fold-line"
        type="button"
        aria-expanded={opened()}
        aria-controls={opened() ? id : undefined}
        onClick={() => setOpened(!opened())}
      >
        <Show
          when={props.campaign.status === 'ACTIVE'}
          fallback={<CircleStop class="tone-quiet" />}
        >
          <CircleCheck class="tone-good" />
        </Show>
        <span data-testid="live-marker">
          “{props.campaign.name}” {LIFE_WORDS[props.campaign.status] ?? 'is live since'}{' '}
          {moment(props.campaign.liveSince ?? 0)}
        </span>
        <span class="small muted fold-word">
          {opened() ? 'Hide' : 'Steps'}
          <ChevronDown class={opened() ? 'chevron up' : 'chevron'} />
        </span>
      </button>
      <div class="card-body after-fold">
        <Show when={opened()}>
          <div id={id}>
            <StageList stages={stages()} />
          </div>
        </Show>
        <Findings findings={props.campaign.findings} />
        <Show when={props.campaign.problem}>
          {(problem) => <p class="note waiting">{problem().message}</p>}
        </Show>
        <LiveFacts campaign={props.campaign} />
      </div>
    </>
  );
}
