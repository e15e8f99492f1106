import type { NotificationKind } from '../../domain/notification/notification.ts';
import type { NotificationView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'projectId',
  'kind',
  'title',
  'body',
  'messageId',
  'createdAt',
  'readAt',
] as const;

/** Rings the owner's bell; idempotent by id. */
export async function insertNotification(
  trx: Trx,
  notification: {
    id: string;
    projectId: string;
    ownerId: string;
    kind: NotificationKind;
    title: string;
    body: string;
    messageId: string | null;
    now: number;
  },
): Promise<void> {
  const { id, projectId, ownerId, kind, title, body, messageId, now } = notification;
  const inserted = await trx
    .insertInto('notification')
    .values({ id, projectId, ownerId, kind, title, body, messageId, createdAt: instant(now) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return;
  await appendEvent(trx, { ...notification, type: 'notification', refId: notification.id });
}

/** The owner's newest notifications over all projects. */
export async function listNotifications(trx: Trx, limit = 50): Promise<NotificationView[]> {
  return await trx
    .selectFrom('notification')
    .select(COLUMNS)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The newest notifications of one project. */
export async function listProjectNotifications(
  trx: Trx,
  projectId: string,
  limit: number,
): Promise<NotificationView[]> {
  return await trx
    .selectFrom('notification')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function getNotification(trx: Trx, id: string): Promise<NotificationView | null> {
  const row = await trx
    .selectFrom('notification')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function countUnread(trx: Trx): Promise<number> {
  const { count } = await trx
    .selectFrom('notification')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Reading twice keeps the first time. @returns null when there is no such notification of this owner. */
export async function markNotificationRead(
  trx: Trx,
  change: { id: string; ownerId: string; now: number },
): Promise<NotificationView | null> {
  const before = await getNotification(trx, change.id);
  if (before === null || before.readAt !== null) return before;
  await trx
    .updateTable('notification')
    .set({ readAt: instant(change.now) })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, {
    ...change,
    projectId: before.projectId,
    type: 'notification',
    refId: change.id,
  });
  return { ...before, readAt: change.now };
}
