import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { api, wordsFor } from '../api/client.ts';

/** Connecting Facebook inside the chat, in each of its states. */
export function ConnectCard(props: { words: string; page: ProjectPageDto }): JSX.Element {
  const connection = () => props.page.connection;
  return (
    <section class="card" data-testid="connect-card" data-state={connection().state}>
      <Switch fallback={<Connect words={props.words} page={props.page} />}>
        <Match when={connection().state === 'CONNECTED' && connection().selected}>
          {(selected) => (
            <p class="fold-line">
              <CircleCheck />
              <span>
                Connected to Facebook: {selected().adAccountName}, as the Page {selected().pageName}
              </span>
            </p>
          )}
        </Match>
        <Match when={connection().state === 'NEEDS_SELECTION' && connection().problem === null}>
          <Choose page={props.page} />
        </Match>
      </Switch>
    </section>
  );
}

function Connect(props: { words: string; page: ProjectPageDto }): JSX.Element {
  const again = () => props.page.connection.state !== 'NOT_CONNECTED';
  return (
    <div class="card-body">
      <p class="kicker waiting">Waiting for you</p>
      <h2>{again() ? 'Connect Facebook again' : 'Connect your Facebook ad account'}</h2>
      <p>{props.words}</p>
      <Show when={props.page.connection.problem}>
        {(problem) => (
          <p class="note bad" role="alert">
            {problem().message}
          </p>
        )}
      </Show>
      <div class="actions">
        <a
          class="button primary"
          href={`/api/auth/facebook?projectId=${props.page.project.id}`}
          target="_self"
          data-testid="connect-facebook"
        >
          {again() ? 'Connect Facebook again' : 'Connect Facebook'}
        </a>
      </div>
      <p class="small muted">You choose on Facebook what I may see. Connecting spends nothing.</p>
    </div>
  );
}

function Choose(props: { page: ProjectPageDto }): JSX.Element {
  const connection = () => props.page.connection;
  const firstAccount = () => connection().adAccounts.find((account) => account.usable)?.id ?? '';
  const firstPage = () => connection().pages.find((page) => page.usable)?.id ?? '';
  const [account, setAccount] = createSignal(firstAccount());
  const [page, setPage] = createSignal(firstPage());
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const choose = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.selectAccount({
        projectId: props.page.project.id,
        adAccountId: account(),
        pageId: page(),
      });
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="card-body">
      <p class="kicker waiting">Waiting for you</p>
      <h2>Which account and Page shall I use?</h2>
      <label class="field">
        <span>Ad account</span>
        <select
          class="input"
          value={account()}
          data-testid="choose-account"
          onChange={(event) => setAccount(event.currentTarget.value)}
        >
          <For each={connection().adAccounts}>
            {(one) => (
              <option value={one.id} disabled={!one.usable}>
                {one.name} · {one.currency} · {one.statusWords}
              </option>
            )}
          </For>
        </select>
      </label>
      <label class="field">
        <span>Page that the ads come from</span>
        <select
          class="input"
          value={page()}
          data-testid="choose-page"
          onChange={(event) => setPage(event.currentTarget.value)}
        >
          <For each={connection().pages}>
            {(one) => (
              <option value={one.id} disabled={!one.usable}>
                {one.usable ? one.name : `${one.name} · you may not advertise for it`}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <div class="actions">
        <button
          class="button primary"
          type="button"
          disabled={busy() || account() === '' || page() === ''}
          data-testid="use-account"
          onClick={() => void choose()}
        >
          Use these
        </button>
      </div>
    </div>
  );
}
