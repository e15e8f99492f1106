import { searchHitsSchema, searchSchema } from '../../contract/http.ts';
import { searchWords, snippetOf } from '../../domain/conversation/snippet.ts';
import { searchMessages } from '../../db/repositories/search.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';

export function searchRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/search',
      tag: 'Chat',
      summary: 'Find what was said, in all projects of the person',
      query: searchSchema,
      answers: {
        200: { description: 'The messages, with the words marked', schema: searchHitsSchema },
      },
      handle: async ({ c, caller, query }) => {
        const words = searchWords(query.q);
        const found = await asCaller(
          deps,
          caller.userId,
          async ({ trx }) => await searchMessages(trx, { words, limit: query.limit }),
        );
        return c.json({
          hits: found.map(({ content, ...hit }) => ({
            ...hit,
            snippet: snippetOf(content, words),
          })),
        });
      },
    }),
  ];
}
