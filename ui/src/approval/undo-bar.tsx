import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { undoWindowMs } from './chain.ts';

/** The few seconds after an approval in which nothing has left for Facebook and all can be taken back. */
export function UndoBar(props: { approval: ApprovalDto; now: number }): JSX.Element {
  const store = useProjectStore();
  const left = (): number => Math.max(0, (props.approval.undoUntil ?? 0) - props.now);
  const undo = createTask(async () => {
    const { id, projectId } = props.approval;
    const data = await api.undo(id);
    store.apply({ kind: 'change', change: { type: 'approval', projectId, data } });
  });
  return (
    <div class="undo" data-testid="undo-bar" tabindex="-1" ref={takeFocus}>
      <p class="undo-words">
        <Check class="tone-good" />
        <span>
          <strong>Approved.</strong> I begin in{' '}
          <span class="figure">{Math.ceil(left() / 1000)} s</span>. Nothing has been sent to
          Facebook yet.
        </span>
      </p>
      <button
        type="button"
        class="button quiet"
        data-testid="undo-approval"
        disabled={undo.busy()}
        onClick={() => void undo.run()}
      >
        {undo.busy() ? 'Taking it back…' : 'Undo'}
      </button>
      <span
        class="undo-track"
        aria-hidden="true"
        style={{ scale: `${Math.min(1, left() / Math.max(1, undoWindowMs(props.approval)))} 1` }}
      />
      <Show when={undo.problem()}>
        <p class="problem" role="alert">
          {undo.problem()}
        </p>
      </Show>
    </div>
  );
}

/** The button that was pressed is gone; the keyboard goes on from here, one Tab before "Undo". */
function takeFocus(element: HTMLElement): void {
  queueMicrotask(() => {
    if (document.activeElement === document.body) element.focus({ preventScroll: true });
  });
}
