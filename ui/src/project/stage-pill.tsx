import { Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import CircleDot from '~icons/lucide/circle-dot';
import Hand from '~icons/lucide/hand';
import PauseCircle from '~icons/lucide/circle-pause';
import TriangleAlert from '~icons/lucide/triangle-alert';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { standing } from './stage-words.ts';

/** Where a project stands: colour, sign and word. */
export function StagePill(props: { project: ProjectSummaryDto }): JSX.Element {
  return (
    <span
      class={`pill ${standing(props.project).tone}`}
      data-testid="stage"
      data-stage={props.project.stage}
    >
      <StageIcon project={props.project} />
      <span>{standing(props.project).words}</span>
    </span>
  );
}

/** The same in a list with little room; only where somebody should look. */
export function StageDot(props: { project: ProjectSummaryDto }): JSX.Element {
  return (
    <Show when={standing(props.project).tone !== 'calm'}>
      <span
        class={`stage-dot ${standing(props.project).tone}`}
        title={standing(props.project).words}
      >
        <StageIcon project={props.project} />
        <span class="visually-hidden">{standing(props.project).words}</span>
      </span>
    </Show>
  );
}

function StageIcon(props: { project: ProjectSummaryDto }): JSX.Element {
  const tone = () => standing(props.project).tone;
  return (
    <Switch fallback={<CircleDot />}>
      <Match when={props.project.stage === 'paused'}>
        <PauseCircle />
      </Match>
      <Match when={tone() === 'good'}>
        <CircleCheck />
      </Match>
      <Match when={tone() === 'waiting'}>
        <Hand />
      </Match>
      <Match when={tone() === 'bad'}>
        <TriangleAlert />
      </Match>
    </Switch>
  );
}
