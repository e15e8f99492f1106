import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectStore } from '../state/project-store.ts';
import type { Outgoing as OutgoingMessage } from '../state/reduce.ts';
import { clearDraft } from './draft.ts';

/** A message the server does not have yet; nothing of it is lost when it cannot be reached. */
export function Outgoing(props: { message: OutgoingMessage; store: ProjectStore }): JSX.Element {
  const again = async (): Promise<void> => {
    const { id, conversationId, content } = props.message;
    if (await props.store.resend(id)) clearDraft(conversationId, content);
  };
  const giveUp = (): void => {
    const { id, conversationId, content } = props.message;
    clearDraft(conversationId, content);
    props.store.giveUp(id);
  };
  return (
    <div class="turn person" data-testid="outgoing">
      <div class="bubble">{props.message.content}</div>
      <Show when={props.message.state === 'failed'} fallback={<p class="small muted">Sending…</p>}>
        <p class="problem" role="alert">
          {props.message.problem}
        </p>
        <div class="actions">
          <button
            class="button quiet"
            type="button"
            data-testid="try-again"
            onClick={() => void again()}
          >
            Try again
          </button>
          <button class="button plain" type="button" onClick={giveUp}>
            Do not send it
          </button>
        </div>
      </Show>
    </div>
  );
}
