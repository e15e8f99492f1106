import { createSignal, For, Match, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { ActivityList } from '../activity/activity-list.tsx';
import { Artifacts } from '../artifact/artifacts.tsx';
import { Results } from '../monitoring/results.tsx';

const TABS = [
  { id: 'results', title: 'Results' },
  { id: 'artifacts', title: 'Artifacts' },
  { id: 'activity', title: 'Activity' },
] as const;
type Tab = (typeof TABS)[number]['id'];

/** Beside the chat: numbers, what was made, what was done. */
export function Panel(props: { page: ProjectPageDto }): JSX.Element {
  const [tab, setTab] = createSignal<Tab>(props.page.results === null ? 'artifacts' : 'results');
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Beside the chat">
        <For each={TABS}>
          {(one) => (
            <button
              class="tab"
              type="button"
              role="tab"
              id={`tab-${one.id}`}
              aria-selected={tab() === one.id}
              aria-controls="panel-body"
              data-testid={`tab-${one.id}`}
              onClick={() => setTab(one.id)}
            >
              {one.title}
            </button>
          )}
        </For>
      </div>
      <div
        class="panel-body"
        id="panel-body"
        role="tabpanel"
        aria-labelledby={`tab-${tab()}`}
        tabindex="0"
      >
        <Switch>
          <Match when={tab() === 'results'}>
            <Results results={props.page.results} />
          </Match>
          <Match when={tab() === 'artifacts'}>
            <Artifacts artifacts={props.page.artifacts} />
          </Match>
          <Match when={tab() === 'activity'}>
            <ActivityList activity={props.page.activity} />
          </Match>
        </Switch>
      </div>
    </>
  );
}
