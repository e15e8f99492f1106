import { createSignal } from 'solid-js';

const [shown, setShown] = createSignal<string | null>(null);

/** The artifact that lies open over the page, by id; cards and the panel open the same one. */
export { shown };

export function showArtifact(id: string): void {
  setShown(id);
}

export function closeArtifact(): void {
  setShown(null);
}
