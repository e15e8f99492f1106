import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import RefreshCw from '~icons/lucide/refresh-cw';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';

/** Asks Facebook anew, for when the person has just put something right there. */
export function LookAgain(props: { projectId: string; primary?: boolean }): JSX.Element {
  const store = useProjectStore();
  const look = createTask(async () => {
    await api.lookAgain(props.projectId);
    await store.reload();
  });
  return (
    <>
      <button
        type="button"
        class={props.primary === true ? 'button primary' : 'button quiet'}
        disabled={look.busy()}
        data-testid="look-again"
        onClick={() => void look.run()}
      >
        <RefreshCw class={look.busy() ? 'turning' : ''} />{' '}
        {look.busy() ? 'Asking Facebook…' : 'Check again'}
      </button>
      <Show when={look.problem()}>
        <p class="problem" role="alert">
          {look.problem()}
        </p>
      </Show>
    </>
  );
}
