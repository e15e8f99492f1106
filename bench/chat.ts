import process from 'node:process';
import { parseArgs } from 'node:util';
import { benchDelay } from './chat-delay.ts';
import type { DelayResult } from './chat-delay.ts';
import { benchRendering } from './chat-render.ts';
import { figureLine, missed, percentile } from './figures.ts';
import type { Figure } from './figures.ts';
import { startBenchStack } from './stack.ts';

/**
 * What we add to an answer on its way from the model to the person's eyes.
 *
 * - Drawing: a 20 kB answer in 1,676 pieces in our page, against streaming-markdown alone in the same page, by turns.
 *   The figure is the time the page's main thread was at work, by the browser's own count of its processor time.
 * - Way: each piece from leaving the model's stand-in to arriving at a browser's event stream, through worker,
 *   database and API, against a client that reads the stand-in's stream directly in the same run.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    streams: { type: 'string', default: '5' },
  },
});

const drawing = await benchRendering(Number(values.rounds));
const stack = await startBenchStack();
let way: DelayResult;
try {
  way = await benchDelay(stack, Number(values.streams));
} finally {
  await stack.close();
}

const line = (name: string, numbers: readonly number[]): string =>
  [
    name.padEnd(30),
    ...[0.5, 0.99, 1].map((share) => percentile(numbers, share).toFixed(1).padStart(8)),
  ].join(' ');
const busy = (all: readonly { readonly busyMs: number }[]) => all.map(({ busyMs }) => busyMs);
process.stdout.write(
  [
    `${'ms'.padEnd(30)} ${['p50', 'p99', 'most'].map((word) => word.padStart(8)).join(' ')}`,
    line('drawing: our page', busy(drawing.ours)),
    line('drawing: alone', busy(drawing.alone)),
    line('first piece: event stream', way.ours.first),
    line('first piece: read directly', way.raw.first),
    line('each piece: event stream', way.ours.each),
    line('each piece: read directly', way.raw.each),
    '',
  ].join('\n'),
);
const figures: readonly Figure[] = [
  { name: 'render_ratio', value: drawing.ratio, target: { atMost: 3 } },
  { name: 'longest_task_ms', value: drawing.longestMs, target: { atMost: 50 } },
  { name: 'first_token_added_ms', value: way.addedFirstMs, target: { atMost: 15 } },
  { name: 'chunk_added_ms', value: way.addedEachMs, target: { atMost: 5 } },
];
process.stdout.write(`${figureLine('chat', figures)}\n`);
process.exitCode = missed(figures).length === 0 ? 0 : 1;
