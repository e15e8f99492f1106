import { createSignal, onCleanup } from 'solid-js';

/** A short break is not worth a banner. */
const OFFLINE_AFTER_MS = 2_500;

/** Whether the event line is up, slow to complain and quick to be content. */
export function createUpSignal(): { online: () => boolean; set: (online: boolean) => void } {
  const [online, setOnline] = createSignal(true);
  let timer: number | undefined;
  onCleanup(() => window.clearTimeout(timer));
  return {
    online,
    set(up) {
      if (up) {
        window.clearTimeout(timer);
        timer = undefined;
        setOnline(true);
      } else {
        timer ??= window.setTimeout(() => setOnline(false), OFFLINE_AFTER_MS);
      }
    },
  };
}
