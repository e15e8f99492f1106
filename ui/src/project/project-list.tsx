import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { api, newId, wordsFor } from '../http/client.ts';
import { ownLine } from '../line/own-line.ts';
import { loadBell, ringBell } from '../notification/bell-state.ts';
import { setOwnerNow } from '../state/session.ts';
import { createTask } from '../task.ts';
import { AccountCorner } from './account-corner.tsx';
import { loadProjects, noteProject, projects } from './project-list-state.ts';
import { PauseEverything } from './pause-everything.tsx';
import { SandboxBar } from './sandbox-bar.tsx';
import { StagePill } from './stage-pill.tsx';

/** All projects of the person, and the field that makes a new one. */
export function ProjectList(): JSX.Element {
  const [search] = useSearchParams();
  const [problem, setProblem] = createSignal<string | null>(null);
  const load = (): void => {
    loadProjects().then(
      () => setProblem(null),
      (error: unknown) => setProblem(wordsFor(error)),
    );
  };
  onMount(() => {
    load();
    loadBell().catch(() => undefined);
    const close = ownLine().listen((frame) => {
      if (frame.kind === 'hello') setOwnerNow(frame.now);
      if (frame.kind === 'hello' || frame.kind === 'gap') {
        load();
        loadBell().catch(() => undefined);
      }
      if (frame.kind !== 'change') return;
      if (frame.change.type === 'project') noteProject(frame.change.data);
      if (frame.change.type === 'notification') ringBell(frame.change.data);
    });
    onCleanup(close);
  });
  return (
    <div class="plain-shell">
      <header class="shell-header">
        <A class="brand" href="/">
          <img src="/mark.svg" alt="" />
          Aigency
        </A>
        <span class="shell-title" />
        <AccountCorner />
      </header>
      <SandboxBar onSkipped={load} />
      <main class="page">
        <h1>Your projects</h1>
        <Show when={search['facebook'] === 'link-expired'}>
          <p class="note waiting" role="status">
            The way back from Facebook was no longer good, so nothing was connected. Please open
            your project and press “Connect Facebook” again.
          </p>
        </Show>
        <PauseEverything projects={projects() ?? []} />
        <NewProject first={projects()?.length === 0} />
        <Show when={problem()}>
          <p class="problem" role="alert">
            {problem()}
          </p>
        </Show>
        <div class="project-grid">
          <For each={projects() ?? []}>{(project) => <ProjectCard project={project} />}</For>
        </div>
      </main>
    </div>
  );
}

function ProjectCard(props: { project: ProjectSummaryDto }): JSX.Element {
  return (
    <A class="project-card" href={`/projects/${props.project.id}`} data-testid="project-card">
      <span>
        <StagePill project={props.project} />
      </span>
      <h2>{props.project.name}</h2>
      <p class="muted">{props.project.headline}</p>
    </A>
  );
}

function NewProject(props: { first: boolean }): JSX.Element {
  const [name, setName] = createSignal('');
  const [unnamed, setUnnamed] = createSignal(false);
  const navigate = useNavigate();
  const id = newId();
  const creation = createTask(async (wanted: string) => {
    const project = await api.createProject({ id, name: wanted });
    noteProject(project);
    navigate(`/projects/${project.id}`);
  });
  const problem = (): string | null =>
    unnamed()
      ? 'Please give the project a name, for example the name of your business.'
      : creation.problem();
  return (
    <form
      class="new-project"
      classList={{ first: props.first }}
      onSubmit={(event) => {
        event.preventDefault();
        setUnnamed(name().trim() === '');
        if (!unnamed()) void creation.run(name().trim());
      }}
    >
      <Show when={props.first}>
        <h2>What is your business called?</h2>
        <p class="muted">
          That becomes your first project. I will then ask you a few short questions; nothing is
          spent before you approve it.
        </p>
      </Show>
      <div class="inline-form">
        <input
          class="input"
          placeholder="The name of your business"
          aria-label="Name of the new project"
          aria-invalid={problem() !== null}
          aria-describedby="new-project-problem"
          maxLength={80}
          value={name()}
          data-testid="project-name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button
          class="button primary"
          type="submit"
          disabled={creation.busy()}
          data-testid="project-create"
        >
          {creation.busy() ? 'Starting…' : 'Start a project'}
        </button>
      </div>
      <p class="problem" role="alert" id="new-project-problem">
        {problem()}
      </p>
    </form>
  );
}
