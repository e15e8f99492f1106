import type { Delta } from '../../contract/events.ts';

/** A running answer as it is stored: what was said so far in this attempt. */
export type StoredStream = {
  readonly messageId: string;
  readonly conversationId: string;
  readonly projectId: string;
  readonly attempt: number;
  readonly content: string;
};

type Sent = { attempt: number; length: number };

/** Early pieces kept per feed; beyond that the stored text is awaited instead. */
const MAX_EARLY = 500;

/**
 * Keeps the text of running answers whole on its way to one browser: each piece goes out exactly where the last one
 * ended. Pieces that overlap are cut, pieces that come too early wait for the stored text that fills the hole, and
 * those of an attempt that was replaced are dropped.
 */
export class DeltaFeed {
  readonly #sent = new Map<string, Sent>();
  readonly #finished = new Set<string>();
  #early: Delta[] = [];

  /** Whether stored text is needed before more can be sent. */
  get isWaiting(): boolean {
    return this.#early.length > 0;
  }

  /** @returns the piece to send now, or null. */
  accept(delta: Delta): Delta | null {
    if (this.#finished.has(delta.messageId)) return null;
    const sent = this.#sent.get(delta.messageId);
    if (sent !== undefined && delta.attempt < sent.attempt) return null;
    const length = sent?.attempt === delta.attempt ? sent.length : 0;
    if (delta.offset > length) {
      if (this.#early.length < MAX_EARLY) this.#early.push(delta);
      return null;
    }
    return this.#advance(delta, length);
  }

  /** Takes in what is stored. @returns pieces to send, in order. */
  refill(streams: readonly StoredStream[]): Delta[] {
    const pieces: Delta[] = [];
    for (const { content, ...stream } of streams) {
      const sent = this.#sent.get(stream.messageId);
      // A stream that was not seen before starts its bubble, even an empty one.
      const piece = this.accept({ ...stream, offset: 0, text: content });
      if (piece !== null) pieces.push(piece);
      else if (sent === undefined && content === '') {
        this.#sent.set(stream.messageId, { attempt: stream.attempt, length: 0 });
        pieces.push({ ...stream, offset: 0, text: '' });
      }
    }
    const running = new Set(streams.map((stream) => stream.messageId));
    const early = this.#early.filter((delta) => running.has(delta.messageId));
    this.#early = [];
    for (const delta of early) {
      const piece = this.accept(delta);
      if (piece !== null) pieces.push(piece);
    }
    return pieces;
  }

  /** The finished message was sent; nothing more may follow it. */
  finish(messageId: string): void {
    this.#finished.add(messageId);
    this.#sent.delete(messageId);
    this.#early = this.#early.filter((delta) => delta.messageId !== messageId);
  }

  #advance(delta: Delta, length: number): Delta | null {
    const text = delta.text.slice(length - delta.offset);
    if (text === '') return null;
    this.#sent.set(delta.messageId, { attempt: delta.attempt, length: length + text.length });
    return { ...delta, offset: length, text };
  }
}
