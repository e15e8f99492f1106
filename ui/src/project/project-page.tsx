import { A, useLocation, useParams } from '@solidjs/router';
import { createEffect, createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Menu from '~icons/lucide/menu';
import PanelRight from '~icons/lucide/panel-right';
import { Thread } from '../conversation/thread.tsx';
import { createProjectStore } from '../state/project-store.ts';
import { ProjectContext } from '../state/project-context.ts';
import type { ProjectStore } from '../state/project-store.ts';
import { AccountCorner } from './account-corner.tsx';
import { Panel } from './panel.tsx';
import { SandboxBar } from './sandbox-bar.tsx';
import { Sidebar } from './sidebar.tsx';
import { StagePill } from './stage-pill.tsx';

const PANEL_KEY = 'aigency.panel';

/** One project: conversations, the chat, and what came of it. */
export function ProjectPage(): JSX.Element {
  const params = useParams();
  const store = createProjectStore(() => params['id'] ?? '');
  const [sheet, setSheet] = createSignal<'sidebar' | 'panel' | null>(null);
  const [panel, setPanel] = createSignal(localStorage.getItem(PANEL_KEY) !== 'closed');
  const togglePanel = () => {
    if (window.matchMedia('(width < 1024px)').matches) {
      setSheet(sheet() === 'panel' ? null : 'panel');
      return;
    }
    localStorage.setItem(PANEL_KEY, panel() ? 'closed' : 'open');
    setPanel(!panel());
  };
  return (
    <ProjectContext.Provider value={store}>
    <div class="shell" classList={{ 'without-panel': !panel() }}>
      <header class="shell-header">
        <button
          class="icon-button only-narrow"
          type="button"
          aria-label="Conversations"
          onClick={() => setSheet('sidebar')}
        >
          <Menu />
        </button>
        <A class="brand" href="/" aria-label="All projects">
          <img src="/mark.svg" alt="" />
        </A>
        <div class="shell-title">
          <h1>{store.state?.page.project.name}</h1>
          <Show when={store.state?.page.project}>
            {(project) => <StagePill project={project()} />}
          </Show>
        </div>
        <button
          class="icon-button"
          type="button"
          aria-label="Results and artifacts"
          data-testid="toggle-panel"
          onClick={togglePanel}
        >
          <PanelRight />
        </button>
        <AccountCorner />
      </header>
      <Show when={sheet() !== null}>
        <button
          class="sheet-backdrop"
          type="button"
          aria-label="Close"
          onClick={() => setSheet(null)}
        />
      </Show>
      <aside class="sidebar" classList={{ open: sheet() === 'sidebar' }}>
        <Show when={store.state}>
          {(state) => <Sidebar page={state().page} onPick={() => setSheet(null)} />}
        </Show>
      </aside>
      <Middle store={store} />
      <Show when={panel() || sheet() === 'panel'}>
        <aside
          class="panel"
          classList={{ open: sheet() === 'panel' }}
          aria-label="Results, artifacts and activity"
        >
          <Show when={store.state}>{(state) => <Panel page={state().page} />}</Show>
        </aside>
      </Show>
    </div>
    </ProjectContext.Provider>
  );
}

function Middle(props: { store: ProjectStore }): JSX.Element {
  const location = useLocation();
  createEffect(() => {
    const id = location.hash.slice(1);
    if (id !== '' && props.store.state !== null) {
      requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: 'center' }));
    }
  });
  return (
    <main class="middle">
      <SandboxBar onSkipped={() => void props.store.reload()} />
      <Show when={!props.store.online()}>
        <p class="banner" role="status">
          The connection is gone. I am trying again; what you send waits here until it is back.
        </p>
      </Show>
      <Show when={props.store.problem()}>
        <p class="banner" role="alert">
          {props.store.problem()}
        </p>
      </Show>
      <Show when={props.store.state} fallback={<div class="thread-scroll" aria-busy="true" />}>
        {(state) => <Thread state={state()} store={props.store} />}
      </Show>
    </main>
  );
}
