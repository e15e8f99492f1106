import { A, useNavigate } from '@solidjs/router';
import { createResource, createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { api, newId, wordsFor } from '../api/client.ts';
import { AccountCorner } from './account-corner.tsx';
import { StagePill } from './stage-pill.tsx';

/** All projects of the person, and the field that makes a new one. */
export function ProjectList(): JSX.Element {
  const [projects] = createResource(async () => (await api.projects()).projects);
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
      <main class="page">
        <h1>Your projects</h1>
        <NewProject first={projects()?.length === 0} />
        <Show
          when={projects.error === undefined}
          fallback={<p class="problem">{wordsFor(projects.error)}</p>}
        >
          <div class="project-grid">
            <For each={projects()}>
              {(project) => (
                <A class="project-card" href={`/projects/${project.id}`} data-testid="project-card">
                  <span>
                    <StagePill project={project} />
                  </span>
                  <h2>{project.name}</h2>
                  <p class="muted">{project.headline}</p>
                </A>
              )}
            </For>
          </div>
        </Show>
      </main>
    </div>
  );
}

function NewProject(props: { first: boolean }): JSX.Element {
  const [name, setName] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const navigate = useNavigate();
  const id = newId();
  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    if (name().trim() === '') {
      setProblem('Please give the project a name, for example the name of your business.');
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const project = await api.createProject({ id, name: name().trim() });
      navigate(`/projects/${project.id}`);
    } catch (error) {
      setProblem(wordsFor(error));
      setBusy(false);
    }
  };
  return (
    <form class="group" onSubmit={(event) => void create(event)}>
      <Show when={props.first}>
        <p class="muted">
          No projects yet. Name one after your business, and I will ask you a few questions.
        </p>
      </Show>
      <div class="inline-form">
        <input
          class="input"
          placeholder="The name of your business"
          aria-label="Name of the new project"
          maxLength={80}
          value={name()}
          data-testid="project-name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button class="button primary" type="submit" disabled={busy()} data-testid="project-create">
          Start a project
        </button>
      </div>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
    </form>
  );
}
