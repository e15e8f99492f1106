import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';

export type Alarm = { readonly set: (at: number | null) => void };

/**
 * The workflow's only timer. Setting the moment it already stands at does nothing, so a message that changes no
 * plan costs no timer; another moment cancels the timer first, else forgotten ones would pile up in the history.
 */
export function createAlarm(ring: () => void): Alarm {
  let armedFor: number | null = null;
  let armed: CancellationScope | null = null;

  async function wait(at: number, scope: CancellationScope): Promise<void> {
    await sleep(Math.max(1, at - Date.now()), { summary: 'Until the next thing is due' });
    if (armed !== scope) return;
    armed = null;
    armedFor = null;
    ring();
  }

  return {
    set(at) {
      if (at === armedFor) return;
      armed?.cancel();
      armedFor = at;
      armed = null;
      if (at === null) return;
      const scope = new CancellationScope();
      armed = scope;
      scope
        .run(() => wait(at, scope))
        .catch((error: unknown) => {
          if (!isCancellation(error)) log.error('The alarm failed', { error });
        });
    },
  };
}
