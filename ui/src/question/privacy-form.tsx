import { createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { addressOf } from './words.ts';

/** A form on Facebook needs the address of a privacy policy; without one the ads lead to the website. */
export function PrivacyForm(props: {
  busy: boolean;
  /** The API's refusal of the address. */
  problem: string | null;
  onAnswer: (privacyPolicyUrl: string | null) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [typed, setTyped] = createSignal('');
  const [wrong, setWrong] = createSignal(false);
  const problem = (): string | null =>
    wrong()
      ? 'This does not look like a web address. It should look like www.example.com/privacy'
      : props.problem;
  return (
    <form
      class="group"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const address = addressOf(typed());
        setWrong(address === null);
        if (address !== null) props.onAnswer(address);
      }}
    >
      <h2>Where is your privacy policy?</h2>
      <p>
        People can leave you their name and number in a short form right on Facebook. Facebook shows
        your privacy policy with it and does not allow such a form without one.
      </p>
      <div class="field">
        <label class="small" for={id}>
          Web address of your privacy policy
        </label>
        <input
          id={id}
          class="input"
          type="text"
          inputmode="url"
          placeholder="www.example.com/privacy"
          data-testid="privacy-url"
          aria-invalid={problem() !== null}
          aria-describedby={problem() === null ? undefined : `${id}-problem`}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Show when={problem()}>
          <p class="problem" id={`${id}-problem`} role="alert">
            {problem()}
          </p>
        </Show>
      </div>
      <div class="actions">
        <button
          type="submit"
          class="button primary"
          data-testid="answer-question"
          disabled={props.busy}
        >
          {props.busy ? 'Saving…' : 'Use this address'}
        </button>
        <button
          type="button"
          class="button quiet"
          data-testid="without-form"
          disabled={props.busy}
          onClick={() => props.onAnswer(null)}
        >
          Go on without a form
        </button>
      </div>
      <p class="small muted">Without a form the ads lead people to your website instead.</p>
    </form>
  );
}
