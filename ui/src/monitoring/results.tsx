import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ResultsDto } from '../../../contract/model.ts';
import { calendarDay, count, money, moment } from '../format.ts';
import { SpendChart } from './chart.tsx';
import { summary } from './summary.ts';

/** The few numbers that matter, and where each comes from. */
export function Results(props: { results: ResultsDto | null }): JSX.Element {
  return (
    <Show
      when={props.results}
      fallback={<p class="empty">No numbers yet. They arrive some hours after your ads go live.</p>}
    >
      {(results) => (
        <>
          <Numbers results={results()} />
          <p data-testid="results-summary">{summary(results())}</p>
          <Show when={results().days.length > 0}>
            <figure class="group">
              <SpendChart results={results()} />
              <figcaption class="small muted">
                Money spent per day. Lighter days may still change.
              </figcaption>
            </figure>
            <NumberTable
              title="Day by day"
              first="Day"
              results={results()}
              rows={results()
                .days.slice(-7)
                .toReversed()
                .map((day) => ({ ...day, name: calendarDay(day.day) }))}
            />
            <NumberTable title="By ad" first="Ad" results={results()} rows={results().ads} />
          </Show>
          <p class="small muted">
            Results are {results().resultNoun}, as Facebook counts them.
            <Show when={results().updatedAt}>{(at) => <> I last looked {moment(at())}.</>}</Show>
          </p>
        </>
      )}
    </Show>
  );
}

function Numbers(props: { results: ResultsDto }): JSX.Element {
  const totals = () => props.results.totals;
  return (
    <div class="numbers" data-testid="results-numbers">
      <Figure value={money(totals().spendMinor, props.results.currency)} words="spent" />
      <Figure value={known(totals().conversions)} words={props.results.resultNoun} />
      <Figure value={count(totals().impressions)} words="times shown" />
      <Figure value={count(totals().clicks)} words="clicks" />
    </div>
  );
}

function Figure(props: { value: string; words: string }): JSX.Element {
  return (
    <p class="number">
      <strong class="figure">{props.value}</strong>
      <span class="small muted">{props.words}</span>
    </p>
  );
}

type Row = Pick<ResultsDto['ads'][number], 'spendMinor' | 'impressions' | 'clicks'> & {
  readonly name: string;
  readonly conversions: number | null;
};

function NumberTable(props: {
  title: string;
  first: string;
  results: ResultsDto;
  rows: readonly Row[];
}): JSX.Element {
  return (
    <section class="group">
      <h2 class="panel-title">{props.title}</h2>
      <table class="plain-table figure">
        <caption class="visually-hidden">{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.first}</th>
            <th scope="col">Spent</th>
            <th scope="col">Shown</th>
            <th scope="col">Clicks</th>
            <th scope="col">Results</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <th scope="row">{row.name}</th>
                <td>{money(row.spendMinor, props.results.currency)}</td>
                <td>{count(row.impressions)}</td>
                <td>{count(row.clicks)}</td>
                <td>{known(row.conversions)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}

function known(value: number | null): string {
  return value === null ? '–' : count(value);
}
