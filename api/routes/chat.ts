import { sendMessageSchema, stopMessageSchema } from '../../contract/http.ts';
import type { SendMessage } from '../../contract/http.ts';
import { messageSchema } from '../../contract/model.ts';
import type { MessageDto } from '../../contract/model.ts';
import { getConversation } from '../../db/repositories/conversations.ts';
import { getMessage, insertMessage } from '../../db/repositories/messages.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { requestStop } from '../../db/repositories/stream.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { conflict, notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

export function chatRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/chat/message',
      tag: 'Chat',
      summary: 'Say something; kept at once, answered when the agent gets to it',
      body: sendMessageSchema,
      answers: {
        201: { description: 'The message; the same one for a repeat', schema: messageSchema },
      },
      refusals: [404, 409],
      handle: async ({ c, caller, body }) =>
        c.json(
          await asCaller(deps, caller.userId, async (work) => await sendMessage(deps, work, body)),
          201,
        ),
    }),
    endpoint({
      method: 'post',
      path: '/api/chat/stop',
      tag: 'Chat',
      summary: 'End an answer that is being written; what was said so far stays',
      body: stopMessageSchema,
      answers: { 200: { description: 'The answer as it stands', schema: messageSchema } },
      refusals: [404],
      handle: async ({ c, caller, body }) =>
        c.json(
          await asCaller(deps, caller.userId, async ({ trx }) => {
            // An answer that just ended by itself needs no stopping; that is not worth a refusal.
            const message =
              (await requestStop(trx, body.messageId)) ?? (await getMessage(trx, body.messageId));
            if (message === null) throw notFound('message');
            return message;
          }),
        ),
    }),
  ];
}

async function sendMessage(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { id, conversationId, content }: SendMessage,
): Promise<MessageDto> {
  const conversation = await getConversation(trx, conversationId);
  if (conversation === null) throw notFound('conversation');
  if (conversation.status === 'ARCHIVED') {
    throw conflict(
      'conversation.archived',
      'This conversation is closed. Please write in the newest one. Your message was not sent.',
    );
  }
  const { projectId } = conversation;
  const saved = await insertMessage(trx, {
    id,
    conversationId,
    projectId,
    ownerId,
    type: 'TEXT',
    role: 'user',
    status: 'complete',
    content,
    metadata: { kind: 'none' },
    replyTo: null,
    now,
  });
  if (saved.kind === 'conflict') {
    throw conflict(
      'message.id_taken',
      'A different message has this id already. Please send it again. It was not sent.',
    );
  }
  if (saved.kind === 'created') {
    const item = { kind: 'message', messageId: id, conversationId } as const;
    await enqueueInbox(trx, { id: newId(), projectId, ownerId, item, now });
  }
  return saved.message;
}
