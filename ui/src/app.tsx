import { Route, Router } from '@solidjs/router';
import { Match, onMount, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import { Entry } from './account/entry.tsx';
import { loadBell, unread } from './notification/bell-state.ts';
import { ProjectList } from './project/project-list.tsx';
import { ProjectPage } from './project/project-page.tsx';
import { loadSession, me } from './state/session.ts';
import { createEffect, createSignal } from 'solid-js';

export function App(): JSX.Element {
  const [problem, setProblem] = createSignal(false);
  onMount(() => {
    loadSession().catch(() => setProblem(true));
  });
  createEffect(() => {
    if (me()) void loadBell();
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
          <Router>
            <Route path="/projects/:id" component={ProjectPage} />
            <Route path="*" component={ProjectList} />
          </Router>
        </Match>
      </Switch>
    </Show>
  );
}
