import { Dialog } from '@kobalte/core/dialog';
import { createMemo, createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import X from '~icons/lucide/x';
import type { ApprovalDto, ArtifactDto } from '../../../contract/model.ts';
import { AdPreview } from '../approval/ad-preview.tsx';
import { moment } from '../format.ts';
import { adsOfText } from './ads-of-text.ts';

const GROUPS: readonly { kind: ArtifactDto['kind']; title: string }[] = [
  { kind: 'CAMPAIGN', title: 'Campaign plans' },
  { kind: 'IMAGE', title: 'Pictures' },
  { kind: 'AD_COPY', title: 'Ad texts' },
  { kind: 'BRIEF', title: 'Briefs' },
  { kind: 'REPORT', title: 'Reports' },
  { kind: 'ACTION', title: 'Actions' },
];

/** Everything made for this project, to read and to keep. */
export function Artifacts(props: {
  artifacts: readonly ArtifactDto[];
  approvals: readonly ApprovalDto[];
}): JSX.Element {
  const [shown, setShown] = createSignal<ArtifactDto | null>(null);
  const groups = createMemo(() =>
    GROUPS.map((group) => ({
      ...group,
      items: props.artifacts.filter((one) => one.kind === group.kind),
    })).filter(({ items }) => items.length > 0),
  );
  return (
    <>
      <For
        each={groups()}
        fallback={<p class="empty">Nothing yet. Your brief will be the first thing here.</p>}
      >
        {(group) => (
          <section class="group">
            <h2 class="panel-title">{group.title}</h2>
            <Show
              when={group.kind === 'IMAGE'}
              fallback={
                <For each={group.items}>{(one) => <Row artifact={one} onOpen={setShown} />}</For>
              }
            >
              <div class="pictures">
                <For each={group.items}>
                  {(one) => (
                    <button type="button" data-testid="picture" onClick={() => setShown(one)}>
                      <img src={`/api/assets/${one.assetId}`} alt={one.title} loading="lazy" />
                    </button>
                  )}
                </For>
              </div>
            </Show>
          </section>
        )}
      </For>
      <Preview artifact={shown()} approvals={props.approvals} onClose={() => setShown(null)} />
    </>
  );
}

function Row(props: {
  artifact: ArtifactDto;
  onOpen: (artifact: ArtifactDto) => void;
}): JSX.Element {
  return (
    <button class="artifact" type="button" onClick={() => props.onOpen(props.artifact)}>
      <strong>{props.artifact.title}</strong>
      <span class="small muted">
        {props.artifact.version > 1 ? `Version ${props.artifact.version}, ` : ''}
        {moment(props.artifact.createdAt)}
      </span>
    </button>
  );
}

function Preview(props: {
  artifact: ArtifactDto | null;
  approvals: readonly ApprovalDto[];
  onClose: () => void;
}): JSX.Element {
  const ads = () => (props.artifact === null ? [] : adsOfText(props.artifact, props.approvals));
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.artifact?.text ?? '');
    setCopied(true);
    window.setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Dialog open={props.artifact !== null} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog">
            <header>
              <Dialog.Title as="h2">{props.artifact?.title}</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label="Close">
                <X />
              </Dialog.CloseButton>
            </header>
            <Show when={props.artifact?.assetId}>
              {(id) => <img src={`/api/assets/${id()}`} alt={props.artifact?.title ?? ''} />}
            </Show>
            <Show when={ads().length > 0}>
              <div class="ads" role="group" tabindex="0" aria-label="The ads as people see them">
                <For each={ads()}>{(ad) => <AdPreview ad={ad} label={ad.headline} />}</For>
              </div>
            </Show>
            <Show when={props.artifact?.text}>
              <pre>{props.artifact?.text}</pre>
              <div class="actions">
                <button class="button quiet" type="button" onClick={() => void copy()}>
                  {copied() ? 'Copied' : 'Copy the text'}
                </button>
              </div>
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}
