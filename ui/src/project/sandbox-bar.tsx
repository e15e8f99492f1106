import { createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import FastForward from '~icons/lucide/fast-forward';
import { api, wordsFor } from '../api/client.ts';
import { dayName } from '../format.ts';
import { me, ownerNow, setOwnerNow } from '../state/session.ts';

/** Says that nothing here is real, and moves the sandbox's clock. */
export function SandboxBar(props: { onSkipped: () => void }): JSX.Element {
  const [busy, setBusy] = createSignal<1 | 7 | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [today, setToday] = createSignal(ownerNow());
  const timer = window.setInterval(() => setToday(ownerNow()), 30_000);
  onCleanup(() => window.clearInterval(timer));
  const skip = async (days: 1 | 7) => {
    setBusy(days);
    setProblem(null);
    try {
      setOwnerNow((await api.skip(days)).now);
      props.onSkipped();
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setToday(ownerNow());
      setBusy(null);
    }
  };
  return (
    <Show when={me()?.sandbox.meta}>
      <div class="sandbox-bar" data-testid="sandbox-bar">
        <span>
          <strong>Sandbox: no real money.</strong> Today is {dayName(today())}.
        </span>
        <span class="grow" />
        <Show when={problem()}>
          <span class="problem">{problem()}</span>
        </Show>
        <button
          class="button plain"
          type="button"
          disabled={busy() !== null}
          data-testid="skip-day"
          onClick={() => void skip(1)}
        >
          <FastForward />
          {busy() === 1 ? 'Skipping a day …' : 'Skip ahead 1 day'}
        </button>
        <button
          class="button plain"
          type="button"
          disabled={busy() !== null}
          data-testid="skip-week"
          onClick={() => void skip(7)}
        >
          {busy() === 7 ? 'Skipping a week …' : '1 week'}
        </button>
      </div>
    </Show>
  );
}
