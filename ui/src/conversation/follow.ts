import { createSignal, onCleanup } from 'solid-js';

/** Near enough to the end to be called at the end, px. */
const AT_END = 80;
/** Room above a message that was brought to the top, px. */
const ABOVE = 16;
const POINTER_EVENTS = ['wheel', 'touchstart', 'pointerdown'] as const;

/** Scrolling of a thread: follows the end only while the reader is there, and never pulls them away from what they read. */
export class Follow {
  readonly #atEnd = createSignal(true);
  readonly #room = createSignal(0);
  #scroller: HTMLElement | null = null;
  /** The id of a message: its element is another one once the server has stored it. */
  #anchored: string | null = null;
  #isFollowing = true;
  #pending = 0;

  /** Whether the reader is at the end of the thread. */
  readonly atEnd = (): boolean => this.#atEnd[0]();
  /** Empty room below the last message, px, while an anchored question needs it to reach the top. */
  readonly room = (): number => this.#room[0]();

  readonly toEnd = (): void => {
    this.#anchored = null;
    this.#isFollowing = true;
    this.#room[1](0);
    if (this.#scroller !== null) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd[1](true);
  };

  /** Brings a new question to the top, so that its answer is read from its beginning. */
  anchor(id: string): void {
    this.#anchored = id;
    this.#isFollowing = false;
    cancelAnimationFrame(this.#pending);
    this.#makeRoom();
    this.#pending = requestAnimationFrame(() => {
      this.#makeRoom();
      const message = document.getElementById(id);
      if (message !== null) this.#scroller?.scrollTo({ top: message.offsetTop - ABOVE });
    });
  }

  /** Watches a thread until the component that owns it goes. */
  attach(scroller: HTMLElement, content: HTMLElement): void {
    this.#scroller = scroller;
    const observer = new ResizeObserver(() => this.#onResize());
    observer.observe(content);
    observer.observe(scroller);
    const onScroll = (): void => this.#onScroll();
    // Whoever takes hold of the thread is not scrolled under their finger.
    const onPointer = (): void => cancelAnimationFrame(this.#pending);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    for (const kind of POINTER_EVENTS)
      scroller.addEventListener(kind, onPointer, { passive: true });
    this.toEnd();
    onCleanup(() => {
      observer.disconnect();
      onPointer();
      scroller.removeEventListener('scroll', onScroll);
      for (const kind of POINTER_EVENTS) scroller.removeEventListener(kind, onPointer);
    });
  }

  #distance(): number {
    if (this.#scroller === null) return 0;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  #makeRoom(): void {
    if (this.#scroller === null || this.#anchored === null) return;
    const message = document.getElementById(this.#anchored);
    // Between sent and stored it is nowhere for a moment; the room stays.
    if (message === null) return;
    const end = this.#scroller.scrollHeight - this.room();
    const top = message.offsetTop - ABOVE;
    this.#room[1](Math.max(0, Math.ceil(this.#scroller.clientHeight - (end - top))));
  }

  #onResize(): void {
    if (this.#anchored !== null) this.#makeRoom();
    else if (this.#isFollowing && this.#scroller !== null) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
    this.#atEnd[1](this.#distance() - this.room() < AT_END);
  }

  #onScroll(): void {
    const near = this.#distance() < AT_END;
    this.#atEnd[1](near);
    if (this.#anchored === null) this.#isFollowing = near;
    // Whoever goes to the end of a long answer wants to see it grow.
    else if (near && this.room() === 0) this.toEnd();
  }
}
