import { Match, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import CircleDot from '~icons/lucide/circle-dot';
import Hand from '~icons/lucide/hand';
import TriangleAlert from '~icons/lucide/triangle-alert';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { standing } from './stage-words.ts';

export function StagePill(props: { project: ProjectSummaryDto }): JSX.Element {
  const now = () => standing(props.project);
  return (
    <span class={`pill ${now().tone}`} data-testid="stage" data-stage={props.project.stage}>
      <Switch fallback={<CircleDot />}>
        <Match when={now().tone === 'good'}>
          <CircleCheck />
        </Match>
        <Match when={now().tone === 'waiting'}>
          <Hand />
        </Match>
        <Match when={now().tone === 'bad'}>
          <TriangleAlert />
        </Match>
      </Switch>
      {now().words}
    </span>
  );
}
