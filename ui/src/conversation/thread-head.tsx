import { Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ConversationDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import type { ThreadView } from './conversations.ts';

/** Above a conversation that was opened beside the project's own: what it is, and what it can be asked. */
export function ThreadHead(props: { view: ThreadView }): JSX.Element {
  return (
    <Show when={props.view.kind === 'side' && props.view.shown}>
      {(conversation) => (
        <Switch>
          <Match when={conversation().status === 'ARCHIVED'}>
            <Archived conversation={conversation()} />
          </Match>
          <Match when={props.view.messages.length === 0}>
            <div class="thread-empty" data-testid="thread-empty">
              <h2>What would you like to know or change?</h2>
              <p class="muted">
                Ask about your numbers, or tell me what should be different. I look things up
                myself. Whatever costs money waits for your approval.
              </p>
            </div>
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function Archived(props: { conversation: ConversationDto }): JSX.Element {
  const store = useProjectStore();
  const bringBack = createTask(async () => {
    const { id, projectId } = props.conversation;
    const data = await api.updateConversation(id, { status: 'ACTIVE' });
    store.apply({ kind: 'change', change: { type: 'conversation', projectId, data } });
  });
  return (
    <div class="note" data-testid="thread-archived">
      <p>This conversation is put away. You can read it, or bring it back to write in it.</p>
      <div class="actions">
        <button
          class="button quiet"
          type="button"
          disabled={bringBack.busy()}
          onClick={() => void bringBack.run()}
        >
          Bring it back
        </button>
      </div>
      <Show when={bringBack.problem()}>
        {(problem) => (
          <p class="problem" role="alert">
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
