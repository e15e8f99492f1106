import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ApprovalCard as Card, ApprovalDto } from '../../../contract/model.ts';
import { BriefCard } from '../onboarding/brief-card.tsx';
import { AdPreview } from './ad-preview.tsx';
import { Decision } from './decision.tsx';
import { FoldingCard } from './folding-card.tsx';

/** Something to decide: the brief, or a plan that costs money. */
export function ApprovalCard(props: { approval: ApprovalDto; page: ProjectPageDto }): JSX.Element {
  return (
    <Show
      when={props.approval.kind === 'brief' && props.page.brief}
      fallback={<PlanCard approval={props.approval} />}
    >
      {(brief) => <BriefCard approval={props.approval} brief={brief()} />}
    </Show>
  );
}

/** A plan in fixed rows, its ads as they will look, and the only buttons that allow money to be spent. */
function PlanCard(props: { approval: ApprovalDto }): JSX.Element {
  return (
    <Show when={props.approval.card}>
      {(card) => (
        <FoldingCard approval={props.approval} title={card().question}>
          <PlanBody card={card()} />
          <Show when={props.approval.reason}>
            <p class="note">You wrote: {props.approval.reason}</p>
          </Show>
          <Show when={props.approval.status === 'PENDING'}>
            <Decision approval={props.approval} approveLabel={card().approveLabel} />
          </Show>
        </FoldingCard>
      )}
    </Show>
  );
}

function PlanBody(props: { card: Card }): JSX.Element {
  return (
    <>
      <Show when={props.card.reasoning}>
        <p class="reasoning">{props.card.reasoning}</p>
      </Show>
      <dl class="rows">
        <For each={props.card.rows}>
          {(row) => (
            <div class="row">
              <dt>{row.label}</dt>
              <dd>{row.value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={props.card.ads.length > 0}>
        <div
          class="ads"
          classList={{ single: props.card.ads.length === 1 }}
          role="group"
          tabindex="0"
          aria-label="The ads as people will see them"
        >
          <For each={props.card.ads}>
            {(ad, index) => (
              <AdPreview
                ad={ad}
                label={`Ad ${index() + 1} of ${props.card.ads.length}: ${ad.headline}`}
              />
            )}
          </For>
        </div>
      </Show>
    </>
  );
}
