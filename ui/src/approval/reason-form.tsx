import { createSignal, createUniqueId } from 'solid-js';
import type { JSX } from 'solid-js';

/** A few words of the person that go with a decision. */
export function ReasonForm(props: {
  label: string;
  button: string;
  testId: string;
  required?: boolean;
  busy: boolean;
  onSend: (reason: string) => void;
  onBack: () => void;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const id = createUniqueId();
  const empty = (): boolean => props.required === true && reason().trim() === '';
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty()) props.onSend(reason().trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) props.onBack();
      }}
    >
      <label class="small" for={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        class="input"
        rows={3}
        maxLength={2000}
        ref={(element) => queueMicrotask(() => element.focus())}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="actions">
        <button
          type="submit"
          class="button primary"
          data-testid={props.testId}
          disabled={props.busy || empty()}
        >
          {props.busy ? 'Sending…' : props.button}
        </button>
        <button type="button" class="button plain" disabled={props.busy} onClick={props.onBack}>
          Back
        </button>
      </div>
    </form>
  );
}
