import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ResultsDto } from '../../../contract/model.ts';
import { calendarDay, count, money, moment } from '../format.ts';
import { SpendChart } from './chart.tsx';

/** The few numbers that matter, and where each comes from. */
export function Results(props: { results: ResultsDto | null }): JSX.Element {
  return (
    <Show
      when={props.results}
      fallback={<p class="empty">No numbers yet. They arrive some hours after your ads go live.</p>}
    >
      {(results) => (
        <>
          <p>{sentence(results())}</p>
          <Numbers results={results()} />
          <Show when={results().days.length > 0}>
            <figure class="group">
              <SpendChart results={results()} />
              <figcaption class="small muted">
                Spent per day. Lighter days may still change.
              </figcaption>
            </figure>
            <DayTable results={results()} />
            <AdTable results={results()} />
          </Show>
          <Show when={results().updatedAt}>
            {(at) => <p class="small muted">Last looked at {moment(at())}.</p>}
          </Show>
        </>
      )}
    </Show>
  );
}

function sentence({ totals, currency, resultNoun, days }: ResultsDto): string {
  if (totals.impressions === 0) return 'Facebook has not shown the ads yet. Too early to tell.';
  const results =
    totals.conversions === null ? '' : ` and brought ${count(totals.conversions)} ${resultNoun}`;
  const span = days.length === 1 ? 'So far today' : `Over ${days.length} days`;
  return `${span} the ads cost ${money(totals.spendMinor, currency)}${results}.`;
}

function Numbers(props: { results: ResultsDto }): JSX.Element {
  const totals = () => props.results.totals;
  return (
    <div class="numbers">
      <p class="number">
        <strong class="figure">{money(totals().spendMinor, props.results.currency)}</strong>
        <span class="small muted">spent</span>
      </p>
      <p class="number">
        <strong class="figure">
          {totals().conversions === null ? 'Not known' : count(totals().conversions ?? 0)}
        </strong>
        <span class="small muted">{props.results.resultNoun}</span>
      </p>
      <p class="number">
        <strong class="figure">{count(totals().impressions)}</strong>
        <span class="small muted">times seen</span>
      </p>
      <p class="number">
        <strong class="figure">{count(totals().clicks)}</strong>
        <span class="small muted">clicks</span>
      </p>
    </div>
  );
}

function DayTable(props: { results: ResultsDto }): JSX.Element {
  return (
    <table class="plain-table figure">
      <caption class="visually-hidden">Numbers by day</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Spent</th>
          <th scope="col">Seen</th>
          <th scope="col">Clicks</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.results.days.slice(-7).toReversed()}>
          {(day) => (
            <tr>
              <td>{calendarDay(day.day)}</td>
              <td>{money(day.spendMinor, props.results.currency)}</td>
              <td>{count(day.impressions)}</td>
              <td>{count(day.clicks)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

function AdTable(props: { results: ResultsDto }): JSX.Element {
  return (
    <div class="group">
      <h3>By ad</h3>
      <table class="plain-table figure">
        <thead>
          <tr>
            <th scope="col">Ad</th>
            <th scope="col">Spent</th>
            <th scope="col">Seen</th>
            <th scope="col">Clicks</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.results.ads}>
            {(ad) => (
              <tr>
                <td>{ad.name}</td>
                <td>{money(ad.spendMinor, props.results.currency)}</td>
                <td>{count(ad.impressions)}</td>
                <td>{count(ad.clicks)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
