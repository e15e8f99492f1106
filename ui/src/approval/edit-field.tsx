import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';

type InputProps = {
  readonly id: string;
  readonly class: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
};

/** An amount of money, as typed. */
export function AmountField(props: {
  label: string;
  problem: string | null;
  testId: string;
  value: string;
  /** Takes the keyboard when it appears. */
  focused: boolean;
  onChange: (typed: string) => void;
}): JSX.Element {
  return (
    <EditField label={props.label} problem={props.problem}>
      {(input) => (
        <input
          {...input}
          type="text"
          inputmode="decimal"
          data-testid={props.testId}
          value={props.value}
          ref={(element) => {
            if (props.focused) queueMicrotask(() => element.focus());
          }}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </EditField>
  );
}

/** A label, its input, and what is wrong with it. */
export function EditField(props: {
  label: string;
  problem: string | null;
  children: (input: InputProps) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  const input: InputProps = {
    id,
    class: 'input',
    get 'aria-invalid'() {
      return props.problem !== null;
    },
    get 'aria-describedby'() {
      return props.problem === null ? undefined : `${id}-problem`;
    },
  };
  return (
    <div class="field">
      <label class="small" for={id}>
        {props.label}
      </label>
      {props.children(input)}
      <Show when={props.problem}>
        <p class="problem" id={`${id}-problem`} role="alert">
          {props.problem}
        </p>
      </Show>
    </div>
  );
}
