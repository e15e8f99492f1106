import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Hand from '~icons/lucide/hand';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ConnectionDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { LookAgain } from './look-again.tsx';

type Option = {
  readonly id: string;
  readonly name: string;
  /** What tells it apart. */
  readonly facts: string | null;
  /** Why it cannot be chosen, or what has to be put right before ads run. */
  readonly problem: string | null;
  readonly usable: boolean;
};

/** Which ad account pays, and which Page speaks. */
export function ChooseAccount(props: { page: ProjectPageDto }): JSX.Element {
  const store = useProjectStore();
  const accounts = (): Option[] => props.page.connection.adAccounts.map(accountOption);
  const pages = (): Option[] => props.page.connection.pages.map(pageOption);
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
          <Show when={props.page.connection.facebookName}>
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
        <LookAgain projectId={props.page.project.id} />
      </div>
      <p class="small muted">Choosing spends nothing. You see the plan first.</p>
    </form>
  );
}

function accountOption(account: ConnectionDto['adAccounts'][number]): Option {
  const { id, name, currency, timezone, statusWords, usable, problem } = account;
  const zone = timezone.split('/').at(-1)?.replaceAll('_', ' ') ?? timezone;
  const facts = `${currency} · ${zone} time · ${statusWords}`;
  return { id, name, usable, facts, problem: problem?.message ?? null };
}

function pageOption({ id, name, usable, problem }: ConnectionDto['pages'][number]): Option {
  return { id, name, usable, facts: null, problem: problem?.message ?? null };
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
  const name = createUniqueId();
  return (
    <fieldset class="choices" data-testid={props.testId}>
      <legend class="small">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="choice" classList={{ unusable: !option.usable }}>
            <input
              type="radio"
              name={name}
              value={option.id}
              disabled={!option.usable}
              checked={props.value === option.id}
              onChange={() => props.onChoose(option.id)}
            />
            <span>
              {option.name}
              <Show when={option.facts}>
                <span class="small choice-note">{option.facts}</span>
              </Show>
              <Show when={option.problem}>
                <span class="small choice-note choice-problem">{option.problem}</span>
              </Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
