import { createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import ChevronDown from '~icons/lucide/chevron-down';
import Clock from '~icons/lucide/clock-3';
import Minus from '~icons/lucide/minus';
import type { ApprovalDto } from '../../../contract/model.ts';
import { receiptLine } from './words.ts';

/** A card that folds to its receipt once it is decided, and opens again on demand. */
export function FoldingCard(props: {
  approval: ApprovalDto;
  title: string;
  children: JSX.Element;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  const decided = (): boolean => props.approval.status !== 'PENDING';
  return (
    <section
      class="card"
      classList={{ waiting: !decided(), folded: decided() }}
      data-testid={props.approval.kind === 'brief' ? 'brief-card' : 'plan-card'}
      data-status={props.approval.status}
      aria-label={props.title}
    >
      <Show when={decided()}>
        <button
          type="button"
          class="fold-line"
          aria-expanded={open()}
          aria-controls={id}
          onClick={() => setOpen(!open())}
        >
          <Show when={props.approval.status === 'GRANTED'} fallback={<Minus class="tone-quiet" />}>
            <Check class="tone-good" />
          </Show>
          <span>{receiptLine(props.approval)}</span>
          <span class="small muted fold-word">
            {open() ? 'Hide' : 'Show'}
            <ChevronDown class={open() ? 'chevron up' : 'chevron'} />
          </span>
        </button>
      </Show>
      <Show when={!decided() || open()}>
        <div class="card-body" id={id}>
          <Show when={!decided()}>
            <p class="kicker waiting">
              <Clock />
              <span>{receiptLine(props.approval)}</span>
            </p>
          </Show>
          <h2>{props.title}</h2>
          {props.children}
        </div>
      </Show>
    </section>
  );
}
