import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { deltaSchema } from '../contract/events.ts';
import { createPerson } from '../test/support/person.ts';
import type { Person } from '../test/support/person.ts';
import type { BenchStack } from './stack.ts';
import { percentile } from './figures.ts';

/** Ms from a piece leaving the model's stand-in to its arrival, of every piece and of the first of each answer. */
export type Delays = { readonly first: readonly number[]; readonly each: readonly number[] };

export type DelayResult = {
  /** At a browser's event stream: model, worker, database, API, browser. */
  readonly ours: Delays;
  /** At a client that reads the model's own stream. */
  readonly raw: Delays;
  /** What we add, p99 of ours less the median of raw, ms. */
  readonly addedFirstMs: number;
  readonly addedEachMs: number;
};

const PACE = { tokenDelayMs: 10, firstTokenDelayMs: 300, jitter: false, wordsPerPiece: 2 };
/** Short enough for the answer's limit of tokens; simple enough that nothing is written twice. */
const SENTENCE = 'We look at your ads each day. ';

const streamsSchema = z.object({
  streams: z.array(
    z.object({
      ending: z.string(),
      chunks: z.array(z.object({ at: z.number(), letters: z.number() })),
    }),
  ),
});
type Sent = { readonly at: number; readonly letters: number };
/** Letters that had arrived in all, and when. */
type Arrival = { readonly at: number; readonly letters: number };

/** Answers of different lengths, so that each stream in the log is known by its letters. */
const textOf = (n: number): string => SENTENCE.repeat(130) + 'x'.repeat(n + 1);

const wallClock = (): number => performance.timeOrigin + performance.now();

/** @param streams answers that run side by side, in each of the two ways. */
export async function benchDelay(stack: BenchStack, streams: number): Promise<DelayResult> {
  const { url, claudeUrl } = stack.app;
  const tell = async (path: string, body: unknown) =>
    await fetch(`${claudeUrl}/sandbox/admin/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
  await tell('pace', PACE);
  const people = await inTurn(streams, async () => await createPerson(url));
  const rawRound = async () =>
    await round(streams, tell, claudeUrl, async (n) => await readRaw(claudeUrl, n));
  const ourRound = async () =>
    await round(streams, tell, claudeUrl, async (n) => {
      const person = people[n];
      if (person === undefined) throw new Error('Nobody is there to ask.');
      return await readOurs(person, n);
    });
  // The first round of each warms its processes up, as they are when people use them.
  await rawRound();
  await ourRound();
  const raw = await rawRound();
  const ours = await ourRound();
  const p = (values: readonly number[], share: number) => percentile(values, share);
  return {
    ours,
    raw,
    addedFirstMs: p(ours.first, 0.99) - p(raw.first, 0.5),
    addedEachMs: p(ours.each, 0.99) - p(raw.each, 0.5),
  };
}

async function inTurn<Result>(
  count: number,
  work: (n: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let n = 0; n < count; n += 1) results.push(await work(n));
  return results;
}

/** All answers at once, and how long each piece took from the stand-in's clock to the reader's. */
async function round(
  streams: number,
  tell: (path: string, body: unknown) => Promise<unknown>,
  claudeUrl: string,
  read: (n: number) => Promise<readonly Arrival[]>,
): Promise<Delays> {
  await fetch(`${claudeUrl}/sandbox/admin/streams`, { method: 'DELETE' });
  for (let n = 0; n < streams; n += 1) {
    await tell('answers', { text: textOf(n), match: { said: marker(n) } });
  }
  const arrivals = await Promise.all(Array.from({ length: streams }, (_, n) => read(n)));
  const answer = await fetch(`${claudeUrl}/sandbox/admin/streams`);
  const log = streamsSchema.parse(await answer.json()).streams;
  const first: number[] = [];
  const each: number[] = [];
  for (const [n, arrived] of arrivals.entries()) {
    const sent = log
      .map(({ chunks }) => chunks.filter(({ letters }) => letters > 0))
      .find((chunks) => total(chunks) === textOf(n).length);
    if (sent === undefined) throw new Error(`Answer ${n} is not in the log.`);
    const delays = delaysOf(sent, arrived);
    first.push(...delays.slice(0, 1));
    each.push(...delays);
  }
  return { first, each };
}

const marker = (n: number): string => `question ${n} of the bench`;
const total = (chunks: readonly Sent[]): number =>
  chunks.reduce((sum, { letters }) => sum + letters, 0);

/** Of each piece: from when it left to when so many letters had arrived. */
function delaysOf(sent: readonly Sent[], arrived: readonly Arrival[]): number[] {
  let letters = 0;
  return sent.map((piece) => {
    letters += piece.letters;
    const arrival = arrived.find((one) => one.letters >= letters);
    return arrival === undefined ? Number.POSITIVE_INFINITY : arrival.at - piece.at;
  });
}

/** The model's own stream, read as the service gives it. */
async function readRaw(claudeUrl: string, n: number): Promise<Arrival[]> {
  const response = await fetch(`${claudeUrl}/v1/messages`, {
    method: 'POST',
    headers: {
      'x-api-key': 'bench',
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      model: 'claude-haiku-5-5',
      max_tokens: 1_500,
      stream: true,
      messages: [{ role: 'user', content: marker(n) }],
    }),
  });
  const arrivals: Arrival[] = [];
  let letters = 0;
  for await (const { data, at } of eventsOf(response)) {
    const text = z
      .object({ delta: z.object({ type: z.literal('text_delta'), text: z.string() }) })
      .safeParse(data).data?.delta.text;
    if (text === undefined) continue;
    letters += text.length;
    arrivals.push({ at, letters });
  }
  return arrivals;
}

/** A browser's event stream, from the question to the last letter of its answer. */
async function readOurs(person: Person, n: number): Promise<Arrival[]> {
  const { conversations, seq } = await person.page();
  const conversationId = conversations.at(-1)?.id ?? '';
  const abort = new AbortController();
  const response = await person.open(`/api/events?after=${seq}`, abort.signal);
  await person.call('POST', '/api/chat/message', {
    id: randomUUID(),
    conversationId,
    content: marker(n),
  });
  const arrivals: Arrival[] = [];
  for await (const { event, data, at } of eventsOf(response)) {
    if (event !== 'delta') continue;
    const { offset, text } = deltaSchema.parse(data);
    arrivals.push({ at, letters: offset + text.length });
    if (offset + text.length >= textOf(n).length) break;
  }
  abort.abort();
  return arrivals;
}

/** The events of a stream, each with the moment its bytes were read. */
async function* eventsOf(
  response: Response,
): AsyncGenerator<{ readonly event: string; readonly data: unknown; readonly at: number }> {
  if (response.body === null) throw new Error(`No stream: ${response.status}`);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body) {
    const at = wallClock();
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const data = field('data');
      if (data === undefined || !data.startsWith('{')) continue;
      yield { event: field('event') ?? 'message', data: JSON.parse(data), at };
    }
  }
}
