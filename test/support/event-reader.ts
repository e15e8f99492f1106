import type { EventSourceLike } from '../../ui/src/line/source.ts';

type Hear = (event: { data?: unknown; lastEventId?: string }) => void;

/** One connection to an event stream, as a browser's `EventSource` makes it, without coming back by itself. */
export function readEvents(
  url: string,
  headers: Readonly<Record<string, string>>,
): EventSourceLike {
  const hearers = new Map<string, Hear[]>();
  const abort = new AbortController();
  const emit = (type: string, event: Parameters<Hear>[0]): void => {
    for (const hear of hearers.get(type) ?? []) hear(event);
  };
  const read = async (): Promise<void> => {
    const accept = 'text/event-stream';
    const answer = await fetch(url, { headers: { ...headers, accept }, signal: abort.signal });
    if (!answer.ok || answer.body === null) throw new Error(`events: ${answer.status}`);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of answer.body) {
      rest += decoder.decode(bytes, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const { event, ...place } = fieldsOf(block);
        if (!abort.signal.aborted) emit(event, place);
      }
    }
    throw new Error('The stream ended.');
  };
  read().catch(() => {
    if (!abort.signal.aborted) emit('error', {});
  });
  return {
    addEventListener: (type, hear) => void hearers.set(type, [...(hearers.get(type) ?? []), hear]),
    close: () => abort.abort(),
  };
}

function fieldsOf(block: string): { event: string; data: string; lastEventId: string } {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const;
    }),
  );
  return {
    event: fields.get('event') ?? 'message',
    data: fields.get('data') ?? '',
    lastEventId: fields.get('id') ?? '',
  };
}
