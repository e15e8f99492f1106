import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ConversationDto, MessageDto } from '../../../contract/model.ts';

/** The project's own thread, from the interview to the running campaign, or one that was opened beside it. */
export type ThreadView = {
  readonly kind: 'main' | 'side';
  readonly messages: readonly MessageDto[];
  /** Where new messages go; null when this thread takes none. */
  readonly writeTo: ConversationDto | null;
  readonly shown: ConversationDto | null;
};

/** @param id of the conversation in the address; null shows the project's own thread. */
export function threadOf(
  { conversations, messages }: Pick<ProjectPageDto, 'conversations' | 'messages'>,
  id: string | null,
): ThreadView {
  const asked = conversations.find((one) => one.id === id) ?? null;
  if (asked?.type === 'AGENT') {
    return {
      kind: 'side',
      messages: messages.filter((one) => one.conversationId === asked.id && isShown(one)),
      writeTo: asked.status === 'ARCHIVED' ? null : asked,
      shown: asked,
    };
  }
  const own = conversations.filter(({ type }) => type !== 'AGENT');
  const ids = new Set(own.map((one) => one.id));
  const open = (type: ConversationDto['type']): ConversationDto | undefined =>
    own.findLast((one) => one.type === type && one.status !== 'ARCHIVED');
  return {
    kind: 'main',
    messages: messages.filter((one) => ids.has(one.conversationId) && isShown(one)),
    writeTo: open('CAMPAIGN') ?? open('ONBOARDING') ?? null,
    shown: asked,
  };
}

/** The interview and the campaign are one thread, so what is being written goes on from one to the other. */
export function draftPlace(
  { conversations, project }: Pick<ProjectPageDto, 'conversations' | 'project'>,
  conversationId: string,
): string {
  const conversation = conversations.find(({ id }) => id === conversationId);
  return conversation?.type === 'AGENT' ? conversationId : `own.${project.id}`;
}

/** A click below an answer has no words of its own, and what was taken back is gone. */
function isShown({ status, metadata }: MessageDto): boolean {
  return status !== 'withdrawn' && metadata.kind !== 'retry';
}

/**
 * The person's messages that wait behind the one being answered, by id; they can still be taken back.
 * @param messages of one conversation, oldest first.
 */
export function queuedMessages(messages: readonly MessageDto[]): ReadonlySet<string> {
  const positions = new Map(messages.map((one) => [one.id, one.position]));
  // Answers come in order: whatever stands before an answered question, or before an apology, is settled.
  const settled = Math.max(
    -1,
    ...messages.map((one) => {
      if (one.role !== 'agent' || one.status === 'streaming') return -1;
      if (one.replyTo !== null) return positions.get(one.replyTo) ?? -1;
      return one.metadata.kind === 'error' ? one.position : -1;
    }),
  );
  const open = messages.filter(
    (one) =>
      one.role === 'user' &&
      one.type === 'TEXT' &&
      one.status === 'complete' &&
      one.metadata.kind === 'none' &&
      one.position > settled,
  );
  return new Set(open.slice(1).map(({ id }) => id));
}
