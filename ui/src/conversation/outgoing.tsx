import { Match, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectStore } from '../state/project-store.ts';
import type { Outgoing as OutgoingMessage } from '../state/reduce.ts';
import { draftPlace } from './conversations.ts';
import { giveBack } from './draft.ts';

/** A message the server does not have yet; nothing of it is lost when it cannot be reached. */
export function Outgoing(props: { message: OutgoingMessage; store: ProjectStore }): JSX.Element {
  /** The words go back to where they can be changed. */
  const takeBack = (): void => {
    const { id, conversationId } = props.message;
    const words = props.store.giveUp(id);
    const page = props.store.state?.page;
    if (words !== null && page !== undefined) giveBack(draftPlace(page, conversationId), words);
  };
  return (
    <div class="turn person" id={`message-${props.message.id}`} data-testid="outgoing">
      <div class="bubble">{props.message.content}</div>
      <Switch fallback={<p class="small muted">Sending…</p>}>
        <Match when={props.message.state === 'waiting'}>
          <p class="queued small muted">
            Waiting for the connection. It will be sent by itself.
            <button class="link" type="button" onClick={takeBack}>
              Take it back
            </button>
          </p>
        </Match>
        <Match when={props.message.state === 'failed'}>
          <p class="problem" role="alert">
            {props.message.problem}
          </p>
          <div class="actions">
            <button
              class="button quiet"
              type="button"
              data-testid="try-again"
              onClick={() => props.store.resend(props.message.id)}
            >
              Try again
            </button>
            <button class="button plain" type="button" onClick={takeBack}>
              Take it back
            </button>
          </div>
        </Match>
      </Switch>
    </div>
  );
}
