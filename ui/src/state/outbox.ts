import { z } from 'zod';
import type { SendMessage } from '../../../contract/http.ts';
import type { MessageDto } from '../../../contract/model.ts';
import { newId, RequestError, wordsFor } from '../http/client.ts';
import type { PageEvent } from './reduce.ts';

export type OutboxTools = {
  readonly post: (message: SendMessage) => Promise<MessageDto>;
  readonly apply: (event: PageEvent) => void;
  readonly kept: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
  /** Epoch ms; brings what waited before a reload into its order. */
  readonly now?: () => number;
};

/** Between two tries while the server cannot be reached; the line's return is a reason to try at once. */
const TRY_AGAIN_MS = 5_000;

const keptSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  content: z.string(),
  at: z.number(),
});

/**
 * Messages on their way to the server: one after the other, in the order they were written. While the server cannot be
 * reached they wait, also over a reload of the page; each keeps its id, so that none arrives twice.
 */
export class Outbox {
  /** One entry for each message: several tabs of a project share the store. */
  readonly #prefix: string;
  readonly #tools: OutboxTools;
  #waiting: SendMessage[];
  #failed: SendMessage[] = [];
  #isSending = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(projectId: string, tools: OutboxTools) {
    this.#prefix = `aigency.outbox.${projectId}.`;
    this.#tools = tools;
    this.#waiting = this.#read();
  }

  /** Shows what still waits from before, once there is a page to show it on, and sends it. */
  begin(): void {
    for (const message of this.#waiting) this.#tools.apply({ kind: 'sending', message });
    this.flush();
  }

  send(conversationId: string, content: string): void {
    this.#add({ id: newId(), conversationId, content });
  }

  /** Tries a refused message once more. */
  resend(id: string): void {
    const message = this.#failed.find((one) => one.id === id);
    if (message === undefined) {
      this.flush();
      return;
    }
    this.#failed = this.#failed.filter((one) => one !== message);
    this.#add(message);
  }

  /** Forgets a message. @returns its words, so that they can be changed and sent again; null when it has gone out. */
  giveUp(id: string): string | null {
    const message = [...this.#waiting, ...this.#failed].find((one) => one.id === id);
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
    this.#failed = this.#failed.filter((one) => one.id !== id);
    this.#tools.kept.removeItem(this.#prefix + id);
    this.#tools.apply({ kind: 'send-given-up', id });
    return message?.content ?? null;
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.#isSending || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#isSending = true;
    void this.#sendAll().finally(() => {
      this.#isSending = false;
      if (this.#waiting.length === 0 || this.#isClosed) return;
      this.#timer = setTimeout(() => this.flush(), TRY_AGAIN_MS);
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #add(message: SendMessage): void {
    const { kept, now = Date.now } = this.#tools;
    this.#waiting = [...this.#waiting, message];
    kept.setItem(this.#prefix + message.id, JSON.stringify({ ...message, at: now() }));
    this.#tools.apply({ kind: 'sending', message });
    this.flush();
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const [message] = this.#waiting;
      if (message === undefined || this.#isClosed) return;
      try {
        const stored = await this.#tools.post(message);
        this.#take(message);
        this.#tools.apply({ kind: 'sent', message: stored });
      } catch (error) {
        if (isPassing(error)) {
          for (const { id } of this.#waiting) this.#tools.apply({ kind: 'send-waits', id });
          return;
        }
        this.#take(message);
        this.#failed = [...this.#failed, message];
        const problem = wordsFor(error);
        this.#tools.apply({ kind: 'send-failed', id: message.id, problem });
      }
    }
  }

  #take({ id }: SendMessage): void {
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
    this.#tools.kept.removeItem(this.#prefix + id);
  }

  #read(): SendMessage[] {
    const { kept } = this.#tools;
    return Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? '')
      .filter((key) => key.startsWith(this.#prefix))
      .flatMap((key) => {
        // What another version of this page wrote may not be readable: then there is nothing to send.
        const message = keptSchema.safeParse(readJson(kept.getItem(key) ?? '')).data;
        return message === undefined ? [] : [message];
      })
      .toSorted((one, other) => one.at - other.at)
      .map(({ id, conversationId, content }) => ({ id, conversationId, content }));
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** No network, a proxy that is starting, a database that restarts: the same message can be sent a little later. */
function isPassing(error: unknown): boolean {
  return error instanceof RequestError && (error.status === 0 || error.status >= 500);
}
