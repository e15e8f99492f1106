import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ApprovalDto } from '../../../contract/launch.ts';

/** What is different from the version before: only the changed lines, and why. */
export function DiffRows(props: {
  diff: ApprovalDto['diff'];
  reason: string | null;
  title: string;
}): JSX.Element {
  return (
    <section class="diff" aria-label={props.title} data-testid="diff">
      <h3>{props.title}</h3>
      <dl class="rows">
        <For each={props.diff}>
          {(row) => (
            <div class="row">
              <dt>{row.label}</dt>
              <dd>
                <Show when={row.before}>
                  {(before) => (
                    <del>
                      <span class="visually-hidden">Before: </span>
                      {before()}
                    </del>
                  )}
                </Show>{' '}
                <Show when={row.after} fallback={<span class="muted">left out</span>}>
                  {(after) => (
                    <ins>
                      <span class="visually-hidden">Now: </span>
                      {after()}
                    </ins>
                  )}
                </Show>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={props.reason}>
        <p class="small muted">{props.reason}</p>
      </Show>
    </section>
  );
}
