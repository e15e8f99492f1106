import { createResource, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { api } from '../http/client.ts';
import { usageWords } from './words.ts';

/** What the model behind the agency cost for this project, and its limit for a day. */
export function UsageSection(props: {
  projectId: string;
  /** Changes with each finished answer, after which there is something new to read. */
  answers: number;
}): JSX.Element {
  const [usage] = createResource(
    () => ({ id: props.projectId, answers: props.answers }),
    // Beside everything else on the page this is no reason for an alarm: it is left out then.
    ({ id }) => api.usage(id).catch(() => undefined),
  );
  return (
    <Show when={usage.latest}>
      {(known) => (
        <section class="group" data-testid="usage">
          <h2 class="panel-title">What thinking costs</h2>
          <For each={usageWords(known())}>{(words) => <p class="small">{words}</p>}</For>
          <p class="small muted">
            This is the price of the language model. It is not part of your ad budget.
          </p>
        </section>
      )}
    </Show>
  );
}
