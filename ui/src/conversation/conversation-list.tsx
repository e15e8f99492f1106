import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Archive from '~icons/lucide/archive';
import Pencil from '~icons/lucide/pencil';
import Plus from '~icons/lucide/plus';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ConversationDto } from '../../../contract/model.ts';
import { api, newId } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { goToMessage } from './point.ts';

/** The project's conversations: its own, from interview to campaign, and those opened beside it. */
export function ConversationList(props: { page: ProjectPageDto; onPick: () => void }): JSX.Element {
  const store = useProjectStore();
  const navigate = useNavigate();
  const [showsArchive, setShowsArchive] = createSignal(false);
  const projectId = (): string => props.page.project.id;
  const own = () => props.page.conversations.filter(({ type }) => type !== 'AGENT');
  const side = (status: 'open' | 'archived') =>
    props.page.conversations
      .filter(
        (one) => one.type === 'AGENT' && (one.status === 'ARCHIVED') === (status === 'archived'),
      )
      .toReversed();
  const open = createTask(async () => {
    const data = await api.createConversation(projectId(), { id: newId() });
    const change = { type: 'conversation' as const, projectId: projectId(), data };
    store.apply({ kind: 'change', change });
    navigate(`/projects/${projectId()}/c/${data.id}`);
    props.onPick();
  });
  return (
    <nav aria-label="Conversations">
      <p class="small muted">Conversations</p>
      <For each={own()}>{(conversation) => <OwnRow {...props} conversation={conversation} />}</For>
      <For each={side('open')}>
        {(conversation) => <SideRow conversation={conversation} onPick={() => props.onPick()} />}
      </For>
      <button
        class="nav-row muted with-icon"
        type="button"
        disabled={open.busy()}
        data-testid="new-conversation"
        onClick={() => void open.run()}
      >
        <Plus /> New conversation
      </button>
      <Show when={open.problem()}>
        {(problem) => (
          <p class="problem small" role="alert">
            {problem()}
          </p>
        )}
      </Show>
      <Show when={side('archived').length > 0}>
        <button
          class="nav-row muted with-icon"
          type="button"
          aria-expanded={showsArchive()}
          onClick={() => setShowsArchive(!showsArchive())}
        >
          <Archive />{' '}
          {showsArchive() ? 'Hide what is put away' : `Put away (${side('archived').length})`}
        </button>
        <Show when={showsArchive()}>
          <For each={side('archived')}>
            {(conversation) => (
              <SideRow conversation={conversation} onPick={() => props.onPick()} />
            )}
          </For>
        </Show>
      </Show>
    </nav>
  );
}

/** The interview and the campaign are one thread: a click leads to where this part of it begins. */
function OwnRow(props: {
  page: ProjectPageDto;
  conversation: ConversationDto;
  onPick: () => void;
}): JSX.Element {
  const params = useParams();
  const navigate = useNavigate();
  const isCurrent = (): boolean =>
    params['conversation'] === undefined && props.conversation.status !== 'ARCHIVED';
  const show = (): void => {
    props.onPick();
    const first = props.page.messages.find(
      (message) => message.conversationId === props.conversation.id,
    );
    const path = `/projects/${props.page.project.id}`;
    if (params['conversation'] === undefined && first !== undefined) goToMessage(first.id);
    else navigate(first === undefined ? path : `${path}#message-${first.id}`);
  };
  return (
    <button
      class="nav-row"
      type="button"
      aria-current={isCurrent() ? 'page' : undefined}
      data-testid="conversation-row"
      onClick={show}
    >
      <span class="nav-name">{props.conversation.title}</span>
    </button>
  );
}

function SideRow(props: { conversation: ConversationDto; onPick: () => void }): JSX.Element {
  const store = useProjectStore();
  const params = useParams();
  const [isRenaming, setRenaming] = createSignal(false);
  const change = createTask(async (changes: { title?: string; status?: 'ACTIVE' | 'ARCHIVED' }) => {
    const { id, projectId } = props.conversation;
    const data = await api.updateConversation(id, changes);
    store.apply({ kind: 'change', change: { type: 'conversation', projectId, data } });
  });
  const rename = async (title: string): Promise<void> => {
    // Leaving the field ends it a second time.
    if (!isRenaming()) return;
    setRenaming(false);
    if (title.trim() !== '' && title.trim() !== props.conversation.title) {
      await change.run({ title: title.trim() });
    }
  };
  return (
    <div class="conversation-row">
      <Show
        when={isRenaming()}
        fallback={
          <A
            class="nav-row"
            href={`/projects/${props.conversation.projectId}/c/${props.conversation.id}`}
            aria-current={params['conversation'] === props.conversation.id ? 'page' : undefined}
            data-testid="conversation-row"
            onClick={() => props.onPick()}
          >
            <span class="nav-name">{props.conversation.title}</span>
          </A>
        }
      >
        <input
          class="input small"
          aria-label="Name of the conversation"
          maxLength={80}
          value={props.conversation.title}
          data-testid="conversation-name"
          ref={(element) => requestAnimationFrame(() => element.select())}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Enter') void rename(event.currentTarget.value);
            if (event.key === 'Escape') setRenaming(false);
          }}
          onBlur={(event) => void rename(event.currentTarget.value)}
        />
      </Show>
      <Show when={!isRenaming()}>
        <button
          class="icon-button"
          type="button"
          aria-label={`Rename “${props.conversation.title}”`}
          title="Rename"
          data-testid="rename-conversation"
          onClick={() => setRenaming(true)}
        >
          <Pencil />
        </button>
        <Show when={props.conversation.status !== 'ARCHIVED'}>
          <button
            class="icon-button"
            type="button"
            aria-label={`Put “${props.conversation.title}” away`}
            title="Put away"
            disabled={change.busy()}
            data-testid="archive-conversation"
            onClick={() => void change.run({ status: 'ARCHIVED' })}
          >
            <Archive />
          </button>
        </Show>
      </Show>
      <Show when={change.problem()}>
        {(problem) => (
          <p class="problem small" role="alert">
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
