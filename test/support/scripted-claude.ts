/** One answer of the model: words, then calls of tools. */
export type ScriptedTurn = {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly input: unknown }[];
  /** Happens before the answer begins. */
  readonly before?: () => Promise<unknown>;
  readonly usage?: {
    readonly input?: number;
    readonly cacheRead?: number;
    readonly output?: number;
  };
};

type Event = { readonly type: string } & Record<string, unknown>;

function eventsOf({ text, calls = [], usage = {} }: ScriptedTurn): readonly Event[] {
  const tokens = {
    input_tokens: usage.input ?? 100,
    cache_read_input_tokens: usage.cacheRead ?? 0,
    cache_creation_input_tokens: 0,
    output_tokens: 1,
  };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'any', content: [] };
  const blocks = [
    ...(text === undefined
      ? []
      : [{ start: { type: 'text', text: '' }, delta: { type: 'text_delta', text } }]),
    ...calls.map(({ name, input }, index) => ({
      start: { type: 'tool_use', id: `toolu_${name}_${index}`, name, input: {} },
      delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
    })),
  ];
  return [
    { type: 'message_start', message: { ...message, stop_reason: null, usage: tokens } },
    ...blocks.flatMap(({ start, delta }, index) => [
      { type: 'content_block_start', index, content_block: start },
      { type: 'content_block_delta', index, delta },
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: calls.length === 0 ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: usage.output ?? 50 },
    },
    { type: 'message_stop' },
  ];
}

/**
 * A model that says what the test tells it to, over the wire format of the service. `requests` are the bodies it got;
 * when the script is over it says so.
 */
export function scriptedClaude(turns: readonly ScriptedTurn[] = []) {
  const waiting = [...turns];
  const requests: Record<string, unknown>[] = [];
  const answer: typeof fetch = async (_url, init) => {
    requests.push(JSON.parse(typeof init?.body === 'string' ? init.body : '{}'));
    const turn = waiting.shift() ?? { text: 'That is all.' };
    await turn.before?.();
    const body = eventsOf(turn)
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('');
    const headers = { 'content-type': 'text/event-stream', 'request-id': 'req_1' };
    return new Response(body, { headers });
  };
  return { fetch: answer, requests, say: (...more: ScriptedTurn[]) => waiting.push(...more) };
}
