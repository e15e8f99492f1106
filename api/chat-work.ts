import { setTimeout as pause } from 'node:timers/promises';
import type { RetryAnswer, SendMessage } from '../contract/http.ts';
import type { MessageDto } from '../contract/model.ts';
import type { MessageMetadata } from '../domain/conversation/message.ts';
import type { ConversationView } from '../domain/project/views.ts';
import { getConversation } from '../db/repositories/conversations.ts';
import {
  getMessage,
  insertMessage,
  lockMessage,
  retryOf,
  withdrawMessage,
} from '../db/repositories/messages.ts';
import { enqueueInbox } from '../db/repositories/outbox.ts';
import { withQueued } from '../db/repositories/queued.ts';
import { requestStop, stopStream } from '../db/repositories/stream.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { conflict, notFound } from './http/api-error.ts';
import { asCaller } from './owner-work.ts';
import type { OwnerWork } from './owner-work.ts';

/** Keeps what the person says, and has it answered. A repeat under the same id is the same message. */
export async function sendMessage(
  deps: AppDependencies,
  work: OwnerWork,
  { id, conversationId, content }: SendMessage,
): Promise<MessageDto> {
  const conversation = await openConversation(work, conversationId);
  return await keep(deps, work, { id, conversation, content, metadata: { kind: 'none' } });
}

/**
 * The person's click below an answer that was stopped or failed. Each answer takes one: its follow-up has buttons of its
 * own.
 */
export async function retryAnswer(
  deps: AppDependencies,
  work: OwnerWork,
  { id, answerId, mode }: RetryAnswer,
): Promise<MessageDto> {
  const { trx } = work;
  // Clicks in two windows come one after the other.
  const answer = await lockMessage(trx, answerId);
  if (answer === null || answer.role !== 'agent' || answer.replyTo === null) {
    throw notFound('message');
  }
  const { conversationId, status } = answer;
  const earlier = await retryOf(trx, { conversationId, answerId });
  if (earlier !== null) {
    if (earlier.id === id) return earlier;
    throw conflict('message.retried', 'This was asked for already. The new answer stands below.');
  }
  if (status !== 'stopped' && (status !== 'failed' || mode === 'continue')) {
    throw conflict(
      'message.not_ended',
      'Only an answer that was stopped or that failed can be written again. Nothing was asked for.',
    );
  }
  const conversation = await openConversation(work, conversationId);
  const metadata = { kind: 'retry', answerId, mode } as const;
  return await keep(deps, work, { id, conversation, content: '', metadata });
}

async function openConversation({ trx }: OwnerWork, id: string): Promise<ConversationView> {
  const conversation = await getConversation(trx, id);
  if (conversation === null) throw notFound('conversation');
  if (conversation.status === 'ARCHIVED') {
    throw conflict(
      'conversation.archived',
      'This conversation is closed. Please write in the newest one. Your message was not sent.',
    );
  }
  return conversation;
}

async function keep(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  message: {
    id: string;
    conversation: ConversationView;
    content: string;
    metadata: MessageMetadata;
  },
): Promise<MessageDto> {
  const { id, conversation, content, metadata } = message;
  const { id: conversationId, projectId } = conversation;
  const saved = await insertMessage(trx, {
    id,
    conversationId,
    projectId,
    ownerId,
    type: 'TEXT',
    role: 'user',
    status: 'complete',
    content,
    metadata,
    replyTo: null,
    now,
  });
  if (saved.kind === 'conflict' || saved.message.metadata.kind !== metadata.kind) {
    throw conflict(
      'message.id_taken',
      'A different message has this id already. Please send it again. It was not sent.',
    );
  }
  if (saved.kind === 'created') {
    const item = { kind: 'message', messageId: id, conversationId } as const;
    await enqueueInbox(trx, { id: newId(), projectId, ownerId, item, now });
  }
  return await withQueued(trx, saved.message);
}

/** A message that waits for its turn goes without an answer; one that is being answered already cannot. */
export async function takeBack({ trx, ownerId, now }: OwnerWork, id: string): Promise<MessageDto> {
  const message = await withdrawMessage(trx, { id, ownerId, now });
  if (message === null) throw notFound('message');
  if (message.status !== 'withdrawn') {
    throw conflict(
      'message.answered',
      'This message is being answered already, so it cannot be taken back. You can stop the answer.',
    );
  }
  return message;
}

/** The writer looks for a stop four times a second, and its last words are worth this wait. */
const WRITER_ENDS_WITHIN_MS = 1_500;
const LOOK_EVERY_MS = 50;

/** Ends an answer, by its writer if there is one that hears of it; at the latest after a moment without it. */
export async function stopAnswer(
  deps: AppDependencies,
  ownerId: string,
  messageId: string,
): Promise<MessageDto> {
  const own = <Result>(work: (scope: OwnerWork) => Promise<Result>) =>
    asCaller(deps, ownerId, work);
  const asked = await own(async ({ trx }) => await requestStop(trx, messageId));
  if (asked !== null && !asked.waiting) {
    const deadline = performance.now() + WRITER_ENDS_WITHIN_MS;
    const running = () => own(async ({ trx }) => await getMessage(trx, messageId));
    while (performance.now() < deadline && (await running())?.status === 'streaming') {
      await pause(LOOK_EVERY_MS);
    }
  }
  return await own(async ({ trx, now }) => {
    await stopStream(trx, { messageId, ownerId, now });
    // An answer that ended by itself needs no stopping; that is not worth a refusal.
    const message = await getMessage(trx, messageId);
    if (message === null) throw notFound('message');
    return message;
  });
}
