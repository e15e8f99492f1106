import { createSignal } from 'solid-js';
import type { ProjectSummaryDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';

const [projects, setProjects] = createSignal<readonly ProjectSummaryDto[] | null>(null);

/** The person's projects, newest first; null until they are known. */
export { projects };

export async function loadProjects(): Promise<void> {
  setProjects((await api.projects()).projects);
}

/** A project that came over the event stream or was just made; it replaces itself. */
export function noteProject(project: ProjectSummaryDto): void {
  setProjects((all) => {
    if (all === null) return all;
    return all.some(({ id }) => id === project.id)
      ? all.map((one) => (one.id === project.id ? project : one))
      : [project, ...all];
  });
}
