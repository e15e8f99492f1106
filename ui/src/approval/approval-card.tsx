import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ApprovalDto } from '../../../contract/launch.ts';
import type { ApprovalCard as Card } from '../../../contract/launch.ts';
import { BriefCard } from '../onboarding/brief-card.tsx';
import { createTicker } from '../state/ticker.ts';
import { AdPreview } from './ad-preview.tsx';
import { canUndo, undoWindowMs } from './chain.ts';
import { Decision } from './decision.tsx';
import { DiffRows } from './diff-rows.tsx';
import { FoldLine } from './fold-line.tsx';
import { FoldingCard } from './folding-card.tsx';
import type { PlanDraft } from './plan-draft.ts';
import { PlanEditor } from './plan-editor.tsx';
import { UndoBar } from './undo-bar.tsx';

/** Something to decide: the brief, a plan that costs money, or another ad in the place of a refused one. */
export function ApprovalCard(props: { approval: ApprovalDto; page: ProjectPageDto }): JSX.Element {
  return (
    <Show
      when={props.approval.kind === 'brief' && props.page.brief}
      fallback={<PlanCard approval={props.approval} />}
    >
      {(brief) => <BriefCard approval={props.approval} brief={brief()} />}
    </Show>
  );
}

/** A plan in fixed rows, its ads as they will look, and the only buttons that allow money to be spent. */
function PlanCard(props: { approval: ApprovalDto }): JSX.Element {
  const now = createTicker(() => undoable(), 250);
  const undoable = createMemo(() => canUndo(props.approval, now()));
  return (
    <Show when={props.approval.card}>
      {(card) => (
        <FoldingCard approval={props.approval} title={card().question} keepOpen={undoable()}>
          <Show when={props.approval.diff.length > 0}>
            <DiffRows
              diff={props.approval.diff}
              reason={props.approval.changeReason}
              title={
                props.approval.kind === 'campaign-plan'
                  ? `What changed since version ${props.approval.version - 1}`
                  : 'Before and after'
              }
            />
          </Show>
          <PlanBody card={card()} />
          <PlanFoot approval={props.approval} card={card()} now={now()} undoable={undoable()} />
        </FoldingCard>
      )}
    </Show>
  );
}

/** What stands under the buttons of cards that spend nothing more. */
const SMALL_WORDS: Readonly<Partial<Record<ApprovalDto['kind'], string>>> = {
  'ad-fix': 'Only this button approves. The amount you approved stays as it is.',
  'brief-change': 'Only this button changes your brief; nothing you write in the chat does.',
};

/** What can be done with the card at this moment. */
function PlanFoot(props: {
  approval: ApprovalDto;
  card: Card;
  now: number;
  undoable: boolean;
}): JSX.Element {
  const [editing, setEditing] = createSignal(false);
  /** Kept while a change is worked in: should it be refused, nothing has to be typed twice. */
  const [unfinished, setUnfinished] = createSignal<PlanDraft | null>(null);
  const stopEditing = (): void => {
    setUnfinished(null);
    setEditing(false);
  };
  const canEdit = (): boolean =>
    props.card.edit !== undefined && props.approval.kind === 'campaign-plan';
  return (
    <>
      <Switch>
        <Match when={props.undoable}>
          <UndoBar approval={props.approval} now={props.now} />
        </Match>
        <Match when={props.approval.status !== 'PENDING'}>{null}</Match>
        <Match when={props.approval.changing}>
          <p class="note" role="status" data-testid="changing">
            I am making your change. A new version of this card appears in a moment, and only that
            one can be approved.
          </p>
        </Match>
        <Match when={editing() && props.card.edit}>
          {(edit) => (
            <PlanEditor
              approval={props.approval}
              card={props.card}
              edit={edit()}
              unfinished={unfinished()}
              onSent={setUnfinished}
              onClose={stopEditing}
            />
          )}
        </Match>
        <Match when={true}>
          <Decision
            approval={props.approval}
            approveLabel={props.card.approveLabel}
            onEdit={canEdit() ? () => setEditing(true) : undefined}
            small={SMALL_WORDS[props.approval.kind]}
          />
        </Match>
      </Switch>
      <p class="visually-hidden" role="status">
        {props.undoable ? `Approved. ${undoWords(props.approval)}` : ''}
      </p>
    </>
  );
}

function undoWords(approval: ApprovalDto): string {
  const seconds = Math.round(undoWindowMs(approval) / 1000);
  return `You have ${seconds === 1 ? 'one second' : `${seconds} seconds`} to take it back.`;
}

function PlanBody(props: { card: Card }): JSX.Element {
  const ads = () => props.card.ads.filter((ad) => ad.spare !== true);
  const spares = () => props.card.ads.filter((ad) => ad.spare === true);
  return (
    <>
      <Show when={props.card.reasoning}>
        <p class="reasoning">{props.card.reasoning}</p>
      </Show>
      <dl class="rows">
        <For each={props.card.rows}>
          {(row) => (
            <div class="row">
              <dt>{row.label}</dt>
              <dd>{row.value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Ads ads={ads()} title="The ads as people will see them" name="Ad" />
      <Show when={spares().length > 0}>
        <Spares ads={spares()} />
      </Show>
    </>
  );
}

/** Pictures and words approved with the plan, kept ready and not shown. */
function Spares(props: { ads: Card['ads'] }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  return (
    <section class="spares" data-testid="spares">
      <FoldLine open={open()} controls={id} word="Show" onToggle={() => setOpen(!open())}>
        <span>
          Kept for later: {props.ads.length === 1 ? 'one more ad' : `${props.ads.length} more ads`}
        </span>
      </FoldLine>
      <Show when={open()}>
        <div class="spares-body" id={id}>
          <p class="small muted">
            These do not run and cost nothing. They are made ready, and I show none of them without
            asking you.
          </p>
          <Ads ads={props.ads} title="Ads kept for later" name="Kept for later" />
        </div>
      </Show>
    </section>
  );
}

function Ads(props: { ads: Card['ads']; title: string; name: string }): JSX.Element {
  return (
    <Show when={props.ads.length > 0}>
      <div
        class="ads"
        classList={{ single: props.ads.length === 1 }}
        role="group"
        tabindex="0"
        aria-label={props.title}
      >
        <For each={props.ads}>
          {(ad, index) => (
            <AdPreview
              ad={ad}
              label={`${props.name} ${index() + 1} of ${props.ads.length}: ${ad.headline}`}
            />
          )}
        </For>
      </div>
    </Show>
  );
}
