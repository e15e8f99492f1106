import { Route, Router } from '@solidjs/router';
import { createEffect, createSignal, ErrorBoundary, Match, onMount, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import { Entry } from './account/entry.tsx';
import { loadBell, unread } from './notification/bell-state.ts';
import { ProjectList } from './project/project-list.tsx';
import { ProjectPage } from './project/project-page.tsx';
import { loadSession, me } from './state/session.ts';

export function App(): JSX.Element {
  const [problem, setProblem] = createSignal(false);
  onMount(() => {
    loadSession().catch(() => setProblem(true));
  });
  createEffect(() => {
    if (me()) loadBell().catch(() => undefined);
  });
  createEffect(() => {
    document.title = unread() > 0 ? `(${unread()}) Aigency` : 'Aigency';
  });
  return (
    <Show
      when={!problem()}
      fallback={
        <main class="page">
          <h1>I cannot reach the server</h1>
          <p>Nothing is lost. Please reload this page in a moment.</p>
        </main>
      }
    >
      <Switch>
        <Match when={me() === null}>
          <Entry />
        </Match>
        <Match when={me()}>
          <ErrorBoundary fallback={<Broken />}>
            <Router>
              <Route
                path={['/projects/:id', '/projects/:id/c/:conversation']}
                component={ProjectPage}
              />
              <Route path="*" component={ProjectList} />
            </Router>
          </ErrorBoundary>
        </Match>
      </Switch>
    </Show>
  );
}

/** A fault in the page itself: what is running on the server is not touched by it. */
function Broken(): JSX.Element {
  return (
    <main class="page">
      <h1>This page stumbled</h1>
      <p>
        Nothing was lost, and your ads are as they were. Please open the page again; if it happens
        twice, tell the person who runs Aigency.
      </p>
      <div class="actions">
        <button class="button primary" type="button" onClick={() => window.location.reload()}>
          Open it again
        </button>
        <a class="button quiet" href="/" rel="external">
          All projects
        </a>
      </div>
    </main>
  );
}
