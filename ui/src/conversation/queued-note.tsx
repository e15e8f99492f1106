import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { MessageDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { draftPlace } from './conversations.ts';
import { giveBack } from './draft.ts';

/** Below a message that is stored and waits for its turn. */
export function QueuedNote(props: { message: MessageDto; behind: boolean }): JSX.Element {
  const store = useProjectStore();
  const takeBack = createTask(async () => {
    const { id, conversationId, content } = props.message;
    const message = await api.withdraw(id);
    const page = store.state?.page;
    if (page !== undefined) giveBack(draftPlace(page, conversationId), content);
    store.apply({ kind: 'sent', message });
  });
  const words = (): string | null => {
    if (props.message.queued === true)
      return 'Queued. It is stored, and I answer as soon as I can.';
    return props.behind ? 'Waits until this answer is done.' : null;
  };
  return (
    <Show when={words()}>
      {(said) => (
        <p class="queued small muted" data-testid="queued">
          {said()}
          <button
            class="link"
            type="button"
            disabled={takeBack.busy()}
            data-testid="take-back"
            onClick={() => void takeBack.run()}
          >
            Take it back
          </button>
          <Show when={takeBack.problem()}>
            {(problem) => <span role="alert">{problem()}</span>}
          </Show>
        </p>
      )}
    </Show>
  );
}
