import { Popover } from '@kobalte/core/popover';
import { useNavigate } from '@solidjs/router';
import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import BellIcon from '~icons/lucide/bell';
import type { NotificationDto } from '../../../contract/model.ts';
import { moment } from '../format.ts';
import { projects } from '../project/project-list-state.ts';
import { markAllRead, markRead, notifications, unread } from './bell-state.ts';

/** News over all projects; each leads to the very message it is about. */
export function Bell(): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const navigate = useNavigate();
  const go = (notification: NotificationDto): void => {
    setOpen(false);
    void markRead(notification);
    const anchor = notification.messageId === null ? '' : `#message-${notification.messageId}`;
    navigate(`/projects/${notification.projectId}${anchor}`);
  };
  return (
    <Popover open={open()} onOpenChange={setOpen} gutter={6} placement="bottom-end">
      <Popover.Trigger
        class="icon-button"
        aria-label={unread() === 0 ? 'Notifications' : `Notifications, ${unread()} unread`}
        data-testid="bell"
      >
        <BellIcon />
        <Show when={unread() > 0}>
          <span class="badge figure" data-testid="bell-count">
            {unread()}
          </span>
        </Show>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="popover" aria-label="Notifications" data-testid="bell-list">
          <div class="popover-head">
            <h2>Notifications</h2>
            <Show when={unread() > 0}>
              <button class="link" type="button" onClick={() => void markAllRead()}>
                Mark all as read
              </button>
            </Show>
          </div>
          <For
            each={notifications()}
            fallback={<p class="empty">Nothing new. I will ring when something needs you.</p>}
          >
            {(one) => (
              <button
                class={one.readAt === null ? 'bell-row unread' : 'bell-row'}
                type="button"
                data-testid="bell-row"
                onClick={() => go(one)}
              >
                <strong>{one.title}</strong>
                <span class="small bell-body">{one.body}</span>
                <span class="small muted">
                  {projectName(one.projectId)}
                  {moment(one.createdAt)}
                </span>
              </button>
            )}
          </For>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}

function projectName(id: string): string {
  const project = projects()?.find((one) => one.id === id);
  return project === undefined ? '' : `${project.name} · `;
}
