import { useNavigate } from '@solidjs/router';
import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import BellIcon from '~icons/lucide/bell';
import type { NotificationDto } from '../../../contract/model.ts';
import { moment } from '../format.ts';
import { markRead, notifications, unread } from './bell-state.ts';

/** News over all projects; each leads to the very message it is about. */
export function Bell(): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const navigate = useNavigate();
  const go = (notification: NotificationDto) => {
    setOpen(false);
    void markRead(notification);
    const anchor = notification.messageId === null ? '' : `#message-${notification.messageId}`;
    navigate(`/projects/${notification.projectId}${anchor}`);
  };
  return (
    <div class="anchor" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <button
        class="icon-button"
        type="button"
        aria-expanded={open()}
        aria-label={unread() === 0 ? 'Notifications' : `Notifications, ${unread()} unread`}
        data-testid="bell"
        onClick={() => setOpen(!open())}
      >
        <BellIcon />
        <Show when={unread() > 0}>
          <span class="badge figure">{unread()}</span>
        </Show>
      </button>
      <Show when={open()}>
        <div class="popover" data-testid="bell-list">
          <For
            each={notifications()}
            fallback={<p class="empty">Nothing new. I will ring when something needs you.</p>}
          >
            {(one) => (
              <button
                class="bell-row"
                classList={{ unread: one.readAt === null }}
                type="button"
                onClick={() => go(one)}
              >
                <strong>{one.title}</strong>
                <span class="small">{one.body}</span>
                <span class="small muted">{moment(one.createdAt)}</span>
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
