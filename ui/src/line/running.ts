import type { Change, Delta } from '../../../contract/events.ts';

/** The answers that are being written, as far as this tab has heard them. */
export type RunningAnswers = {
  /** @returns false when a piece before this one is missing. */
  readonly take: (delta: Delta) => boolean;
  /** A finished message is no longer running. */
  readonly note: (change: Change) => void;
  /** Each answer in one piece from its first letter, for those who come later. */
  readonly all: () => readonly Delta[];
};

export function createRunningAnswers(): RunningAnswers {
  const answers = new Map<string, Delta>();
  return {
    take(delta) {
      const held = answers.get(delta.messageId);
      if (held !== undefined && delta.attempt < held.attempt) return true;
      const text = held?.attempt === delta.attempt ? held.text : '';
      if (delta.offset > text.length) {
        answers.delete(delta.messageId);
        return false;
      }
      const next = text.slice(0, delta.offset) + delta.text;
      // A repeat of what is known already says nothing new.
      if (next.length < text.length) return true;
      answers.set(delta.messageId, { ...delta, offset: 0, text: next });
      return true;
    },
    note(change) {
      if (change.type === 'message' && change.data.status !== 'streaming') {
        answers.delete(change.data.id);
      }
    },
    all: () => [...answers.values()],
  };
}
