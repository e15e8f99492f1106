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
  /** Why the server did not take it; absent while it waits. */
  problem: z.string().optional(),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * Messages on their way to the server: one after the other, in the order they were written. While the server cannot be
 * reached they wait, also over a reload of the page; each keeps its id, so that none arrives twice.
 */
export class Outbox {
  /** One entry for each message: several tabs of a project share the store. */
  readonly #prefix: string;
  readonly #tools: OutboxTools;
  #waiting: SendMessage[] = [];
  #failed: SendMessage[] = [];
  /** On its way at this moment: nobody knows whether it is stored already. */
  #inFlight: string | null = null;
  #hasBegun = false;
  #isSending = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param owner of the messages: nobody else in this browser sends them. */
  constructor({ owner, projectId }: { owner: string; projectId: string }, tools: OutboxTools) {
    this.#prefix = `aigency.outbox.${owner}.${projectId}.`;
    this.#tools = tools;
  }

  /** Nothing is going out at this moment. */
  get isIdle(): boolean {
    return !this.#isSending;
  }

  /** Shows what is still here from before, once there is a page to show it on, and sends what waits. */
  begin(): void {
    this.#hasBegun = true;
    const known = new Set([...this.#waiting, ...this.#failed].map(({ id }) => id));
    for (const { id, conversationId, content, problem } of this.#read()) {
      const message = { id, conversationId, content };
      if (!known.has(message.id)) {
        this.#tools.apply({ kind: 'sending', message });
        if (problem === undefined) this.#waiting.push(message);
        else this.#refuse(message, problem);
      }
    }
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

  /** Forgets a message. @returns its words, so that they can be changed and sent again; null when it is going out. */
  giveUp(id: string): string | null {
    if (this.#inFlight === id) return null;
    const message = [...this.#waiting, ...this.#failed].find((one) => one.id === id);
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
    this.#failed = this.#failed.filter((one) => one.id !== id);
    this.#tools.kept.removeItem(this.#prefix + id);
    this.#tools.apply({ kind: 'send-given-up', id });
    return message?.content ?? null;
  }

  /** Sends what waits, now. */
  flush(): void {
    if (!this.#hasBegun || this.#isSending || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#isSending = true;
    let isThrough = false;
    void this.#sendAll()
      .then((through) => (isThrough = through))
      .finally(() => {
        this.#isSending = false;
        if (this.#waiting.length === 0 || this.#isClosed) return;
        // Something may have been written just as the last one went out.
        if (isThrough) this.flush();
        else this.#timer = setTimeout(() => this.flush(), TRY_AGAIN_MS);
      });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #add(message: SendMessage): void {
    this.#waiting = [...this.#waiting, message];
    this.#keep(message);
    this.#tools.apply({ kind: 'sending', message });
    this.flush();
  }

  #keep(message: SendMessage, problem?: string): void {
    const { kept, now = Date.now } = this.#tools;
    const entry: Kept = { ...message, at: now(), ...(problem === undefined ? {} : { problem }) };
    kept.setItem(this.#prefix + message.id, JSON.stringify(entry));
  }

  /** @returns false when the server cannot be reached. */
  async #sendAll(): Promise<boolean> {
    for (;;) {
      const [message] = this.#waiting;
      if (message === undefined || this.#isClosed) return true;
      // Another tab sent it, or took it back.
      if (this.#tools.kept.getItem(this.#prefix + message.id) === null) this.#drop(message);
      else if (!(await this.#sendOne(message))) return false;
    }
  }

  /** @returns whether the next one may follow. */
  async #sendOne(message: SendMessage): Promise<boolean> {
    this.#inFlight = message.id;
    try {
      const stored = await this.#tools.post(message);
      this.#waiting = this.#waiting.filter(({ id }) => id !== message.id);
      this.#tools.kept.removeItem(this.#prefix + message.id);
      this.#tools.apply({ kind: 'sent', message: stored });
      return true;
    } catch (error) {
      if (isPassing(error)) {
        for (const { id } of this.#waiting) this.#tools.apply({ kind: 'send-waits', id });
        return false;
      }
      this.#waiting = this.#waiting.filter(({ id }) => id !== message.id);
      const problem = wordsFor(error);
      this.#keep(message, problem);
      this.#refuse(message, problem);
      return true;
    } finally {
      this.#inFlight = null;
    }
  }

  #drop({ id }: SendMessage): void {
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
    this.#tools.apply({ kind: 'send-given-up', id });
  }

  #refuse(message: SendMessage, problem: string): void {
    this.#failed = [...this.#failed, message];
    this.#tools.apply({ kind: 'send-failed', id: message.id, problem });
  }

  #read(): Kept[] {
    const { kept } = this.#tools;
    return Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? '')
      .filter((key) => key.startsWith(this.#prefix))
      .flatMap((key) => {
        // What another version of this page wrote may not be readable: then there is nothing to send.
        const message = keptSchema.safeParse(readJson(kept.getItem(key) ?? '')).data;
        return message === undefined ? [] : [message];
      })
      .toSorted((one, other) => one.at - other.at);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Too many at once, a session that ended, a server that takes its time. */
const PASSING = new Set([0, 401, 408, 425, 429]);

/** No network, a server that restarts, half an answer: the same message can be sent a little later. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof RequestError)) return true;
  return PASSING.has(error.status) || error.status >= 500;
}
