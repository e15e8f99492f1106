import { A } from '@solidjs/router';
import { createResource, createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Pause from '~icons/lucide/pause';
import Play from '~icons/lucide/play';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { api, wordsFor } from '../api/client.ts';

/** Projects, conversations, and the switch for all ads, always in sight. */
export function Sidebar(props: { page: ProjectPageDto; onPick: () => void }): JSX.Element {
  const [projects] = createResource(async () => (await api.projects()).projects);
  const showConversation = (id: string) => {
    props.onPick();
    const first = props.page.messages.find((message) => message.conversationId === id);
    if (first !== undefined)
      document.getElementById(`message-${first.id}`)?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <div class="sidebar-scroll">
        <nav aria-label="Conversations">
          <p class="small muted">Conversations</p>
          <For each={props.page.conversations}>
            {(conversation) => (
              <button
                class="nav-row"
                type="button"
                onClick={() => showConversation(conversation.id)}
              >
                {conversation.title}
              </button>
            )}
          </For>
        </nav>
        <nav aria-label="Projects">
          <p class="small muted">Projects</p>
          <For each={projects()}>
            {(project) => (
              <A
                class="nav-row"
                href={`/projects/${project.id}`}
                aria-current={project.id === props.page.project.id ? 'page' : undefined}
                onClick={() => props.onPick()}
              >
                {project.name}
              </A>
            )}
          </For>
          <A class="nav-row muted" href="/">
            All projects, or a new one
          </A>
        </nav>
      </div>
      <AdsSwitch page={props.page} />
    </>
  );
}

function AdsSwitch(props: { page: ProjectPageDto }): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const stage = () => props.page.project.stage;
  const change = async (running: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      await api.setRunning(props.page.project.id, running);
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="sidebar-foot">
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <Show when={stage() === 'live'}>
        <button
          class="button quiet stop"
          type="button"
          disabled={busy()}
          data-testid="pause-all"
          onClick={() => void change(false)}
        >
          <Pause /> Pause all ads
        </button>
      </Show>
      <Show when={stage() === 'paused'}>
        <button
          class="button quiet"
          type="button"
          disabled={busy()}
          data-testid="resume-all"
          onClick={() => void change(true)}
        >
          <Play /> Let the ads run again
        </button>
      </Show>
    </div>
  );
}
