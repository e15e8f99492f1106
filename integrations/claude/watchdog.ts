export type Watchdog = {
  /** Aborted once nothing was seen for the given time. */
  readonly signal: AbortSignal;
  readonly sawEvent: () => void;
  readonly stop: () => void;
};

/** The SDK's own timeout ends with the response headers, so a stream that stalls later would hang for ever. */
export function startWatchdog(idleMs: number): Watchdog {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), idleMs);
  return {
    signal: controller.signal,
    sawEvent: () => {
      timer.refresh();
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}
