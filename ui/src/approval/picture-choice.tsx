import { createUniqueId, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Upload from '~icons/lucide/upload';
import { PICTURE_TYPES } from '../../../contract/pictures.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';

type Picture = { readonly assetId: string; readonly title: string };

/** The project's own pictures to choose from, and a way to bring another. */
export function PictureChoice(props: {
  title: string;
  chosen: string;
  problem: string | null;
  onChoose: (assetId: string) => void;
}): JSX.Element {
  const store = useProjectStore();
  const id = createUniqueId();
  const pictures = (): Picture[] => {
    const own = (store.state?.page.artifacts ?? []).flatMap(({ kind, assetId, title }) =>
      kind === 'IMAGE' && assetId !== null ? [{ assetId, title }] : [],
    );
    return own.some(({ assetId }) => assetId === props.chosen)
      ? own
      : [{ assetId: props.chosen, title: 'The picture as it is' }, ...own];
  };
  const upload = createTask(async (file: File) => {
    const projectId = store.state?.page.project.id ?? '';
    const { square, portrait } = await api.uploadPicture(projectId, file);
    for (const data of [square, portrait]) {
      store.apply({ kind: 'change', change: { type: 'artifact', projectId, data } });
    }
    // Most people see ads upright, on a phone.
    if (portrait.assetId !== null) props.onChoose(portrait.assetId);
  });
  return (
    <div class="field" role="radiogroup" aria-label={`Picture of “${props.title}”`}>
      <span class="small">Picture</span>
      <div class="picture-choice">
        <For each={pictures()}>
          {(picture) => (
            <label class="picture-option">
              <input
                class="visually-hidden"
                type="radio"
                name={id}
                value={picture.assetId}
                checked={picture.assetId === props.chosen}
                onChange={() => props.onChoose(picture.assetId)}
              />
              <img src={`/api/assets/${picture.assetId}`} alt={picture.title} loading="lazy" />
            </label>
          )}
        </For>
        <label class="picture-option upload" classList={{ busy: upload.busy() }}>
          <input
            class="visually-hidden"
            type="file"
            accept={PICTURE_TYPES.join(',')}
            data-testid="upload-picture"
            disabled={upload.busy()}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (file !== undefined) void upload.run(file);
            }}
          />
          <Upload />
          <span class="small">{upload.busy() ? 'Uploading…' : 'Use my own'}</span>
        </label>
      </div>
      <Show when={upload.problem() ?? props.problem}>
        {(problem) => (
          <p class="problem" role="alert">
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
