import { createMemo, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { MessageDto } from '../../../contract/model.ts';
import { ApprovalCard } from '../approval/approval-card.tsx';
import { ResponseLine } from '../approval/response-line.tsx';
import { ConnectCard } from '../connection/connect-card.tsx';
import { DeploymentCard } from '../deployment/deployment-card.tsx';
import { moment } from '../format.ts';
import { ActionCard } from '../monitoring/action-card.tsx';
import { QuestionCard } from '../question/question-card.tsx';
import type { PageState } from '../state/reduce.ts';
import { AgentText } from './agent-text.tsx';
import { QueuedNote } from './queued-note.tsx';

export function Message(props: {
  message: MessageDto;
  joined: boolean;
  /** Waits behind the message that is being answered. */
  queued: boolean;
  isLast: boolean;
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
      data-status={props.message.status}
      data-testid="message"
      title={moment(props.message.createdAt)}
      aria-label={`${props.message.role === 'agent' ? 'Aigency' : 'You'}, ${moment(props.message.createdAt)}`}
    >
      <Show
        when={props.message.role === 'agent'}
        fallback={<PersonMessage message={props.message} queued={props.queued} />}
      >
        <img class="mark" src="/mark.svg" alt="" />
        <div class="turn-body">
          <AgentMessage message={props.message} isLast={props.isLast} state={props.state} />
        </div>
      </Show>
    </article>
  );
}

function PersonMessage(props: { message: MessageDto; queued: boolean }): JSX.Element {
  const verdict = () => {
    const { metadata } = props.message;
    return metadata.kind === 'approval-response' ? metadata.verdict : null;
  };
  return (
    <Show
      when={verdict()}
      fallback={
        <>
          <div class="bubble">{props.message.content}</div>
          <QueuedNote message={props.message} behind={props.queued} />
        </>
      }
    >
      {(decided) => <ResponseLine message={props.message} verdict={decided()} />}
    </Show>
  );
}

function AgentMessage(props: {
  message: MessageDto;
  isLast: boolean;
  state: PageState;
}): JSX.Element {
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
  const question = createMemo(() => {
    const about = metadata();
    return about.kind === 'question'
      ? props.state.page.questions.find(({ id }) => id === about.questionId)
      : undefined;
  });
  const isLastConnect = (): boolean =>
    props.state.page.messages.findLast((one) => one.metadata.kind === 'connect')?.id ===
    props.message.id;
  return (
    <Switch
      fallback={<AgentText message={props.message} isLast={props.isLast} state={props.state} />}
    >
      <Match when={approval()}>
        {(found) => <ApprovalCard approval={found()} page={props.state.page} />}
      </Match>
      <Match when={metadata().kind === 'connect'}>
        <ConnectCard
          words={props.message.content}
          page={props.state.page}
          current={isLastConnect()}
        />
      </Match>
      <Match when={question()}>{(found) => <QuestionCard question={found()} />}</Match>
      <Match when={campaign()}>{(found) => <DeploymentCard campaign={found()} />}</Match>
      <Match when={metadata().kind === 'action'}>
        <ActionCard message={props.message} />
      </Match>
    </Switch>
  );
}
