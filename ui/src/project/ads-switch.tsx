import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import CirclePause from '~icons/lucide/circle-pause';
import Pause from '~icons/lucide/pause';
import Play from '~icons/lucide/play';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { zoneOf } from '../connection/zone.ts';
import { dayIn } from '../format.ts';
import { api } from '../http/client.ts';
import { ownerNow } from '../state/session.ts';
import { createTask } from '../task.ts';

/** After this long a change at Facebook is worth a word. */
const SLOW_MS = 15_000;

/** The person's own switch for all ads of a project: no questions, no approval. */
export function AdsSwitch(props: { page: ProjectPageDto }): JSX.Element {
  // The page is drawn anew with every word that comes in; only a change of stage is news here.
  const stage = createMemo((): ProjectSummaryDto['stage'] => props.page.project.stage);
  const [wanted, setWanted] = createSignal<'paused' | 'running' | null>(null);
  const [slow, setSlow] = createSignal(false);
  const change = createTask(async (running: boolean) => {
    await api.setRunning(props.page.project.id, running);
    setWanted(running ? 'running' : 'paused');
  });
  createEffect(on(stage, () => setWanted(null), { defer: true }));
  createEffect(() => {
    setSlow(false);
    if (wanted() === null) return;
    const timer = window.setTimeout(() => setSlow(true), SLOW_MS);
    onCleanup(() => window.clearTimeout(timer));
  });
  const working = (): boolean => change.busy() || wanted() !== null;
  return (
    <Show when={stage() === 'live' || stage() === 'deploying' || stage() === 'paused'}>
      <div class="ads-switch" data-testid="ads-switch">
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
              disabled={working()}
              data-testid="pause-all"
              onClick={() => void change.run(false)}
            >
              <Pause /> {working() ? 'Pausing…' : 'Pause all ads'}
            </button>
          }
        >
          <Paused page={props.page} working={working()} onResume={() => void change.run(true)} />
        </Show>
        <p class="small muted" role="status">
          {slow() ? 'Facebook has not confirmed it yet. I keep at it.' : ''}
        </p>
      </div>
    </Show>
  );
}

/** Resuming needs a click, and the old approval only while its time lasts. */
function Paused(props: {
  page: ProjectPageDto;
  working: boolean;
  onResume: () => void;
}): JSX.Element {
  const endsAt = (): number | null =>
    props.page.campaigns.findLast(({ liveSince }) => liveSince !== null)?.endsAt ?? null;
  const isOver = (): boolean => {
    const end = endsAt();
    return end !== null && end <= ownerNow();
  };
  return (
    <>
      <p class="switch-words" role="status" data-testid="paused-words">
        <CirclePause />
        <span>
          All ads are paused.
          <Show when={endsAt()}>
            {(at) => (
              <span class="small muted step-note">
                {isOver()
                  ? 'The time you approved is over; a new plan needs your approval.'
                  : `Your approval covers them until ${dayIn(at(), zoneOf(props.page))}.`}
              </span>
            )}
          </Show>
        </span>
      </p>
      <Show when={!isOver()}>
        <button
          class="button quiet"
          type="button"
          disabled={props.working}
          data-testid="resume-all"
          onClick={() => props.onResume()}
        >
          <Play /> {props.working ? 'Resuming…' : 'Resume ads'}
        </button>
      </Show>
    </>
  );
}
