import { ApplicationFailure } from '@temporalio/common';
import { getMessage, lastTextMessages } from '../db/repositories/messages.ts';
import type { Trx } from '../db/client.ts';
import type { MessageView } from '../domain/project/views.ts';
import type { ChatTurn } from '../integrations/claude/claude-api.ts';

/** Brief and recent messages are all the model gets to see of a conversation. */
const CONTEXT_MESSAGES = 20;

/** What stands for the person's click on "Continue", in the words of a message. */
export const CONTINUE_WORDS =
  'Your last answer broke off. Go on exactly where it ended, and repeat nothing of it.';

/** Oldest first, the person's message last: what the answer to this message is written from. */
export async function historyOf(trx: Trx, message: MessageView): Promise<ChatTurn[]> {
  const asked = await turnsOf(trx, message);
  const context = await lastTextMessages(trx, {
    conversationId: message.conversationId,
    upToPosition: message.position,
    count: CONTEXT_MESSAGES,
  });
  return [...earlierTurns(context, asked.ids), ...asked.turns];
}

type Asked = { readonly turns: readonly ChatTurn[]; readonly ids: ReadonlySet<string> };

/**
 * The message itself; for a click below an answer, the question of that answer, and what was said if it goes on.
 * A click may be about the answer to a click before, as often as the person likes: each step leads further back.
 */
async function turnsOf(trx: Trx, message: MessageView): Promise<Asked> {
  const { id, metadata, content } = message;
  if (metadata.kind !== 'retry') {
    return { turns: [{ role: 'user', content }], ids: new Set([id]) };
  }
  const answer = await getMessage(trx, metadata.answerId);
  const question =
    answer === null || answer.replyTo === null ? null : await getMessage(trx, answer.replyTo);
  if (answer === null || question === null) {
    throw ApplicationFailure.nonRetryable('There is no such answer.', 'conversation.not_found');
  }
  const before = await turnsOf(trx, question);
  const ids = new Set([id, answer.id, ...before.ids]);
  const goesOn =
    metadata.mode === 'continue' && answer.status === 'stopped' && answer.content !== '';
  if (!goesOn) return { turns: before.turns, ids };
  const turns = [
    ...before.turns,
    { role: 'agent', content: answer.content },
    { role: 'user', content: CONTINUE_WORDS },
  ] as const;
  return { turns, ids };
}

/**
 * What the model gets to see of earlier messages. Not an answer that failed or that was written anew, and not a question
 * that the service refused: it would refuse every later one with it.
 */
export function earlierTurns(
  messages: readonly MessageView[],
  without: ReadonlySet<string> = new Set(),
): ChatTurn[] {
  const left = new Set(without);
  for (const { metadata, replyTo } of messages) {
    if (metadata.kind === 'retry' && metadata.mode === 'again') left.add(metadata.answerId);
    if (metadata.kind === 'error' && metadata.code === 'claude.refused' && replyTo !== null) {
      left.add(replyTo);
    }
  }
  return messages
    .filter(({ id, content, status }) => {
      const isWhole = status === 'complete' || status === 'stopped';
      return isWhole && content !== '' && !left.has(id);
    })
    .map(({ role, content }) => ({ role, content }));
}
