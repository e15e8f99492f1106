import type { JSX } from 'solid-js';
import ChevronDown from '~icons/lucide/chevron-down';

/** The line that opens and closes what lies below it. */
export function FoldLine(props: {
  open: boolean;
  /** Id of what it opens. */
  controls: string;
  /** What pressing it does while it is closed, in one word. */
  word: string;
  onToggle: () => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <button
      type="button"
      class="fold-line"
      aria-expanded={props.open}
      aria-controls={props.open ? props.controls : undefined}
      onClick={() => props.onToggle()}
    >
      {props.children}
      <span class="small muted fold-word">
        {props.open ? 'Hide' : props.word}
        <ChevronDown class={props.open ? 'chevron up' : 'chevron'} />
      </span>
    </button>
  );
}
