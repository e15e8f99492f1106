import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import Plus from '~icons/lucide/plus';
import X from '~icons/lucide/x';
import type { EditPlan } from '../../../contract/http.ts';
import type { ApprovalCard, ApprovalDto } from '../../../contract/launch.ts';
import { accountMoment } from '../../../domain/monitoring/calendar.ts';
import { lastDayBounds } from '../../../domain/plan/apply-edit.ts';
import { zoneOf } from '../connection/zone.ts';
import { inviteToWrite } from '../conversation/composer-hint.ts';
import { api, newId } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { ownerNow } from '../state/session.ts';
import { createTask } from '../task.ts';
import { AdEditor } from './ad-editor.tsx';
import { AmountField, EditField } from './edit-field.tsx';
import { changesOf, draftOf, fieldOf, mostWords } from './plan-draft.ts';
import type { Editable, FieldProblem, PlanDraft } from './plan-draft.ts';

const MOST_PLACES = 5;

type EditorProps = {
  approval: ApprovalDto;
  card: ApprovalCard;
  edit: Editable;
  /** What was sent and could not be worked in, to go on from; null the first time. */
  unfinished: PlanDraft | null;
  onSent: (draft: PlanDraft) => void;
  onClose: () => void;
};

/** What is being typed, what is wrong with it, and sending it. @param formId of the form around the inputs. */
function createPlanEdit(props: EditorProps, formId: string, today: string) {
  const store = useProjectStore();
  let changeId = newId();
  const [draft, setDraft] = createStore<PlanDraft>(
    props.unfinished ??
      draftOf(props.card) ?? { daily: '', audiences: [], lastDay: '', places: [], ads: [] },
  );
  const [own, setOwn] = createSignal<readonly FieldProblem[]>([]);
  const [sent, setSent] = createSignal<EditPlan['changes']>({});
  const [isSame, setSame] = createSignal(false);
  const saving = createTask(async (changes: EditPlan['changes']) => {
    // The same change may be sent again under its name, another one may not.
    if (JSON.stringify(changes) !== JSON.stringify(sent())) changeId = newId();
    setSent(changes);
    const { id: approvalId, projectId, contentHash } = props.approval;
    const data = await api.editPlan(approvalId, { id: changeId, contentHash, changes });
    store.apply({ kind: 'change', change: { type: 'approval', projectId, data } });
  });
  const refused = (): string | null =>
    saving.problem() === null ? null : fieldOf(saving.fieldPath(), sent());
  const save = async (): Promise<void> => {
    saving.forget();
    const outcome = changesOf(props.card, unwrap(draft), today);
    setOwn(outcome.ok ? [] : outcome.problems);
    setSame(outcome.ok && Object.keys(outcome.changes).length === 0);
    if (isSame()) return;
    if (outcome.ok && (await saving.run(outcome.changes))) props.onSent(copyOf(unwrap(draft)));
    else showFirstProblem(formId);
  };
  return {
    draft,
    setDraft,
    isSame,
    busy: saving.busy,
    save,
    /** What is wrong with one input. */
    problemOf: (field: string): string | null =>
      own().find((one) => one.field === field)?.problem ??
      (refused() === field ? saving.problem() : null),
    /** What is wrong with the whole. */
    problem: (): string | null => (refused() === null ? saving.problem() : null),
  };
}
const copyOf = (draft: PlanDraft): PlanDraft => structuredClone(draft);
type PlanEdit = ReturnType<typeof createPlanEdit>;

/** The plan put right on its own card; what comes of it is a new version with a card of its own. */
export function PlanEditor(props: EditorProps): JSX.Element {
  const store = useProjectStore();
  const id = createUniqueId();
  const today = accountMoment(ownerNow(), zoneOf(store.state?.page) ?? 'UTC').day;
  const plan = createPlanEdit(props, id, today);
  return (
    <form
      id={id}
      class="plan-editor"
      data-testid="plan-editor"
      aria-label="Change this plan"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void plan.save();
      }}
    >
      <Show when={props.unfinished !== null}>
        <p class="note" role="status" data-testid="edit-unfinished">
          I could not work this in; the chat says why. What you typed is still here.
        </p>
      </Show>
      <OwnWords onClose={() => props.onClose()} />
      <MoneyAndTime plan={plan} edit={props.edit} today={today} />
      <Places
        places={plan.draft.places}
        problem={plan.problemOf('places')}
        onChange={(places) => plan.setDraft('places', places)}
      />
      <For each={plan.draft.ads}>
        {(ad, index) => (
          <AdEditor
            ad={ad}
            title={adTitle(props.card, ad.key, index())}
            problemOf={(field) => plan.problemOf(`${ad.key}.${field}`)}
            onChange={(change) => plan.setDraft('ads', index(), change)}
          />
        )}
      </For>
      <Show when={plan.problem()}>
        <p class="note bad" role="alert">
          {plan.problem()}
        </p>
      </Show>
      <Show when={plan.isSame()}>
        <p class="note" role="status">
          Nothing is different yet.
        </p>
      </Show>
      <div class="actions">
        <button type="submit" class="button primary" data-testid="save-plan" disabled={plan.busy()}>
          {plan.busy() ? 'Saving…' : 'Make this version'}
        </button>
        <button
          type="button"
          class="button plain"
          disabled={plan.busy()}
          onClick={() => props.onClose()}
        >
          Leave it as it was
        </button>
      </div>
      <p class="small muted">Changing costs nothing and approves nothing.</p>
    </form>
  );
}

