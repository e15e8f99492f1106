import { createMemo, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ArtifactDto } from '../../../contract/model.ts';
import { moment } from '../format.ts';
import { showArtifact } from './shown.ts';

const GROUPS: readonly { kind: ArtifactDto['kind']; title: string }[] = [
  { kind: 'RECEIPT', title: 'Launch receipts' },
  { kind: 'CAMPAIGN', title: 'Campaign plans' },
  { kind: 'IMAGE', title: 'Pictures' },
  { kind: 'AD_COPY', title: 'Ad texts' },
  { kind: 'BRIEF', title: 'Briefs' },
  { kind: 'REPORT', title: 'Reports' },
  { kind: 'ACTION', title: 'Actions' },
];

/** Everything made for this project, to read and to keep. */
export function Artifacts(props: { artifacts: readonly ArtifactDto[] }): JSX.Element {
  const groups = createMemo(() =>
    GROUPS.map((group) => ({
      ...group,
      items: props.artifacts.filter((one) => one.kind === group.kind),
    })).filter(({ items }) => items.length > 0),
  );
  return (
    <For
      each={groups()}
      fallback={<p class="empty">Nothing yet. Your brief will be the first thing here.</p>}
    >
      {(group) => (
        <section class="group">
          <h2 class="panel-title">{group.title}</h2>
          <Show
            when={group.kind === 'IMAGE'}
            fallback={<For each={group.items}>{(one) => <Row artifact={one} />}</For>}
          >
            <div class="pictures">
              <For each={group.items}>
                {(one) => (
                  <button type="button" data-testid="picture" onClick={() => showArtifact(one.id)}>
                    <img src={`/api/assets/${one.assetId}`} alt={one.title} loading="lazy" />
                  </button>
                )}
              </For>
            </div>
          </Show>
        </section>
      )}
    </For>
  );
}

function Row(props: { artifact: ArtifactDto }): JSX.Element {
  return (
    <button class="artifact" type="button" onClick={() => showArtifact(props.artifact.id)}>
      <strong>{props.artifact.title}</strong>
      <span class="small muted">
        {props.artifact.version > 1 ? `Version ${props.artifact.version}, ` : ''}
        {moment(props.artifact.createdAt)}
      </span>
    </button>
  );
}
