import { createRunningAnswers } from './running.ts';
import { BROWSER_SOURCE, Source } from './source.ts';
import type { Frame, SourceTools } from './source.ts';

/** What the tabs of one browser say to each other. */
type Post =
  | { readonly kind: 'frame'; readonly frame: Frame }
  /** A tab that just came, or missed something, asks the leader how things stand. */
  | { readonly kind: 'who' }
  | { readonly kind: 'standing'; readonly up: boolean; readonly seq: number | null };

export type LineTools = SourceTools & {
  /** Holds the lock until `until` settles; rejects when another tab takes it away. */
  readonly lead: (name: string, steal: boolean, until: () => Promise<void>) => Promise<void>;
  readonly channel: (name: string) => Channel;
  /** Calls back when the machine has a network again. */
  readonly onNetwork: (back: () => void) => void;
};

export type Channel = {
  readonly post: (message: unknown) => void;
  readonly close: () => void;
  onPost: (message: Post) => void;
};

const BROWSER_LINE: LineTools = {
  ...BROWSER_SOURCE,
  lead,
  channel,
  onNetwork: (back) => window.addEventListener('online', back),
};

/**
 * The event line of one browser profile: a browser keeps only six connections to a server, so one tab (the one that
 * holds the lock) has the connection and tells the others. When that tab closes the next one gets the lock and goes on
 * from the last number it heard.
 */
export class Line {
  readonly #name: string;
  readonly #tools: LineTools;
  readonly #ears = new Set<(frame: Frame) => void>();
  readonly #running = createRunningAnswers();
  readonly #channel: Channel;
  #source: Source | null = null;
  #heard: number | null = null;
  #isUp = true;
  #isClosed = false;
  #endTerm: () => void = () => undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /** @param name one for each person, so that two accounts in one browser never hear each other. */
  constructor(name: string, tools: LineTools = BROWSER_LINE) {
    this.#name = name;
    this.#tools = tools;
    this.#channel = tools.channel(name);
    this.#channel.onPost = (post) => this.#onPost(post);
    tools.onNetwork(() => this.#source?.reopen());
    void this.#lead(false);
    this.#watchLeader();
    this.#channel.post({ kind: 'who' });
  }

  get isLeading(): boolean {
    return this.#source !== null;
  }

  /** Hears everything from now on. @returns a function that ends it. */
  listen(onFrame: (frame: Frame) => void): () => void {
    this.#ears.add(onFrame);
    onFrame({ kind: 'up', up: this.#isUp });
    return () => this.#ears.delete(onFrame);
  }

  /** Says the running answers again from their first letter, and asks the leader whether anything was missed. */
  catchUp(): void {
    for (const delta of this.#running.all()) this.#say({ kind: 'delta', delta });
    if (!this.isLeading) this.#channel.post({ kind: 'who' });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
    this.#endTerm();
    this.#channel.close();
    this.#ears.clear();
  }

  async #lead(steal: boolean): Promise<void> {
    try {
      await this.#tools.lead(this.#name, steal, async () => {
        if (this.#isClosed) return;
        clearTimeout(this.#silence);
        this.#source = new Source(this.#heard, (frame) => this.#tell(frame), this.#tools);
        await new Promise<void>((resolve) => (this.#endTerm = resolve));
      });
    } catch {
      // Another tab took over because this one was asleep: it follows from here.
    }
    this.#source?.close();
    this.#source = null;
    if (this.#isClosed) return;
    this.#watchLeader();
    void this.#lead(false);
  }

  /** A leader that fell silent (a tab put to sleep) is replaced, as a dead connection would be. */
  #watchLeader(): void {
    clearTimeout(this.#silence);
    if (this.isLeading || this.#isClosed) return;
    this.#silence = setTimeout(() => void this.#lead(true), this.#tools.silenceMs);
  }

  #onPost(post: Post): void {
    this.#watchLeader();
    if (post.kind === 'who') this.#answerWho();
    else if (this.isLeading) return;
    else if (post.kind === 'frame') this.#take(post.frame);
    else this.#compare(post.up, post.seq);
  }

  #answerWho(): void {
    if (this.#source === null) return;
    this.#channel.post({ kind: 'standing', up: this.#isUp, seq: this.#source.position });
    for (const delta of this.#running.all()) {
      this.#channel.post({ kind: 'frame', frame: { kind: 'delta', delta } });
    }
  }

  #compare(up: boolean, seq: number | null): void {
    this.#take({ kind: 'up', up });
    if (seq === null) return;
    const missed = this.#heard !== null && seq > this.#heard;
    this.#heard = Math.max(seq, this.#heard ?? seq);
    if (missed) this.#take({ kind: 'gap' });
  }

  #tell(frame: Frame): void {
    this.#channel.post({ kind: 'frame', frame });
    this.#take(frame);
  }

  #take(frame: Frame): void {
    if (frame.kind === 'up') this.#isUp = frame.up;
    if (frame.kind === 'hello') this.#heard ??= frame.seq;
    if (frame.kind === 'change') {
      this.#heard = frame.seq;
      this.#running.note(frame.change);
    }
    if (frame.kind === 'delta' && !this.#running.take(frame.delta)) {
      // The leader asks the server for the whole answer; the others ask the leader.
      if (this.#source === null) this.#channel.post({ kind: 'who' });
      else this.#source.reopen();
      return;
    }
    this.#say(frame);
  }

  #say(frame: Frame): void {
    for (const ear of this.#ears) ear(frame);
  }
}

async function lead(name: string, steal: boolean, until: () => Promise<void>): Promise<void> {
  // Pages over plain http have no locks: there each tab has a connection of its own.
  if (!('locks' in navigator)) {
    await until();
    return;
  }
  await navigator.locks.request(name, { steal }, until);
}

function channel(name: string): Channel {
  const tabs = 'locks' in navigator ? new BroadcastChannel(name) : null;
  const made: Channel = {
    post: (message) => tabs?.postMessage(message),
    close: () => tabs?.close(),
    onPost: () => undefined,
  };
  tabs?.addEventListener('message', ({ data }: MessageEvent<Post>) => made.onPost(data));
  return made;
}