function OwnWords(props: { onClose: () => void }): JSX.Element {
  return (
    <p class="small muted">
      Change what you like. I make a new version of the plan from it, and you approve that one.{' '}
      <button
        type="button"
        class="link"
        data-testid="own-words"
        onClick={() => {
          props.onClose();
          inviteToWrite(
            'Say what should be different, for example “half as much, and only in Leeds”.',
          );
        }}
      >
        Tell me in your own words
      </button>
    </p>
  );
}

function MoneyAndTime(props: { plan: PlanEdit; edit: Editable; today: string }): JSX.Element {
  return (
    <>
      <Show when={props.plan.draft.audiences.length > 0}>
        <Shares {...props} />
      </Show>
      <div class="edit-pair">
        <Show when={props.plan.draft.audiences.length === 0}>
          <AmountField
            label={`Average per day, ${props.edit.currency}`}
            problem={props.plan.problemOf('daily')}
            testId="edit-daily"
            value={props.plan.draft.daily}
            focused
            onChange={(daily) => props.plan.setDraft('daily', daily)}
          />
        </Show>
        <EditField label="Last day" problem={props.plan.problemOf('lastDay')}>
          {(input) => (
            <input
              {...input}
              type="date"
              data-testid="edit-last-day"
              min={lastDayBounds(props.today).soonest}
              value={props.plan.draft.lastDay}
              onInput={(event) => props.plan.setDraft('lastDay', event.currentTarget.value)}
            />
          )}
        </EditField>
      </div>
      <p class="small edit-most" role="status" data-testid="edit-most">
        {mostWords(props.plan.draft, props.edit, props.today) ??
          'Once amount and last day stand, I say here what it costs at most.'}
      </p>
    </>
  );
}

/** What each of several audiences may have; the whole follows. */
function Shares(props: { plan: PlanEdit; edit: Editable }): JSX.Element {
  return (
    <fieldset class="edit-shares">
      <legend class="small">Average per day for each audience, {props.edit.currency}</legend>
      <div class="edit-pair">
        <For each={props.plan.draft.audiences}>
          {(audience, index) => (
            <AmountField
              label={audience.name}
              problem={props.plan.problemOf(`${audience.key}.daily`)}
              testId="edit-share"
              value={audience.daily}
              focused={index() === 0}
              onChange={(daily) => props.plan.setDraft('audiences', index(), { daily })}
            />
          )}
        </For>
      </div>
    </fieldset>
  );
}

function adTitle({ ads }: ApprovalCard, key: string, index: number): string {
  const spare = ads.find((ad) => ad.key === key)?.spare === true;
  return spare ? 'Kept for later' : `Ad ${index + 1}`;
}

/** Brings the first input with a problem into view, with the keyboard in it. */
function showFirstProblem(formId: string): void {
  queueMicrotask(() =>
    document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
  );
}

function Places(props: {
  places: readonly string[];
  problem: string | null;
  onChange: (places: string[]) => void;
}): JSX.Element {
  const id = createUniqueId();
  const replace = (at: number, place: string): void =>
    props.onChange(props.places.map((one, index) => (index === at ? place : one)));
  return (
    <fieldset class="edit-places">
      <legend class="small">Places</legend>
      {/* Keyed by position: a place keeps its input while it is typed. */}
      <For each={props.places.map((_, index) => index)}>
        {(index) => (
          <div class="edit-place">
            <input
              class="input"
              type="text"
              aria-label={`Place ${index + 1}`}
              aria-invalid={props.problem !== null}
              aria-describedby={props.problem === null ? undefined : id}
              maxLength={100}
              data-testid="edit-place"
              value={props.places[index] ?? ''}
              onInput={(event) => replace(index, event.currentTarget.value)}
            />
            <button
              type="button"
              class="icon-button"
              aria-label={`Remove place ${index + 1}`}
              disabled={props.places.length === 1}
              onClick={() => props.onChange(props.places.filter((_, other) => other !== index))}
            >
              <X />
            </button>
          </div>
        )}
      </For>
      <Show when={props.problem}>
        <p class="problem" id={id} role="alert">
          {props.problem}
        </p>
      </Show>
      <Show when={props.places.length < MOST_PLACES}>
        <button type="button" class="link" onClick={() => props.onChange([...props.places, ''])}>
          <Plus /> Add a place
        </button>
      </Show>
    </fieldset>
  );
}
