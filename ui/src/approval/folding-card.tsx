import { createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import ChevronDown from '~icons/lucide/chevron-down';
import Clock from '~icons/lucide/clock-3';
import LoaderCircle from '~icons/lucide/loader-circle';
import Minus from '~icons/lucide/minus';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { zoneOf } from '../connection/zone.ts';
import { useProjectStore } from '../state/project-context.ts';
import { SeeNewest } from './see-newest.tsx';
import { limitLine, receiptLine } from './words.ts';

const TEST_IDS: Readonly<Record<ApprovalDto['kind'], string>> = {
  brief: 'brief-card',
  'campaign-plan': 'plan-card',
  'ad-fix': 'fix-card',
  'brief-change': 'brief-change-card',
  'campaign-change': 'change-card',
};

/** A card that folds to its receipt once it is decided, and opens again on demand. */
export function FoldingCard(props: {
  approval: ApprovalDto;
  title: string;
  /** Decided, but still to be seen whole: it can be taken back. */
  keepOpen?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  const folds = (): boolean => props.approval.status !== 'PENDING' && props.keepOpen !== true;
  return (
    <section
      class="card"
      classList={{ waiting: !folds() && !props.approval.changing, folded: folds() }}
      data-testid={TEST_IDS[props.approval.kind]}
      data-status={props.approval.status}
      aria-label={props.title}
    >
      <Show when={folds()}>
        <Receipt
          approval={props.approval}
          open={open()}
          body={id}
          onToggle={() => setOpen(!open())}
        />
      </Show>
      <Show when={!folds() || open()}>
        <div class="card-body" id={id}>
          <Show when={!folds()}>
            <Kicker approval={props.approval} />
          </Show>
          <h2>{props.title}</h2>
          {props.children}
        </div>
      </Show>
    </section>
  );
}

function Kicker(props: { approval: ApprovalDto }): JSX.Element {
  const store = useProjectStore();
  const working = (): boolean => props.approval.changing;
  return (
    <p class="kicker" classList={{ waiting: !working() && props.approval.status === 'PENDING' }}>
      <Show when={!working()} fallback={<LoaderCircle class="turning" />}>
        <Clock />
      </Show>
      <span>
        {props.approval.status === 'GRANTED'
          ? 'Approved · can still be taken back'
          : receiptLine(props.approval, zoneOf(store.state?.page))}
      </span>
    </p>
  );
}

/** What stays of a decision for ever: who, when, which version, what limit. */
function Receipt(props: {
  approval: ApprovalDto;
  open: boolean;
  body: string;
  onToggle: () => void;
}): JSX.Element {
  const store = useProjectStore();
  const zone = () => zoneOf(store.state?.page);
  return (
    <>
      <button
        type="button"
        class="fold-line"
        aria-expanded={props.open}
        aria-controls={props.open ? props.body : undefined}
        data-testid="receipt"
        onClick={() => props.onToggle()}
      >
        <Show when={props.approval.status === 'GRANTED'} fallback={<Minus class="tone-quiet" />}>
          <Check class="tone-good" />
        </Show>
        <span class="fold-words">
          <span>{receiptLine(props.approval, zone())}</span>
          <Show when={limitLine(props.approval, zone())}>
            {(limit) => <span class="small muted">{limit()}</span>}
          </Show>
          <Show when={props.approval.status === 'REJECTED' && props.approval.reason}>
            <span class="small muted">You wrote: {props.approval.reason}</span>
          </Show>
        </span>
        <span class="small muted fold-word">
          {props.open ? 'Hide' : 'Show'}
          <ChevronDown class={props.open ? 'chevron up' : 'chevron'} />
        </span>
      </button>
      <SeeNewest approval={props.approval} />
    </>
  );
}
