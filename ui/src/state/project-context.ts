import { createContext, useContext } from 'solid-js';
import type { ProjectStore } from './project-store.ts';

export const ProjectContext = createContext<ProjectStore>();

/** The page's store, for cards deep inside it. */
export function useProjectStore(): ProjectStore {
  const store = useContext(ProjectContext);
  if (store === undefined) throw new Error('A card was drawn outside its project page.');
  return store;
}
