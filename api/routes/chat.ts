import { z } from 'zod';
import { idSchema } from '../../contract/basics.ts';
import { retryAnswerSchema, sendMessageSchema, stopMessageSchema } from '../../contract/http.ts';
import { messageSchema } from '../../contract/model.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { retryAnswer, sendMessage, stopAnswer, takeBack } from '../chat-work.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';

export function chatRoutes(deps: AppDependencies): Endpoint[] {
  return [...writingRoutes(deps), ...endingRoutes(deps)];
}

function writingRoutes(deps: AppDependencies): Endpoint[] {
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
      path: '/api/chat/retry',
      tag: 'Chat',
      summary: 'Have an answer that was stopped or failed written again, or gone on with',
      body: retryAnswerSchema,
      answers: {
        201: { description: 'The click, kept like a message', schema: messageSchema },
      },
      refusals: [404, 409],
      handle: async ({ c, caller, body }) =>
        c.json(
          await asCaller(deps, caller.userId, async (work) => await retryAnswer(deps, work, body)),
          201,
        ),
    }),
  ];
}

function endingRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'delete',
      path: '/api/chat/message/:id',
      tag: 'Chat',
      summary: 'Take back a message that is not answered yet',
      params: z.object({ id: idSchema }),
      answers: { 200: { description: 'The message, taken back', schema: messageSchema } },
      refusals: [404, 409],
      handle: async ({ c, caller, params }) =>
        c.json(
          await asCaller(deps, caller.userId, async (work) => await takeBack(work, params.id)),
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
        c.json(await stopAnswer(deps, caller.userId, body.messageId)),
    }),
  ];
}
