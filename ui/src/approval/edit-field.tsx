import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';

type InputProps = {
  readonly id: string;
  readonly class: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
};

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
