import { For, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import CircleCheck from '~icons/lucide/circle-check';
import CircleX from '~icons/lucide/circle-x';
import Clock from '~icons/lucide/clock-3';
import Download from '~icons/lucide/download';
import type { CampaignDto } from '../../../contract/launch.ts';
import { showArtifact } from '../artifact/shown.ts';
import { zoneOf } from '../connection/zone.ts';
import { dayIn, deadline } from '../format.ts';
import { useProjectStore } from '../state/project-context.ts';

type Review = CampaignDto['adReviews'][number];

/** What stays worth knowing of a campaign that runs: Facebook's word on each ad, and the limits that hold. */
export function LiveFacts(props: { campaign: CampaignDto }): JSX.Element {
  const store = useProjectStore();
  const zone = () => zoneOf(store.state?.page);
  return (
    <div class="live-facts">
      <Show when={props.campaign.adReviews.length > 0}>
        <ul class="reviews" aria-label="Facebook’s review of each ad">
          <For each={props.campaign.adReviews}>{(review) => <ReviewRow review={review} />}</For>
        </ul>
      </Show>
      <dl class="rows">
        <Show when={props.campaign.endsAt}>
          {(endsAt) => (
            <div class="row">
              <dt>Approved until</dt>
              <dd>{dayIn(endsAt(), zone())}</dd>
            </div>
          )}
        </Show>
        <Show when={props.campaign.status === 'ACTIVE' && props.campaign.leaseUntil}>
          {(until) => (
            <div class="row" data-testid="lease">
              <dt>Safety stop</dt>
              <dd>
                Facebook stops the ads by itself on {leaseWords(until(), zone())} unless I renew.
                While I am well I renew every day, never beyond what you approved.
              </dd>
            </div>
          )}
        </Show>
      </dl>
      <ReceiptLinks campaign={props.campaign} />
    </div>
  );
}

function leaseWords(at: number, zone: string | null): string {
  return `${dayIn(at, zone)}, ${deadline(at, zone).split(' ').slice(1).join(' ')}`;
}

function ReceiptLinks(props: { campaign: CampaignDto }): JSX.Element {
  return (
    <Show when={props.campaign.receiptArtifactId}>
      {(id) => (
        <div class="actions">
          <button
            class="button quiet"
            type="button"
            data-testid="open-receipt"
            onClick={() => showArtifact(id())}
          >
            Open the launch receipt
          </button>
          <a
            class="button plain"
            href={`/api/artifacts/${id()}/pdf`}
            download="launch-receipt.pdf"
            data-testid="receipt-pdf"
          >
            <Download /> Download PDF
          </a>
        </div>
      )}
    </Show>
  );
}

const REVIEW_WORDS: Readonly<Record<Review['state'], string>> = {
  'in-review': 'In review at Facebook, mostly less than a day',
  approved: 'Approved by Facebook',
  refused: 'Refused by Facebook',
  unknown: 'Facebook has not said yet',
};

function ReviewRow(props: { review: Review }): JSX.Element {
  return (
    <li
      class={`review ${props.review.state}`}
      data-testid="ad-review"
      data-state={props.review.state}
    >
      <Switch fallback={<Clock />}>
        <Match when={props.review.state === 'approved'}>
          <CircleCheck />
        </Match>
        <Match when={props.review.state === 'refused'}>
          <CircleX />
        </Match>
      </Switch>
      <div>
        <p>
          “{props.review.name}” <span class="review-state">{REVIEW_WORDS[props.review.state]}</span>
        </p>
        <Show when={props.review.state === 'refused'}>
          <p class="small">
            {props.review.message ?? 'I prepare another version and ask you before it is shown.'}
          </p>
          <Show when={props.review.reason}>
            <p class="small muted">Facebook wrote: “{props.review.reason}”</p>
          </Show>
        </Show>
      </div>
    </li>
  );
}
