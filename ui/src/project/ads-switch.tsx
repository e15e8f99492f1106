import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Pause from '~icons/lucide/pause';
import Play from '~icons/lucide/play';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { createTask } from '../task.ts';

/** The person's own switch for all ads of a project: no questions, no approval. */
export function AdsSwitch(props: { project: ProjectSummaryDto }): JSX.Element {
  const stage = (): ProjectSummaryDto['stage'] => props.project.stage;
  const change = createTask(
    async (running: boolean) => await api.setRunning(props.project.id, running),
  );
  return (
    <Show when={stage() === 'live' || stage() === 'deploying' || stage() === 'paused'}>
      <div class="ads-switch">
        <Show when={change.problem()}>
          <p class="problem" role="alert">
            {change.problem()}
          </p>
        </Show>
        <Show
          when={stage() === 'paused'}
          fallback={
            <button
              class="button quiet stop"
              type="button"
              disabled={change.busy()}
              data-testid="pause-all"
              onClick={() => void change.run(false)}
            >
              <Pause /> {change.busy() ? 'Pausing…' : 'Pause all ads'}
            </button>
          }
        >
          <button
            class="button quiet"
            type="button"
            disabled={change.busy()}
            data-testid="resume-all"
            onClick={() => void change.run(true)}
          >
            <Play /> {change.busy() ? 'Resuming…' : 'Resume ads'}
          </button>
        </Show>
      </div>
    </Show>
  );
}
