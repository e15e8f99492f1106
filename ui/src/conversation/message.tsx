import { createMemo, Index, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import type { MessageDto } from '../../../contract/model.ts';
import { ApprovalCard } from '../approval/approval-card.tsx';
import { ConnectCard } from '../connection/connect-card.tsx';
import { DeploymentCard } from '../deployment/deployment-card.tsx';
import { moment } from '../format.ts';
import { ActionCard } from '../monitoring/action-card.tsx';
import type { ProjectStore } from '../state/project-store.ts';
import type { Outgoing as OutgoingMessage, PageState } from '../state/reduce.ts';
import { splitBlocks, toHtml } from './markdown.ts';

export function Message(props: {
  message: MessageDto;
  joined: boolean;
  state: PageState;
}): JSX.Element {
  return (
    <article
      id={`message-${props.message.id}`}
      class="turn"
      classList={{
        agent: props.message.role === 'agent',
        person: props.message.role === 'user',
        joined: props.joined,
      }}
      data-type={props.message.type}
      data-testid="message"
      title={moment(props.message.createdAt)}
    >
      <Show
        when={props.message.role === 'agent'}
        fallback={<PersonMessage message={props.message} />}
      >
        <img class="mark" src="/mark.svg" alt="" />
        <div>
          <AgentMessage message={props.message} state={props.state} />
        </div>
      </Show>
    </article>
  );
}

function PersonMessage(props: { message: MessageDto }): JSX.Element {
  return (
    <Show
      when={props.message.type === 'APPROVAL_RESPONSE'}
      fallback={<div class="bubble">{props.message.content}</div>}
    >
      <p class="receipt" data-testid="decision-receipt">
        <Check /> {props.message.content}
      </p>
    </Show>
  );
}

function AgentMessage(props: { message: MessageDto; state: PageState }): JSX.Element {
  const metadata = () => props.message.metadata;
  const approval = createMemo(() => {
    const about = metadata();
    return about.kind === 'approval'
      ? props.state.page.approvals.find(({ id }) => id === about.approvalId)
      : undefined;
  });
  const campaign = createMemo(() => {
    const about = metadata();
    return about.kind === 'deployment'
      ? props.state.page.campaigns.find(({ id }) => id === about.campaignRecordId)
      : undefined;
  });
  return (
    <Switch fallback={<AgentText message={props.message} state={props.state} />}>
      <Match when={approval()}>
        {(found) => (
          <ApprovalCard approval={found()} page={props.state.page} />
        )}
      </Match>
      <Match when={metadata().kind === 'connect'}>
        <ConnectCard words={props.message.content} page={props.state.page} />
      </Match>
      <Match when={campaign()}>
        {(found) => <DeploymentCard campaign={found()} words={props.message.content} />}
      </Match>
      <Match when={metadata().kind === 'action'}>
        <ActionCard message={props.message} />
      </Match>
    </Switch>
  );
}

/** Finished blocks are drawn once; only the one being written is drawn again. */
function AgentText(props: { message: MessageDto; state: PageState }): JSX.Element {
  const streaming = () => props.message.status === 'streaming';
  const text = () =>
    streaming()
      ? (props.state.running[props.message.id]?.text ?? props.message.content)
      : props.message.content;
  const blocks = createMemo(() => splitBlocks(text()));
  return (
    <div class="prose" aria-busy={streaming()} data-testid="agent-text">
      <Show when={text() !== '' || !streaming()} fallback={<Dots />}>
        <Index each={blocks().finished}>{(block) => <div innerHTML={toHtml(block())} />}</Index>
        <div innerHTML={toHtml(blocks().open)} />
      </Show>
      <Show when={props.message.status === 'stopped'}>
        <p class="small muted">Stopped by you.</p>
      </Show>
    </div>
  );
}

function Dots(): JSX.Element {
  return (
    <span class="typing" role="status" aria-label="Writing">
      <i />
      <i />
      <i />
    </span>
  );
}

export function Waiting(): JSX.Element {
  return (
    <div class="turn agent">
      <img class="mark" src="/mark.svg" alt="" />
      <Dots />
    </div>
  );
}

export function Outgoing(props: { message: OutgoingMessage; store: ProjectStore }): JSX.Element {
  return (
    <div class="turn person">
      <div class="bubble">{props.message.content}</div>
      <Show when={props.message.state === 'failed'} fallback={<p class="small muted">Sending …</p>}>
        <p class="problem" role="alert">
          {props.message.problem}
        </p>
        <div class="actions">
          <button
            class="button quiet"
            type="button"
            onClick={() => void props.store.resend(props.message.id)}
          >
            Try again
          </button>
          <button
            class="button plain"
            type="button"
            onClick={() => props.store.giveUp(props.message.id)}
          >
            Do not send it
          </button>
        </div>
      </Show>
    </div>
  );
}
