import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { MessageDto } from '../../../contract/model.ts';
import { toHtml } from '../conversation/markdown.ts';

/** Something the agent did or noticed; why it says so can be opened. */
export function ActionCard(props: { message: MessageDto }): JSX.Element {
  const [opened, setOpened] = createSignal(false);
  const evidence = () => {
    const { metadata } = props.message;
    return metadata.kind === 'action' ? metadata.evidence : null;
  };
  const action = () =>
    props.message.metadata.kind === 'action' ? props.message.metadata.action : '';
  return (
    <section class="card" data-testid="action-card" data-action={action()}>
      <div class="card-body">
        <div class="prose" innerHTML={toHtml(props.message.content)} />
        <Show when={evidence()}>
          <Show
            when={opened()}
            fallback={
              <div>
                <button class="button quiet" type="button" onClick={() => setOpened(true)}>
                  Why do you say so?
                </button>
              </div>
            }
          >
            <p class="note">{evidence()}</p>
          </Show>
        </Show>
      </div>
    </section>
  );
}
