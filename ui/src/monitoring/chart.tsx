import { For } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ResultsDto } from '../../../contract/model.ts';
import { calendarDay, money } from '../format.ts';

const WIDTH = 320;
const HEIGHT = 120;
const BASE = 96;

/** Money spent per day as bars; days that may still change are drawn lighter. The table says the same in figures. */
export function SpendChart(props: { results: ResultsDto }): JSX.Element {
  const days = () => props.results.days.slice(-28);
  const most = () => Math.max(1, ...days().map((day) => day.spendMinor));
  const slot = () => WIDTH / Math.max(days().length, 7);
  const first = () => days()[0]?.day;
  const last = () => days().at(-1)?.day;
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Money spent per day, at most ${money(most(), props.results.currency)}`}
    >
      <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} stroke="var(--line-strong)" stroke-width="1" />
      <For each={days()}>
        {(day, index) => {
          const height = () => Math.max(2, (day.spendMinor / most()) * (BASE - 18));
          return (
            <rect
              x={index() * slot() + slot() * 0.15}
              y={BASE - height()}
              width={slot() * 0.7}
              height={height()}
              rx={Math.min(3, slot() * 0.2)}
              fill="var(--accent)"
              opacity={day.provisional ? 0.45 : 1}
            >
              <title>
                {calendarDay(day.day)}: {money(day.spendMinor, props.results.currency)}
              </title>
            </rect>
          );
        }}
      </For>
      <text x="0" y={HEIGHT - 6} font-size="11" fill="var(--muted)">
        {first() === undefined ? '' : calendarDay(first() ?? '')}
      </text>
      <text x={WIDTH} y={HEIGHT - 6} font-size="11" fill="var(--muted)" text-anchor="end">
        {last() === first() ? '' : calendarDay(last() ?? '')}
      </text>
      <text x="0" y="11" font-size="11" fill="var(--muted)">
        {money(most(), props.results.currency)}
      </text>
    </svg>
  );
}
