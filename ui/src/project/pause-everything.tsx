import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Pause from '~icons/lucide/pause';
import Radio from '~icons/lucide/radio';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { createTask } from '../task.ts';

/** The switch for all ads of all projects, where no single project is open. */
export function PauseEverything(props: { projects: readonly ProjectSummaryDto[] }): JSX.Element {
  const running = (): readonly ProjectSummaryDto[] =>
    props.projects.filter(({ stage }) => stage === 'live' || stage === 'deploying');
  const [asked, setAsked] = createSignal(false);
  const pausing = createTask(async () => {
    await Promise.all(running().map(async ({ id }) => await api.setRunning(id, false)));
    setAsked(true);
  });
  const where = (): string => {
    const [one] = running();
    return running().length === 1 && one !== undefined
      ? `“${one.name}”`
      : `${running().length} projects`;
  };
  return (
    <>
      <Show when={running().length > 0}>
        <section class="everything" aria-label="Running ads" data-testid="pause-everything">
          <p>
            <Radio class="tone-good" /> Ads run, or are being built, in {where()}.
          </p>
          <button
            class="button quiet stop"
            type="button"
            disabled={pausing.busy() || asked()}
            data-testid="pause-all"
            onClick={() => void pausing.run()}
          >
            <Pause /> {pausing.busy() || asked() ? 'Pausing…' : 'Pause all ads'}
          </button>
        </section>
      </Show>
      <Show when={pausing.problem()}>
        <p class="problem" role="alert">
          {pausing.problem()}
        </p>
      </Show>
      <p class="visually-hidden" role="status">
        {asked() && running().length === 0 ? 'All ads are paused.' : ''}
      </p>
    </>
  );
}
