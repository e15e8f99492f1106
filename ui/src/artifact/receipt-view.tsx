import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ReceiptPart } from './receipt-text.ts';
import { receiptParts } from './receipt-text.ts';

/** The proof of a launch: what was approved, and what Facebook holds under which number. */
export function ReceiptView(props: { text: string }): JSX.Element {
  return (
    <div class="receipt-view" data-testid="receipt-view">
      <For each={receiptParts(props.text)}>
        {(part) => (
          <section class="group">
            <Show when={part.title}>
              <h3>{part.title}</h3>
            </Show>
            <Show when={part.isTable} fallback={<Lines part={part} />}>
              <Table part={part} />
            </Show>
          </section>
        )}
      </For>
    </div>
  );
}

function Lines(props: { part: ReceiptPart }): JSX.Element {
  return (
    <For each={props.part.rows}>
      {([label, ...values]) => (
        <Show when={values.length > 0} fallback={<p>{label}</p>}>
          <p class="receipt-line">
            <span class="muted small">{label}</span>
            <span>{values.join(' · ')}</span>
          </p>
        </Show>
      )}
    </For>
  );
}

function Table(props: { part: ReceiptPart }): JSX.Element {
  const head = () => props.part.rows[0] ?? [];
  return (
    <div class="table-scroll" tabindex="0" role="group" aria-label={props.part.title ?? 'Table'}>
      <table class="plain-table wordy figure">
        <thead>
          <tr>
            <For each={head()}>{(cell) => <th scope="col">{cell}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.part.rows.slice(1)}>
            {([first, ...cells]) => (
              <tr>
                <th scope="row">{first}</th>
                <For each={cells}>{(cell) => <td>{cell}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
