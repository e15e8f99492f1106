import { z } from 'zod';
import { notificationListSchema } from '../../contract/http.ts';
import { idSchema } from '../../contract/basics.ts';
import { notificationSchema } from '../../contract/model.ts';
import { getAsset } from '../../db/repositories/artifacts.ts';
import {
  countUnread,
  listNotifications,
  markNotificationRead,
} from '../../db/repositories/notifications.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';

const params = z.object({ id: idSchema });

/** The bell. */
export function notificationRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/notifications',
      tag: 'Notifications',
      summary: 'The newest notifications over all projects',
      answers: {
        200: { description: 'Notifications, newest first', schema: notificationListSchema },
      },
      handle: async ({ c, caller }) =>
        c.json(
          await asCaller(deps, caller.userId, async ({ trx }) => ({
            notifications: await listNotifications(trx),
            unread: await countUnread(trx),
          })),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/api/notifications/:id/read',
      tag: 'Notifications',
      summary: 'Mark as read; reading again keeps the first time',
      params,
      answers: { 200: { description: 'The notification', schema: notificationSchema } },
      refusals: [404],
      handle: async ({ c, caller, params: { id } }) =>
        c.json(
          await asCaller(deps, caller.userId, async ({ trx, ownerId, now }) => {
            const notification = await markNotificationRead(trx, { id, ownerId, now });
            if (notification === null) throw notFound('thing');
            return notification;
          }),
        ),
    }),
  ];
}

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Pictures made for ads. An asset never changes under its id. */
export function assetRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/assets/:id',
      tag: 'Projects',
      summary: 'The bytes of a picture',
      params,
      answers: { 200: { description: 'The picture', schema: null, type: 'image/*' } },
      refusals: [404],
      handle: async ({ c, caller, params: { id } }) => {
        const asset = await asCaller(
          deps,
          caller.userId,
          async ({ trx }) => await getAsset(trx, id),
        );
        if (asset === null || !PICTURES.has(asset.mime)) throw notFound('thing');
        return c.body(new Uint8Array(asset.bytes), 200, {
          'content-type': asset.mime,
          'content-disposition': 'inline',
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
          etag: `"${asset.sha256}"`,
        });
      },
    }),
  ];
}
