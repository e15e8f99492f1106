import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { MessageDto, ProjectSummaryDto } from '../../../contract/model.ts';
import { useProjectStore } from '../state/project-context.ts';

const LIVE = ['How are my ads doing?', 'What did you change?', 'Pause my ads'];
const BY_STAGE: Readonly<Partial<Record<ProjectSummaryDto['stage'], readonly string[]>>> = {
  'awaiting-approval': ['What will this cost at most?', 'What happens after I approve?'],
  live: LIVE,
  paused: ['How did my ads do?', 'Why are my ads paused?'],
};

/** Things people ask at this point, to be sent with one click. They never touch what is being written. */
export function Suggestions(props: {
  messages: readonly MessageDto[];
  hasDraft: boolean;
  onPick: (words: string) => void;
}): JSX.Element {
  const store = useProjectStore();
  const offered = (): readonly string[] => {
    const stage = store.state?.page.project.stage;
    const last = props.messages.at(-1);
    const isOpen = last === undefined || (last.role === 'agent' && last.status === 'complete');
    if (stage === undefined || props.hasDraft || !isOpen) return [];
    return BY_STAGE[stage] ?? [];
  };
  return (
    <Show when={offered().length > 0}>
      <div class="suggestions" role="group" aria-label="You could ask" data-testid="suggestions">
        <For each={offered()}>
          {(words) => (
            <button class="button quiet small" type="button" onClick={() => props.onPick(words)}>
              {words}
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
