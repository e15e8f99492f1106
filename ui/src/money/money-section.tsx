import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import TriangleAlert from '~icons/lucide/triangle-alert';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { MoneyDto } from '../../../contract/launch.ts';
import { zoneOf } from '../connection/zone.ts';
import { dayIn, money } from '../format.ts';
import { barParts } from './bar.ts';

/** What the person allowed, and what of it is gone; red only when more went than was allowed. */
export function MoneySection(props: { page: ProjectPageDto }): JSX.Element {
  const sums = (): MoneyDto => props.page.money;
  const words = (minor: number): string => money(minor, sums().currency);
  return (
    <Show when={sums().approvals.length > 0}>
      <section class="money" classList={{ over: sums().isOver }} data-testid="money">
        <h2 class="panel-title">Approved and spent</h2>
        <Show when={sums().isOver}>
          <p class="note bad" role="alert">
            <TriangleAlert /> Facebook spent more than you approved. I have told you in the
            conversation what I am doing about it.
          </p>
        </Show>
        <Bar sums={sums()} words={words} />
        <dl class="sums figure">
          <Sum
            sign="approved"
            label="Approved"
            value={limitWords(sums().approvedMinor, words)}
            note="the most it may ever cost"
          />
          <Sum
            sign="spent"
            label="Spent"
            value={words(sums().spentMinor)}
            note="as Facebook reports it"
          />
          <Sum
            sign="committed"
            label="Could go next"
            value={words(sums().committedMinor)}
            note="before Facebook stops by itself"
          />
          <Sum
            sign="left"
            label="Still allowed"
            value={limitWords(sums().stillAllowedMinor, words)}
            note="approved less spent"
          />
        </dl>
        <ul class="approvals">
          <For each={sums().approvals}>
            {(approval) => (
              <ApprovalLine approval={approval} words={words} zone={zoneOf(props.page)} />
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function limitWords(minor: number | null, words: (minor: number) => string): string {
  return minor === null ? 'By the week' : words(minor);
}

function Bar(props: { sums: MoneyDto; words: (minor: number) => string }): JSX.Element {
  return (
    <Show when={barParts(props.sums)}>
      {(parts) => (
        <div
          class="money-bar"
          role="img"
          aria-label={`${props.words(props.sums.spentMinor)} of ${props.words(props.sums.approvedMinor ?? 0)} spent`}
        >
          <span class="spent" style={{ width: `${parts().spent}%` }} />
          <span class="committed" style={{ width: `${parts().committed}%` }} />
          <span class="over" style={{ width: `${parts().over}%` }} />
        </div>
      )}
    </Show>
  );
}

function Sum(props: { sign: string; label: string; value: string; note: string }): JSX.Element {
  return (
    <div class="sum">
      <dt>
        <span class={`sum-sign ${props.sign}`} aria-hidden="true" />
        {props.label}
      </dt>
      <dd>
        <strong>{props.value}</strong>
        <span class="small muted">{props.note}</span>
      </dd>
    </div>
  );
}

function ApprovalLine(props: {
  approval: MoneyDto['approvals'][number];
  words: (minor: number) => string;
  zone: string | null;
}): JSX.Element {
  const most = (): string => {
    const { maxInTotalMinor, maxPerWeekMinor } = props.approval;
    return maxInTotalMinor === null
      ? `up to ${props.words(maxPerWeekMinor)} a week`
      : `of ${props.words(maxInTotalMinor)}`;
  };
  return (
    <li classList={{ over: props.approval.isOver }}>
      <strong>{props.approval.campaignName}</strong>
      <span class="small figure">
        {props.words(props.approval.spentMinor)} spent, {most()}
        <Show when={props.approval.isOver}>
          <span class="problem"> · more than you approved</span>
        </Show>
      </span>
      <span class="small muted">
        <Show when={props.approval.decidedAt}>
          {(at) => <>Approved {dayIn(at(), props.zone)}</>}
        </Show>
        <Show when={props.approval.endsAt}>{(at) => <>, until {dayIn(at(), props.zone)}</>}</Show>
      </span>
    </li>
  );
}
