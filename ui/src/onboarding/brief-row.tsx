import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { EditBrief } from '../../../contract/http.ts';
import type { BriefDto } from '../../../contract/model.ts';
import type { BriefFact } from '../../../domain/brief/brief.ts';
import { createTask } from '../task.ts';
import {
  editableValue,
  FIELD_LABELS,
  fieldWords,
  GOAL_WORDS,
  parseEdit,
  sourceWords,
} from './fields.ts';

/** One fact of the brief, changed where it stands. */
export function BriefRow(props: {
  brief: BriefDto;
  field: BriefFact;
  editable: boolean;
  onSave: (changes: EditBrief['changes']) => Promise<void>;
}): JSX.Element {
  const [editing, setEditing] = createSignal(false);
  return (
    <div class="brief-row" data-testid={`brief-${props.field}`}>
      <dt>{FIELD_LABELS[props.field]}</dt>
      <Show
        when={editing()}
        fallback={
          <dd class="brief-value">
            <span>
              {fieldWords(props.brief, props.field)}{' '}
              <Show when={sourceWords(props.brief, props.field)}>
                {(words) => <span class="small muted source">{words()}</span>}
              </Show>
            </span>
            <Show when={props.editable}>
              <button
                type="button"
                class="link"
                aria-label={`Change: ${FIELD_LABELS[props.field]}`}
                onClick={() => setEditing(true)}
              >
                Change
              </button>
            </Show>
          </dd>
        }
      >
        <RowEditor
          brief={props.brief}
          field={props.field}
          onSave={props.onSave}
          onClose={() => setEditing(false)}
        />
      </Show>
    </div>
  );
}

function RowEditor(props: {
  brief: BriefDto;
  field: BriefFact;
  onSave: (changes: EditBrief['changes']) => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  const id = createUniqueId();
  const [typed, setTyped] = createSignal(editableValue(props.brief, props.field));
  const [refusal, setRefusal] = createSignal<string | null>(null);
  const saving = createTask(props.onSave);
  const problem = (): string | null => refusal() ?? saving.problem();
  const save = async (): Promise<void> => {
    const edit = parseEdit(props.brief, props.field, typed());
    setRefusal(edit.ok ? null : edit.problem);
    if (edit.ok && (await saving.run(edit.changes))) props.onClose();
  };
  return (
    <dd class="brief-edit">
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.isComposing) props.onClose();
        }}
      >
        <RowInput
          id={id}
          field={props.field}
          currency={props.brief.monthlyBudget?.currency ?? null}
          value={typed()}
          problem={problem() !== null}
          onInput={setTyped}
        />
        <Show when={props.field === 'monthlyBudget' && props.brief.monthlyBudget?.currency}>
          {(currency) => <span class="small muted">{currency()} a month, at most</span>}
        </Show>
        <Show when={problem()}>
          <p class="problem" id={`${id}-problem`} role="alert">
            {problem()}
          </p>
        </Show>
        <div class="actions">
          <button type="submit" class="button quiet" disabled={saving.busy()}>
            {saving.busy() ? 'Saving…' : 'Save'}
          </button>
          <button
            type="button"
            class="button plain"
            disabled={saving.busy()}
            onClick={props.onClose}
          >
            Cancel
          </button>
        </div>
      </form>
    </dd>
  );
}

const LONG: readonly BriefFact[] = [
  'businessDescription',
  'product',
  'targetAudience',
  'uniqueSellingPoint',
];

function RowInput(props: {
  id: string;
  field: BriefFact;
  currency: string | null;
  value: string;
  problem: boolean;
  onInput: (value: string) => void;
}): JSX.Element {
  const common = () => ({
    id: props.id,
    class: 'input',
    'aria-label':
      props.field === 'monthlyBudget' && props.currency !== null
        ? `${FIELD_LABELS.monthlyBudget} in ${props.currency}`
        : FIELD_LABELS[props.field],
    'aria-invalid': props.problem,
    'aria-describedby': props.problem ? `${props.id}-problem` : undefined,
    ref: (element: HTMLElement) => queueMicrotask(() => element.focus()),
  });
  const typed = (event: { currentTarget: { value: string } }): void =>
    props.onInput(event.currentTarget.value);
  if (props.field === 'goal') {
    return (
      <select {...common()} value={props.value} onChange={typed}>
        <For each={Object.entries(GOAL_WORDS)}>
          {([goal, words]) => <option value={goal}>{words}</option>}
        </For>
      </select>
    );
  }
  return (
    <Show
      when={LONG.includes(props.field)}
      fallback={
        <input
          {...common()}
          type="text"
          inputmode={
            props.field === 'monthlyBudget'
              ? 'decimal'
              : props.field === 'websiteUrl'
                ? 'url'
                : 'text'
          }
          value={props.value}
          onInput={typed}
        />
      }
    >
      <textarea {...common()} rows={3} value={props.value} onInput={typed} />
    </Show>
  );
}
