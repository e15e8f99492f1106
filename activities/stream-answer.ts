import type { AnswerStep } from '../domain/conversation/message.ts';
import type { Trx } from '../db/client.ts';
import type { DeltaNotice } from '../db/repositories/events.ts';
import { setMessageMetadata } from '../db/repositories/messages.ts';
import {
  beginStream,
  finishStream,
  restartStream,
  saveStream,
  suspendStream,
} from '../db/repositories/stream.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { Question } from './conversation.ts';
import { deltaSenderOf } from './delta-sender.ts';
import type { DeltaSender, DeltaSource } from './delta-sender.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** A bubble that is being filled. */
export type Answer = {
  /** Ends the model call when the person pressed stop or a newer attempt took over. */
  readonly signal: AbortSignal;
  readonly onText: (piece: string) => void;
  wasStopped(): boolean;
  /** Shows what is done on the way to the answer, as a quiet line. */
  step(step: AnswerStep): Promise<void>;
  /** Empties the bubble for other words; the lines of what was done stay unless everything is done anew. */
  startOver(what?: 'words' | 'everything'): Promise<void>;
  /**
   * The attempt came to nothing and another will follow; the bubble says so. `counts` unless the model was only busy.
   * @returns how many attempts have counted; null when the bubble is no longer this attempt's.
   */
  suspend(how: { counts: boolean }): Promise<{ failures: number; stopRequested: boolean } | null>;
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
type Filling = DeltaSource & {
  readonly sender: DeltaSender;
  readonly deps: ActivityDependencies;
  readonly question: Question;
  readonly messageId: string;
  attempt: number;
  readonly steps: AnswerStep[];
  readonly abort: AbortController;
  content: string;
  /** Characters that were shown, and that were kept. */
  sent: number;
  saved: number;
  /** The bubble says that the model is busy. */
  waiting: boolean;
  stopped: boolean;
  /** Writes what stands beside the words, one after the other. */
  showing: Promise<void>;
  saving: boolean;
  timer: NodeJS.Timeout | undefined;
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
    next: () => nextDelta(filling),
    sender: deltaSenderOf(deps.db),
    deps,
    question,
    messageId,
    attempt: opened.attempt,
    steps: [],
    abort: new AbortController(),
    content: '',
    sent: 0,
    saved: 0,
    waiting: opened.waiting,
    stopped: false,
    showing: Promise.resolve(),
    saving: false,
    timer: undefined,
  };
  if (opened.stopRequested) stop(filling);
  filling.timer = setInterval(() => saveInBackground(filling), SAVE_EVERY_MS);
  return {
    signal: filling.abort.signal,
    onText: (piece) => push(filling, piece),
    wasStopped: () => filling.stopped,
    step: (step) => showStep(filling, step),
    startOver: (what = 'words') => startOver(filling, what),
    suspend: (how) => suspend(filling, how),
    finish: (status, also) => finish(filling, status, also),
    close: () => clearInterval(filling.timer),
  };
}

async function showStep(filling: Filling, step: AnswerStep): Promise<void> {
  filling.steps.push(step);
  await showState(filling);
}

/** Puts what is done on the way, and that nothing is waited for, beside the words; one after the other. */
async function showState(filling: Filling): Promise<void> {
  const { deps, question, messageId, steps } = filling;
  filling.waiting = false;
  const { ownerId, projectId } = question.input;
  const metadata = { kind: 'answer', steps: [...steps], waiting: null } as const;
  const shown = filling.showing.then(() =>
    asOwner(deps.db, ownerId, (trx) =>
      setMessageMetadata(trx, {
        id: messageId,
        projectId,
        ownerId,
        metadata,
        now: question.clock(),
      }),
    ),
  );
  filling.showing = shown.catch(() => undefined);
  await shown;
}

async function startOver(filling: Filling, what: 'words' | 'everything'): Promise<void> {
  await filling.sender.flush(filling);
  const { deps, question, messageId } = filling;
  const next = await asOwner(deps.db, question.input.ownerId, (trx) =>
    restartStream(trx, { messageId, attempt: filling.attempt, now: question.clock() }),
  );
  if (next === null) return stop(filling);
  filling.attempt = next;
  filling.content = '';
  filling.sent = 0;
  filling.saved = 0;
  if (what === 'words' || filling.steps.length === 0) return;
  filling.steps.length = 0;
  await showState(filling);
}

async function suspend(filling: Filling, { counts }: { counts: boolean }) {
  clearInterval(filling.timer);
  await Promise.all([filling.sender.flush(filling), filling.showing]);
  const { deps, question, messageId, attempt } = filling;
  const { ownerId, projectId } = question.input;
  return await asOwner(deps.db, ownerId, (trx) =>
    suspendStream(trx, { messageId, projectId, ownerId, attempt, counts, now: question.clock() }),
  );
}

function stop(filling: Filling): void {
  filling.stopped = true;
  filling.abort.abort();
}

/** Shows a piece at once to everybody who has the page open. */
function push(filling: Filling, piece: string): void {
  filling.content += piece;
  if (filling.waiting) goOnWriting(filling);
  filling.sender.wake(filling);
}

/** What was written and not shown yet, as one piece. */
function nextDelta(filling: Filling): DeltaNotice | null {
  const { question, messageId, attempt, content, sent: offset } = filling;
  if (offset >= content.length) return null;
  const { ownerId, projectId } = question.input;
  const text = content.slice(offset, offset + LONGEST_PIECE);
  filling.sent += text.length;
  const conversationId = question.conversation.id;
  return { ownerId, projectId, conversationId, messageId, attempt, offset, text };
}

/** Words after a wait: the note beside them goes, and they do not wait for that. */
function goOnWriting(filling: Filling): void {
  showState(filling).catch(() => {
    // The end of the answer takes the note away in any case.
    filling.waiting = true;
  });
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
  const isNew = content.length > filling.saved;
  const kept = isNew ? content : null;
  const state = await asOwner(
    deps.db,
    question.input.ownerId,
    (trx) => saveStream(trx, { messageId, attempt, content: kept, now: question.clock() }),
    // What a crash of the database forgets is written anew by the next attempt.
    { relaxed: true },
  );
  // A new start may have come in between.
  if (filling.attempt !== attempt) return;
  if (!state.goOn) stop(filling);
  else if (isNew) filling.saved = content.length;
}

async function finish(
  filling: Filling,
  status: 'complete' | 'stopped',
  also: readonly ((trx: Trx) => Promise<void>)[],
): Promise<boolean> {
  clearInterval(filling.timer);
  await Promise.all([filling.sender.flush(filling), filling.showing]);
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
