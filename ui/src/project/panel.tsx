import { createSignal, For, Match, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { ActivityList } from '../activity/activity-list.tsx';
import { Artifacts } from '../artifact/artifacts.tsx';
import { Tools } from '../connection/tools.tsx';
import { MoneySection } from '../money/money-section.tsx';
import { Results } from '../monitoring/results.tsx';
import { UsageSection } from '../usage/usage-section.tsx';

const TABS = [
  { id: 'results', title: 'Results' },
  { id: 'artifacts', title: 'Artifacts' },
  { id: 'activity', title: 'Activity' },
  { id: 'tools', title: 'Tools' },
] as const;
type Tab = (typeof TABS)[number]['id'];

function hasNumbers({ results, money }: ProjectPageDto): boolean {
  return results !== null || money.approvals.length > 0;
}

function answersIn({ messages }: ProjectPageDto): number {
  return messages.filter(({ role, status }) => role === 'agent' && status === 'complete').length;
}

/** Beside the chat: numbers, what was made, what was done. Until a tab is chosen it shows what matters most now. */
export function Panel(props: { page: ProjectPageDto }): JSX.Element {
  const [chosen, setChosen] = createSignal<Tab | null>(null);
  const tab = (): Tab => chosen() ?? (hasNumbers(props.page) ? 'results' : 'artifacts');
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
    if (step === undefined) return;
    const index = TABS.findIndex(({ id }) => id === tab());
    const next = TABS[(index + step) % TABS.length];
    if (next === undefined) return;
    setChosen(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Beside the chat" onKeyDown={move}>
        <For each={TABS}>
          {(one) => (
            <button
              class="tab"
              type="button"
              role="tab"
              id={`tab-${one.id}`}
              tabindex={tab() === one.id ? 0 : -1}
              aria-selected={tab() === one.id}
              aria-controls="panel-body"
              data-testid={`tab-${one.id}`}
              onClick={() => setChosen(one.id)}
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
        data-testid="panel"
        tabindex="0"
      >
        <Switch>
          <Match when={tab() === 'results'}>
            <MoneySection page={props.page} />
            <Results results={props.page.results} />
          </Match>
          <Match when={tab() === 'artifacts'}>
            <Artifacts artifacts={props.page.artifacts} />
          </Match>
          <Match when={tab() === 'activity'}>
            <ActivityList activity={props.page.activity} />
          </Match>
          <Match when={tab() === 'tools'}>
            <Tools page={props.page} />
            <UsageSection projectId={props.page.project.id} answers={answersIn(props.page)} />
          </Match>
        </Switch>
      </div>
    </>
  );
}
