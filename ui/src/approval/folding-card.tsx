import { createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import IconCheck from '~icons/lucide/check';
import IconChevron from '~icons/lucide/chevron-down';
import IconClock from '~icons/lucide/clock-3';
import IconMinus from '~icons/lucide/minus';
import type { ApprovalTone } from './words.ts';

/** A card that folds to its receipt once it is decided, and opens again on demand. */
export function FoldingCard(props: {
  testid: string;
  /** Decided: the card can fold. */
  decided: boolean;
  line: string;
  tone: ApprovalTone;
  title: string;
  children: JSX.Element;
}) {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  return (
    <section
      class="card"
      classList={{ waiting: !props.decided, folded: props.decided }}
      data-testid={props.testid}
      data-state={props.decided ? 'decided' : 'open'}
      aria-label={props.title}
    >
      <Show when={props.decided}>
        <button
          type="button"
          class="fold-line"
          aria-expanded={open()}
          aria-controls={id}
          onClick={() => setOpen(!open())}
        >
          <Show when={props.tone === 'good'} fallback={<IconMinus class="tone-quiet" aria-hidden="true" />}>
            <IconCheck class="tone-good" aria-hidden="true" />
          </Show>
          <span>{props.line}</span>
          <span class="small muted fold-word">
            {open() ? 'Hide' : 'Show'}
            <IconChevron class="chevron" classList={{ up: open() }} aria-hidden="true" />
          </span>
        </button>
      </Show>
      <Show when={!props.decided || open()}>
        <div class="card-body" id={id}>
          <Show when={!props.decided}>
            <div class="kicker waiting">
              <IconClock aria-hidden="true" />
              {props.line}
            </div>
          </Show>
          <h2>{props.title}</h2>
          {props.children}
        </div>
      </Show>
    </section>
  );
}
