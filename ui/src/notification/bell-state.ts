import { createSignal } from 'solid-js';
import type { NotificationDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';

const [notifications, setNotifications] = createSignal<NotificationDto[]>([]);

export { notifications };

export const unread = (): number => notifications().filter((one) => one.readAt === null).length;

export async function loadBell(): Promise<void> {
  setNotifications((await api.notifications()).notifications);
}

/** A notification that came over the event stream; it replaces itself. */
export function ringBell(notification: NotificationDto): void {
  setNotifications((all) =>
    [notification, ...all.filter((one) => one.id !== notification.id)].toSorted(
      (one, other) => other.createdAt - one.createdAt,
    ),
  );
}

export async function markRead(notification: NotificationDto): Promise<void> {
  if (notification.readAt !== null) return;
  ringBell({ ...notification, readAt: notification.createdAt });
  // If this does not get through, the next load shows the entry as unread again.
  await api.markRead(notification.id).catch(() => undefined);
}

export async function markAllRead(): Promise<void> {
  await Promise.all(notifications().map(markRead));
}
