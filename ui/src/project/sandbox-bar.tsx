import { createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import FastForward from '~icons/lucide/fast-forward';
import LoaderCircle from '~icons/lucide/loader-circle';
import Flask from '~icons/lucide/flask-conical';
import { api } from '../http/client.ts';
import { shortMoment } from '../format.ts';
import { me, ownerNow, setOwnerNow } from '../state/session.ts';
import { createTask } from '../task.ts';

/** Says that nothing here is real, and moves the sandbox's clock. */
export function SandboxBar(props: { onSkipped: () => void }): JSX.Element {
  const [now, setNow] = createSignal(ownerNow());
  const [days, setDays] = createSignal<1 | 7>(1);
  const timer = window.setInterval(() => setNow(ownerNow()), 5_000);
  onCleanup(() => window.clearInterval(timer));
  const skipping = createTask(async (wanted: 1 | 7) => {
    setDays(wanted);
    setOwnerNow((await api.skip(wanted)).now);
    setNow(ownerNow());
    props.onSkipped();
  });
  return (
    <Show when={me()?.sandbox.meta}>
      <section class="sandbox-bar" data-testid="sandbox-bar" aria-label="Sandbox">
        <Flask class="only-wide" />
        <p class="sandbox-words">
          <strong>Sandbox: no real money</strong>
          <span class="figure" data-testid="sandbox-date">
            {shortMoment(now())}
          </span>
        </p>
        <Show when={skipping.problem()}>
          <p class="problem" role="alert">
            {skipping.problem()}
          </p>
        </Show>
        <Show when={skipping.busy()}>
          <p class="sandbox-busy">
            <LoaderCircle class="turning" /> Skipping {days() === 1 ? '1 day' : '1 week'}…
          </p>
        </Show>
        <div class="sandbox-actions" classList={{ away: skipping.busy() }}>
          <button
            class="button quiet"
            type="button"
            disabled={skipping.busy()}
            data-testid="skip-day"
            aria-label="Skip ahead 1 day"
            onClick={() => void skipping.run(1)}
          >
            <FastForward />
            <span>
              <span class="only-wide">Skip ahead&nbsp;</span>1 day
            </span>
          </button>
          <button
            class="button quiet"
            type="button"
            disabled={skipping.busy()}
            data-testid="skip-week"
            aria-label="Skip ahead 1 week"
            onClick={() => void skipping.run(7)}
          >
            1 week
          </button>
        </div>
        <p class="visually-hidden" role="status">
          {skipping.busy() ? 'The clock is being moved ahead.' : ''}
        </p>
      </section>
    </Show>
  );
}
