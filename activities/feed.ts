import type { ActivityActor } from '../domain/activity/activity.ts';
import type { MessageMetadata, MessageType } from '../domain/conversation/message.ts';
import type { ProjectRef } from '../domain/lifecycle/work.ts';
import type { NotificationKind } from '../domain/notification/notification.ts';
import type { Trx } from '../db/client.ts';
import { insertActivity } from '../db/repositories/activity.ts';
import { currentConversation } from '../db/repositories/conversations.ts';
import { insertMessage } from '../db/repositories/messages.ts';
import { insertNotification } from '../db/repositories/notifications.ts';
import { derivedId } from '../integrations/crypto/hash.ts';

/** Names one thing to say, so that an activity that runs twice says it once. */
type Said = ProjectRef & { readonly key: string; readonly now: number };

/**
 * Puts a message of the agent into the chat.
 * @returns the message's id; null when the project has no open conversation.
 */
export async function say(
  trx: Trx,
  message: Said & {
    readonly type: MessageType;
    readonly content: string;
    readonly metadata: MessageMetadata;
    readonly conversationId?: string;
    readonly replyTo?: string | null;
  },
): Promise<string | null> {
  const conversationId =
    message.conversationId ?? (await currentConversation(trx, message.projectId))?.id;
  if (conversationId === undefined) return null;
  const { projectId, ownerId, type, content, metadata, now } = message;
  const id = derivedId('message', projectId, message.key);
  await insertMessage(trx, {
    id,
    conversationId,
    projectId,
    ownerId,
    type,
    role: 'agent',
    status: 'complete',
    content,
    metadata,
    replyTo: message.replyTo ?? null,
    now,
  });
  return id;
}

/** Rings the bell, leading to a message. */
export async function ring(
  trx: Trx,
  bell: Said & {
    readonly kind: NotificationKind;
    readonly title: string;
    readonly body: string;
    readonly messageId: string | null;
  },
): Promise<void> {
  const { key, ...rest } = bell;
  await insertNotification(trx, { ...rest, id: derivedId('bell', bell.projectId, key) });
}

/** Adds a line to the list of what was done and why. */
export async function note(
  trx: Trx,
  entry: Said & {
    readonly actor: ActivityActor;
    readonly what: string;
    readonly why?: string | null;
    readonly outcome?: string | null;
  },
): Promise<void> {
  const { key, why, outcome, ...rest } = entry;
  await insertActivity(trx, {
    ...rest,
    why: why ?? null,
    outcome: outcome ?? null,
    id: derivedId('activity', entry.projectId, key),
  });
}
