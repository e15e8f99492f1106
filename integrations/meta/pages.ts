import { text } from './parse.ts';
import { createTransport } from './transport.ts';
import type { GraphAnswer, GraphTransport, TransportOptions } from './transport.ts';

/**
 * A transport that also speaks as the person's Pages. A Page's token is asked for when it is needed and lives no
 * longer than the transport.
 */
export function withPages(own: GraphTransport, options: TransportOptions): GraphTransport {
  const pages = new Map<string, GraphTransport>();

  const ofPage = async (pageId: string): Promise<GraphTransport | GraphAnswer> => {
    const known = pages.get(pageId);
    if (known !== undefined) return known;
    const answer = await own.read([pageId], { fields: 'access_token' });
    if (answer.kind !== 'ok') return answer;
    const accessToken = text(answer.body['access_token']);
    if (accessToken === null) return noRight(answer);
    const transport = createTransport({ ...options, accessToken });
    pages.set(pageId, transport);
    return transport;
  };

  return {
    read: async (path, params, asPage = null) => {
      if (asPage === null) return await own.read(path, params);
      const page = await ofPage(asPage);
      return 'kind' in page ? page : await page.read(path, params);
    },
    write: async (ticket, call) => {
      if (call.asPage === null) return await own.write(ticket, call);
      const page = await ofPage(call.asPage);
      return 'kind' in page ? page : await page.write(ticket, { ...call, asPage: null });
    },
  };
}

/** Facebook leaves the token out when the person may not act for the Page. */
function noRight({ usage }: GraphAnswer): GraphAnswer {
  return {
    kind: 'refused',
    usage,
    failure: {
      kind: 'PERMISSION',
      problem: 'meta.page_not_usable',
      code: null,
      subcode: null,
      title: null,
      detail: 'The Page gave no token.',
      blame: [],
      traceId: null,
      retryAfterMs: null,
    },
  };
}
