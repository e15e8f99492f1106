import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { CATEGORIES } from './words.ts';
import type { Category } from './words.ts';

type Choice = Category | 'none';

/** Whether Facebook's rules for sensitive subjects apply. Nothing is chosen beforehand: it is the person's word. */
export function CategoryForm(props: {
  suggested: Category | null;
  busy: boolean;
  onAnswer: (category: Category | null) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [chosen, setChosen] = createSignal<Choice | null>(null);
  return (
    <form
      class="group"
      onSubmit={(event) => {
        event.preventDefault();
        const choice = chosen();
        if (choice !== null) props.onAnswer(choice === 'none' ? null : choice);
      }}
    >
      <h2>Are your ads about any of these?</h2>
      <p>
        Facebook has its own rules for these. Such ads may not be aimed at people by age, sex or
        postcode. If it is left unsaid, Facebook refuses them.
      </p>
      <fieldset class="choices">
        <legend class="visually-hidden">What your ads are about</legend>
        <For each={CATEGORIES}>
          {(category) => (
            <Option
              name={id}
              words={category.words}
              note={category.id === props.suggested ? 'Your business sounds like this' : null}
              chosen={chosen() === category.id}
              onChoose={() => setChosen(category.id)}
            />
          )}
        </For>
        <Option
          name={id}
          words="None of these"
          note={null}
          chosen={chosen() === 'none'}
          onChoose={() => setChosen('none')}
        />
      </fieldset>
      <div class="actions">
        <button
          type="submit"
          class="button primary"
          data-testid="answer-question"
          disabled={props.busy || chosen() === null}
        >
          {props.busy ? 'Saving…' : 'This is my answer'}
        </button>
      </div>
      <p class="small muted">Answering costs nothing. You see the plan before anything runs.</p>
    </form>
  );
}

function Option(props: {
  name: string;
  words: string;
  note: string | null;
  chosen: boolean;
  onChoose: () => void;
}): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name={props.name} checked={props.chosen} onChange={props.onChoose} />
      <span>
        {props.words}
        <Show when={props.note}>
          <span class="small choice-note">{props.note}</span>
        </Show>
      </span>
    </label>
  );
}
