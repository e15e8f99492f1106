import { createSignal, For, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import X from '~icons/lucide/x';
import { PICTURE_TYPES } from '../../../contract/pictures.ts';
import { api, newId, wordsFor } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';

type Dropped = {
  readonly id: string;
  readonly name: string;
  /** Shown from the browser's own memory, before and after the upload. */
  readonly preview: string;
  readonly state: 'uploading' | 'kept' | 'refused';
  readonly problem: string | null;
};

export type Tray = {
  readonly pictures: () => readonly Dropped[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: string) => void;
};

/** The pictures among what was pasted or dropped; anything else is left to the writing place. */
export function picturesOf(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}

/** Pictures brought into the conversation are kept with the project's own, to be chosen for an ad. */
export function createPictureTray(): Tray {
  const store = useProjectStore();
  const [pictures, setPictures] = createSignal<readonly Dropped[]>([]);
  const change = (id: string, changes: Partial<Dropped>): void => {
    setPictures((all) => all.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  };
  const upload = async (id: string, file: File): Promise<void> => {
    const projectId = store.state?.page.project.id ?? '';
    try {
      const { square, portrait } = await api.uploadPicture(projectId, file);
      for (const data of [square, portrait]) {
        store.apply({ kind: 'change', change: { type: 'artifact', projectId, data } });
      }
      change(id, { state: 'kept' });
    } catch (error) {
      change(id, { state: 'refused', problem: wordsFor(error) });
    }
  };
  onCleanup(() => {
    for (const { preview } of pictures()) URL.revokeObjectURL(preview);
  });
  return {
    pictures,
    add(files) {
      for (const file of files) {
        const id = newId();
        const known = PICTURE_TYPES.some((type) => type === file.type);
        const problem = known
          ? null
          : 'Only PNG and JPEG pictures can become ads. It was not kept.';
        const state = known ? 'uploading' : 'refused';
        const preview = URL.createObjectURL(file);
        setPictures((all) => [...all, { id, name: file.name, preview, state, problem }]);
        if (known) void upload(id, file);
      }
    },
    remove(id) {
      const gone = pictures().find((one) => one.id === id);
      if (gone !== undefined) URL.revokeObjectURL(gone.preview);
      setPictures((all) => all.filter((one) => one.id !== id));
    },
  };
}

const WORDS = {
  uploading: 'Uploading…',
  kept: 'Kept with your pictures. You can choose it on a plan.',
} as const;

export function PictureTray(props: { tray: Tray }): JSX.Element {
  return (
    <Show when={props.tray.pictures().length > 0}>
      <ul class="picture-tray" data-testid="picture-tray">
        <For each={props.tray.pictures()}>
          {(picture) => (
            <li>
              <img src={picture.preview} alt={picture.name} />
              <span class="small" role="status">
                {picture.state === 'refused' ? picture.problem : WORDS[picture.state]}
              </span>
              <button
                class="icon-button"
                type="button"
                aria-label={`Hide ${picture.name}`}
                onClick={() => props.tray.remove(picture.id)}
              >
                <X />
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
