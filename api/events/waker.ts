/** Lets a loop sleep until it is woken or a time has passed. A wake while it is busy is kept for its next wait. */
export type Waker = { readonly wake: () => void; readonly wait: (ms: number) => Promise<void> };

export function createWaker(): Waker {
  let pending = false;
  let release: (() => void) | null = null;
  return {
    wake() {
      pending = true;
      release?.();
    },
    async wait(ms) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          release = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        release = null;
      }
      pending = false;
    },
  };
}
