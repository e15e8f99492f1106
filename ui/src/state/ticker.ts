import { createEffect, createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import { ownerNow } from './session.ts';

/** The owner's clock as a signal, moving only while somebody needs it to. */
export function createTicker(running: () => boolean, everyMs = 1000): Accessor<number> {
  const [now, setNow] = createSignal(ownerNow());
  createEffect(() => {
    if (!running()) return;
    setNow(ownerNow());
    const timer = window.setInterval(() => setNow(ownerNow()), everyMs);
    onCleanup(() => window.clearInterval(timer));
  });
  return now;
}
