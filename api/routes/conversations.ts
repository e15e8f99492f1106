import { z } from 'zod';
import { idSchema } from '../../contract/basics.ts';
import {
  changeConversationSchema,
  conversationListSchema,
  createConversationSchema,
} from '../../contract/http.ts';
import type { ChangeConversation, CreateConversation } from '../../contract/http.ts';
import { conversationSchema } from '../../contract/model.ts';
import type { ConversationView } from '../../domain/project/views.ts';
import {
  changeConversation,
  createConversation,
  getConversation,
  listConversationsWithActivity,
} from '../../db/repositories/conversations.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { conflict, notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

const UNNAMED = 'New conversation';

export function conversationRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/projects/:id/conversations',
      tag: 'Chat',
      summary: 'All conversations of a project, oldest first, with when each was last used',
      params: projectParams,
      answers: { 200: { description: 'The conversations', schema: conversationListSchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json({
          conversations: await asCaller(deps, caller.userId, async ({ trx }) => {
            await projectOf(trx, params.id);
            return await listConversationsWithActivity(trx, params.id);
          }),
        }),
    }),
    endpoint({
      method: 'post',
      path: '/api/projects/:id/conversations',
      tag: 'Chat',
      summary: 'Begin another conversation about a project',
      params: projectParams,
      body: createConversationSchema,
      answers: {
        201: {
          description: 'The conversation; the same one for a repeat',
          schema: conversationSchema,
        },
      },
      refusals: [404, 409],
      handle: async ({ c, caller, params, body }) =>
        c.json(
          await asCaller(
            deps,
            caller.userId,
            async (work) => await beginConversation(work, params.id, body),
          ),
          201,
        ),
    }),
    endpoint({
      method: 'patch',
      path: '/api/conversations/:id',
      tag: 'Chat',
      summary: 'Rename a conversation, archive it or take it out of the archive',
      params: z.object({ id: idSchema }),
      body: changeConversationSchema,
      answers: { 200: { description: 'The conversation', schema: conversationSchema } },
      refusals: [404, 409],
      handle: async ({ c, caller, params, body }) =>
        c.json(
          await asCaller(deps, caller.userId, async (work) => await change(work, params.id, body)),
        ),
    }),
  ];
}

async function beginConversation(
  { trx, ownerId, now }: OwnerWork,
  projectId: string,
  { id, title }: CreateConversation,
): Promise<ConversationView> {
  await projectOf(trx, projectId);
  await createConversation(trx, {
    id,
    projectId,
    ownerId,
    type: 'AGENT',
    title: title ?? UNNAMED,
    campaignRecordId: null,
    now,
  });
  const conversation = await getConversation(trx, id);
  if (conversation?.projectId !== projectId || conversation.type !== 'AGENT') {
    throw conflict(
      'conversation.id_taken',
      'This id is in use for another conversation. Please try again. Nothing was created.',
    );
  }
  return conversation;
}

async function change(
  { trx, ownerId, now }: OwnerWork,
  id: string,
  { title, status }: ChangeConversation,
): Promise<ConversationView> {
  const before = await getConversation(trx, id);
  if (before === null) throw notFound('conversation');
  if (status !== undefined && status !== before.status && before.type !== 'AGENT') {
    throw conflict(
      'conversation.kept',
      'This conversation belongs to the project and stays as it is. You can archive those you began yourself. Nothing was changed.',
    );
  }
  const { projectId } = before;
  const after = await changeConversation(trx, {
    id,
    projectId,
    ownerId,
    now,
    set: { title, status },
  });
  if (after === null) throw notFound('conversation');
  return after;
}
