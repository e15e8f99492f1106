import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ActivityDto } from '../../../contract/model.ts';
import { moment } from '../format.ts';

const WHO: Readonly<Record<ActivityDto['actor'], string>> = {
  agent: 'Aigency',
  person: 'You',
  facebook: 'Facebook',
  operator: 'Operator',
};

/** What was done, by whom and why, newest first. */
export function ActivityList(props: { activity: readonly ActivityDto[] }): JSX.Element {
  return (
    <For
      each={props.activity}
      fallback={<p class="empty">Nothing has happened yet. Everything I do will be listed here.</p>}
    >
      {(entry) => (
        <article class="activity-row" data-testid="activity-row">
          <span class="small muted">
            {WHO[entry.actor]} · {moment(entry.at)}
          </span>
          <p>{entry.what}</p>
          <Show when={entry.why}>
            <p class="small muted">{entry.why}</p>
          </Show>
          <Show when={entry.outcome}>
            <p class="small">{entry.outcome}</p>
          </Show>
        </article>
      )}
    </For>
  );
}
