import { A } from '@solidjs/router';
import { For, onMount } from 'solid-js';
import type { JSX } from 'solid-js';
import Plus from '~icons/lucide/plus';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { ConversationList } from '../conversation/conversation-list.tsx';
import { Search } from '../conversation/search.tsx';
import { AdsSwitch } from './ads-switch.tsx';
import { loadProjects, projects } from './project-list-state.ts';
import { StageDot } from './stage-pill.tsx';

/** Conversations, projects, and the switch for all ads, always in sight. */
export function Sidebar(props: { page: ProjectPageDto; onPick: () => void }): JSX.Element {
  onMount(() => {
    if (projects() === null) loadProjects().catch(() => undefined);
  });
  return (
    <>
      <div class="sidebar-scroll">
        <Search onPick={() => props.onPick()} />
        <ConversationList page={props.page} onPick={() => props.onPick()} />
        <nav aria-label="Projects">
          <p class="small muted">Projects</p>
          <For each={projects() ?? [props.page.project]}>
            {(project) => (
              <A
                class="nav-row with-dot"
                href={`/projects/${project.id}`}
                aria-current={project.id === props.page.project.id ? 'page' : undefined}
                onClick={() => props.onPick()}
              >
                <span class="nav-name">{project.name}</span>
                <StageDot project={project} />
              </A>
            )}
          </For>
          <A class="nav-row muted with-icon" href="/">
            <Plus /> New project
          </A>
        </nav>
      </div>
      <AdsSwitch page={props.page} />
    </>
  );
}
