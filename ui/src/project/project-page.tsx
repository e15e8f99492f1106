import { A, useLocation, useParams } from '@solidjs/router';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Menu from '~icons/lucide/menu';
import PanelRight from '~icons/lucide/panel-right';
import { threadOf } from '../conversation/conversations.ts';
import { point } from '../conversation/point.ts';
import { ArtifactDialog } from '../artifact/artifact-dialog.tsx';
import { Thread } from '../conversation/thread.tsx';
import { narrow } from '../narrow.ts';
import { Sheet } from '../sheet.tsx';
import { ProjectContext } from '../state/project-context.ts';
import { createProjectStore } from '../state/project-store.ts';
import type { ProjectStore } from '../state/project-store.ts';
import { AccountCorner } from './account-corner.tsx';
import { AdsSwitch } from './ads-switch.tsx';
import { PanelResizer, panelWidth } from './panel-resizer.tsx';
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
  const close = (): void => {
    setSheet(null);
  };
  const togglePanel = (): void => {
    if (narrow()) {
      setSheet(sheet() === 'panel' ? null : 'panel');
      return;
    }
    localStorage.setItem(PANEL_KEY, panel() ? 'closed' : 'open');
    setPanel(!panel());
  };
  const sidebar = (): JSX.Element => (
    <Show when={store.state}>{(state) => <Sidebar page={state().page} onPick={close} />}</Show>
  );
  const beside = (): JSX.Element => (
    <Show when={store.state}>{(state) => <Panel page={state().page} />}</Show>
  );
  return (
    <ProjectContext.Provider value={store}>
      <div
        class={panel() ? 'shell' : 'shell without-panel'}
        style={{ '--panel-width': `${panelWidth()}px` }}
      >
        <Header
          store={store}
          panelOpen={narrow() ? sheet() === 'panel' : panel()}
          onMenu={() => setSheet('sidebar')}
          onPanel={togglePanel}
        />
        <Show
          when={!narrow()}
          fallback={
            <>
              <Sheet open={sheet() === 'sidebar'} side="left" title="Your work" onClose={close}>
                <div class="sidebar">{sidebar()}</div>
              </Sheet>
              <Sheet
                open={sheet() === 'panel'}
                side="bottom"
                title="What came of it"
                onClose={close}
              >
                <div class="panel">{beside()}</div>
              </Sheet>
            </>
          }
        >
          <aside class="sidebar" aria-label="Conversations and projects">
            {sidebar()}
          </aside>
        </Show>
        <Middle store={store} />
        <Show when={!narrow() && panel()}>
          <aside class="panel" aria-label="Results, artifacts and activity">
            <PanelResizer />
            {beside()}
          </aside>
        </Show>
      </div>
      <Show when={store.state}>{(state) => <ArtifactDialog page={state().page} />}</Show>
    </ProjectContext.Provider>
  );
}

function Header(props: {
  store: ProjectStore;
  panelOpen: boolean;
  onMenu: () => void;
  onPanel: () => void;
}): JSX.Element {
  return (
    <header class="shell-header">
      <button
        class="icon-button only-narrow"
        type="button"
        aria-label="Conversations and projects"
        data-testid="open-menu"
        onClick={() => props.onMenu()}
      >
        <Menu />
      </button>
      <A class="brand only-wide" href="/" aria-label="All projects">
        <img src="/mark.svg" alt="" />
      </A>
      <div class="shell-title">
        <h1>{props.store.state?.page.project.name ?? 'Project'}</h1>
        <Show when={props.store.state?.page.project}>
          {(project) => <StagePill project={project()} />}
        </Show>
      </div>
      <button
        class="icon-button"
        type="button"
        aria-label="Results, artifacts and activity"
        aria-expanded={props.panelOpen}
        data-testid="toggle-panel"
        onClick={() => props.onPanel()}
      >
        <PanelRight />
      </button>
      <AccountCorner />
    </header>
  );
}

function Middle(props: { store: ProjectStore }): JSX.Element {
  const location = useLocation();
  const params = useParams();
  const hasNetwork = watchNetwork();
  createEffect(() => {
    const id = location.hash.slice(1);
    if (id === '' || props.store.state === null) return;
    requestAnimationFrame(() => point(id));
  });
  return (
    <main class="middle">
      <SandboxBar onSkipped={() => void props.store.reload()} />
      <Show when={narrow() && props.store.state?.page}>
        {(page) => <AdsSwitch page={page()} />}
      </Show>
      <Show when={!props.store.online() || !hasNetwork()}>
        <p class="banner" role="status" data-testid="offline">
          The connection is gone. I am trying again; what you write stays here.
        </p>
      </Show>
      <Show when={props.store.state !== null && props.store.problem()}>
        {(problem) => (
          <p class="banner" role="status">
            {problem()} What you see may be old; I read it again by myself.
          </p>
        )}
      </Show>
      <Show when={props.store.state} fallback={<NoPage store={props.store} />}>
        {(state) => (
          // A thread of its own for each address: scrolling and drafts do not mix.
          <Show when={params['conversation'] ?? 'own'} keyed>
            {(asked) => (
              <Thread
                view={threadOf(state().page, asked === 'own' ? null : asked)}
                state={state()}
                store={props.store}
              />
            )}
          </Show>
        )}
      </Show>
    </main>
  );
}

/** Whether the machine has a network at all; known before the silence of the line tells. */
function watchNetwork(): () => boolean {
  const [has, setHas] = createSignal(navigator.onLine);
  const look = (): void => {
    setHas(navigator.onLine);
  };
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  onCleanup(() => {
    window.removeEventListener('online', look);
    window.removeEventListener('offline', look);
  });
  return has;
}

/** Before the page is there, and when it cannot be. */
function NoPage(props: { store: ProjectStore }): JSX.Element {
  return (
    <div class="no-page" aria-busy={props.store.problem() === null}>
      <Show when={props.store.problem()} fallback={<p class="muted">Opening your project…</p>}>
        <p role="alert">{props.store.problem()}</p>
        <div class="actions">
          <button class="button quiet" type="button" onClick={() => void props.store.reload()}>
            Try again
          </button>
          <A class="button plain" href="/">
            All projects
          </A>
        </div>
      </Show>
    </div>
  );
}
