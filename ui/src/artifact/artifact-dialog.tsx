import { Dialog } from '@kobalte/core/dialog';
import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Download from '~icons/lucide/download';
import X from '~icons/lucide/x';
import type { ProjectPageDto } from '../../../contract/http.ts';
import { AdPreview } from '../approval/ad-preview.tsx';
import { adsOfText } from './ads-of-text.ts';
import { ReceiptView } from './receipt-view.tsx';
import { closeArtifact, shown } from './shown.ts';

/** One artifact, large enough to read, to copy and to keep. */
export function ArtifactDialog(props: { page: ProjectPageDto }): JSX.Element {
  const artifact = () => props.page.artifacts.find(({ id }) => id === shown()) ?? null;
  const ads = () => {
    const open = artifact();
    return open === null ? [] : adsOfText(open, props.page.approvals);
  };
  return (
    <Dialog open={artifact() !== null} onOpenChange={(open) => !open && closeArtifact()}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog" data-testid="artifact-dialog">
            <header>
              <Dialog.Title as="h2">{artifact()?.title}</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label="Close">
                <X />
              </Dialog.CloseButton>
            </header>
            <Show when={artifact()?.assetId}>
              {(id) => <img src={`/api/assets/${id()}`} alt={artifact()?.title ?? ''} />}
            </Show>
            <Show when={ads().length > 0}>
              <div class="ads" role="group" tabindex="0" aria-label="The ads as people see them">
                <For each={ads()}>{(ad) => <AdPreview ad={ad} label={ad.headline} />}</For>
              </div>
            </Show>
            <Show when={artifact()?.text}>
              {(text) => (
                <Show
                  when={artifact()?.kind === 'RECEIPT'}
                  fallback={
                    <>
                      <pre>{text()}</pre>
                      <div class="actions">
                        <CopyButton text={text()} />
                      </div>
                    </>
                  }
                >
                  <div class="actions">
                    <a
                      class="button quiet"
                      href={`/api/artifacts/${artifact()?.id}/pdf`}
                      download="launch-receipt.pdf"
                      data-testid="download-pdf"
                    >
                      <Download /> Download PDF
                    </a>
                  </div>
                  <ReceiptView text={text()} />
                </Show>
              )}
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}

function CopyButton(props: { text: string }): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button class="button quiet" type="button" onClick={() => void copy()}>
      {copied() ? 'Copied' : 'Copy the text'}
    </button>
  );
}
