import type { Trx } from '../db/client.ts';
import { notifyDelta } from '../db/repositories/events.ts';
import { beginStream, finishStream, saveStream } from '../db/repositories/stream.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** A bubble that is being filled. */
export type Answer = {
  /** Ends the model call when the person pressed stop or a newer attempt took over. */
  readonly signal: AbortSignal;
  readonly onText: (piece: string) => void;
  wasStopped(): boolean;
  /**
   * Makes the bubble final together with `also`, in one transaction. The text is what was streamed.
   * @returns false when a newer attempt has the bubble; then nothing was written.
   */
  finish(
    status: 'complete' | 'stopped',
    also: readonly ((trx: Trx) => Promise<void>)[],
  ): Promise<boolean>;
  /** Stops the background saving; safe to call twice. */
  close(): void;
};

/** People see text at once through notifications; this is only for those who load the page meanwhile. */
const SAVE_EVERY_MS = 250;
/** A notification holds 8,000 bytes; four bytes a character leave room for the ids. */
const LONGEST_PIECE = 1_500;

/** The same for every attempt, so that a retry fills the same bubble. */
export function answerId(questionId: string): string {
  return derivedId('answer', questionId);
}

/** One attempt at filling a bubble. */
type Filling = {
  readonly deps: ActivityDependencies;
  readonly question: Question;
  readonly messageId: string;
  readonly attempt: number;
  readonly abort: AbortController;
  content: string;
  stopped: boolean;
  /** One after the other: pieces must arrive in order, and a slow database must not pile up work. */
  sending: Promise<void>;
  saving: boolean;
};

/** @returns null when this question has its final answer already. */
export async function openAnswer(
  deps: ActivityDependencies,
  question: Question,
): Promise<Answer | null> {
  const { input, conversation, clock } = question;
  const { ownerId, projectId } = input;
  const messageId = answerId(input.messageId);
  const opened = await asOwner(deps.db, ownerId, (trx) =>
    beginStream(trx, {
      messageId,
      conversationId: conversation.id,
      projectId,
      ownerId,
      replyTo: input.messageId,
      now: clock(),
    }),
  );
  if (opened === null) return null;
  const filling: Filling = {
    deps,
    question,
    messageId,
    attempt: opened.attempt,
    abort: new AbortController(),
    content: '',
    stopped: false,
    sending: Promise.resolve(),
    saving: false,
  };
  if (opened.stopRequested) stop(filling);
  const timer = setInterval(() => saveInBackground(filling), SAVE_EVERY_MS);
  return {
    signal: filling.abort.signal,
    onText: (piece) => push(filling, piece),
    wasStopped: () => filling.stopped,
    finish: async (status, also) => {
      clearInterval(timer);
      return await finish(filling, status, also);
    },
    close: () => clearInterval(timer),
  };
}

function stop(filling: Filling): void {
  filling.stopped = true;
  filling.abort.abort();
}

/** Shows a piece at once to everybody who has the page open. */
function push(filling: Filling, piece: string): void {
  const { deps, question, messageId, attempt } = filling;
  const { ownerId, projectId } = question.input;
  for (let at = 0; at < piece.length; at += LONGEST_PIECE) {
    const text = piece.slice(at, at + LONGEST_PIECE);
    const delta = {
      ownerId,
      projectId,
      conversationId: question.conversation.id,
      messageId,
      attempt,
      offset: filling.content.length,
      text,
    };
    filling.content += text;
    filling.sending = filling.sending
      .then(() => notifyDelta(deps.db, delta))
      // A lost piece is a gap that the page fills from the database.
      .catch(() => undefined);
  }
}

/** A failed save is not worth ending the answer for: the next one follows, and the end is saved for certain. */
function saveInBackground(filling: Filling): void {
  if (filling.saving) return;
  filling.saving = true;
  save(filling)
    .catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown';
      filling.deps.logger.warn({ name }, 'A running answer could not be saved');
    })
    .finally(() => {
      filling.saving = false;
    });
}

async function save(filling: Filling): Promise<void> {
  const { deps, question, messageId, attempt, content } = filling;
  const state = await asOwner(deps.db, question.input.ownerId, (trx) =>
    saveStream(trx, { messageId, attempt, content, now: question.clock() }),
  );
  if (!state.goOn) stop(filling);
}

async function finish(
  filling: Filling,
  status: 'complete' | 'stopped',
  also: readonly ((trx: Trx) => Promise<void>)[],
): Promise<boolean> {
  await filling.sending;
  const { deps, question, messageId, attempt } = filling;
  const { ownerId, projectId } = question.input;
  return await asOwner(deps.db, ownerId, async (trx) => {
    const mine = await finishStream(trx, {
      messageId,
      projectId,
      ownerId,
      attempt,
      content: filling.content.trim(),
      status,
      now: question.clock(),
    });
    if (mine) for (const step of also) await step(trx);
    return mine;
  });
}
