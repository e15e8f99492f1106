import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ApprovalCard } from '../../../contract/launch.ts';

/** One ad as people will see it in their feed. */
export function AdPreview(props: { ad: ApprovalCard['ads'][number]; label: string }): JSX.Element {
  return (
    <article class="ad" data-testid="ad-preview" aria-label={props.label}>
      <div class="ad-head">
        <span class="ad-avatar" aria-hidden="true">
          {props.ad.pageName.slice(0, 1).toUpperCase()}
        </span>
        <div>
          <strong class="ad-page">{props.ad.pageName}</strong>
          <div class="small muted">Sponsored</div>
        </div>
      </div>
      <p class="ad-text">{props.ad.primaryText}</p>
      <img
        src={`/api/assets/${props.ad.assetId}`}
        alt={`Picture of the ad “${props.ad.headline}”`}
      />
      <div class="ad-foot">
        <div>
          <Show when={props.ad.linkHost}>
            <div class="small muted">{props.ad.linkHost}</div>
          </Show>
          <strong class="ad-headline">{props.ad.headline}</strong>
          <Show when={props.ad.description !== ''}>
            <div class="small muted">{props.ad.description}</div>
          </Show>
        </div>
        <span class="ad-button">{props.ad.button}</span>
      </div>
    </article>
  );
}
