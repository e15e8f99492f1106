import { Dialog } from '@kobalte/core/dialog';
import type { JSX } from 'solid-js';
import X from '~icons/lucide/x';

/** A side column where there is no room for columns: slides over the page and gives focus back. */
export function Sheet(props: {
  open: boolean;
  side: 'left' | 'bottom';
  title: string;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <Dialog open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="dialog-overlay" />
        <Dialog.Content class={`sheet ${props.side}`}>
          <header class="sheet-head">
            <Dialog.Title as="h2">{props.title}</Dialog.Title>
            <Dialog.CloseButton class="icon-button" aria-label="Close">
              <X />
            </Dialog.CloseButton>
          </header>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}
