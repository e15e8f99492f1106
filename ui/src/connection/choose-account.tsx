import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Hand from '~icons/lucide/hand';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';

type Option = { readonly id: string; readonly words: string; readonly usable: boolean };

/** Which ad account pays, and which Page speaks. */
export function ChooseAccount(props: { page: ProjectPageDto }): JSX.Element {
  const store = useProjectStore();
  const connection = () => props.page.connection;
  const accounts = (): Option[] =>
    connection().adAccounts.map(({ id, name, currency, statusWords, usable }) => ({
      id,
      usable,
      words: `${name} · ${currency} · ${statusWords}`,
    }));
  const pages = (): Option[] =>
    connection().pages.map(({ id, name, usable }) => ({
      id,
      usable,
      words: usable ? name : `${name} · you may not advertise for it`,
    }));
  const [account, setAccount] = createSignal(firstUsable(accounts()));
  const [page, setPage] = createSignal(firstUsable(pages()));
  const choice = createTask(async () => {
    const projectId = props.page.project.id;
    const data = await api.selectAccount({ projectId, adAccountId: account(), pageId: page() });
    store.apply({ kind: 'change', change: { type: 'connection', projectId, data } });
  });
  return (
    <form
      class="card-body"
      onSubmit={(event) => {
        event.preventDefault();
        void choice.run();
      }}
    >
      <p class="kicker waiting">
        <Hand />
        <span>
          Waiting for you
          <Show when={connection().facebookName}>
            {(name) => <> · signed in to Facebook as {name()}</>}
          </Show>
        </span>
      </p>
      <h2>Which ad account and Page shall I use?</h2>
      <Choice
        label="Ad account, which Facebook charges"
        testId="choose-account"
        options={accounts()}
        value={account()}
        onChoose={setAccount}
      />
      <Choice
        label="Page that the ads come from"
        testId="choose-page"
        options={pages()}
        value={page()}
        onChoose={setPage}
      />
      <Show when={choice.problem()}>
        <p class="note bad" role="alert">
          {choice.problem()}
        </p>
      </Show>
      <div class="actions">
        <button
          class="button primary"
          type="submit"
          disabled={choice.busy() || account() === '' || page() === ''}
          data-testid="use-account"
        >
          {choice.busy() ? 'Saving…' : 'Use this account and Page'}
        </button>
      </div>
      <p class="small muted">Choosing spends nothing. You see the plan first.</p>
    </form>
  );
}

function firstUsable(options: readonly Option[]): string {
  return options.find((option) => option.usable)?.id ?? '';
}

function Choice(props: {
  label: string;
  testId: string;
  options: readonly Option[];
  value: string;
  onChoose: (id: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        class="input"
        value={props.value}
        data-testid={props.testId}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.id} disabled={!option.usable}>
              {option.words}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
