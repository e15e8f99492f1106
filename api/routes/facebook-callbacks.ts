import { z } from 'zod';
import { dataDeletionSchema } from '../../contract/http.ts';
import { findDeletion } from '../../db/repositories/data-deletions.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { deauthorize, deleteData, readCallback } from '../facebook/callbacks.ts';
import { DELETION_PAGE_POLICY, deletionPage } from '../facebook/deletion-page.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';

const FORM = ['application/x-www-form-urlencoded'];

/** What Facebook itself calls, and the page it shows to people. Posts are told by their signature. */
export function facebookCallbackRoutes(deps: AppDependencies): Endpoint[] {
  return [
    publicEndpoint({
      method: 'post',
      path: '/api/facebook/deauthorize',
      tag: 'Facebook',
      summary: 'Facebook says that a person removed the app (form with signed_request)',
      takes: FORM,
      answers: { 200: { description: 'Taken', schema: z.object({}) } },
      refusals: [400, 413],
      handle: async ({ c }) => {
        await deauthorize(deps, await readCallback(c, deps.facebookAppSecret));
        return c.json({});
      },
    }),
    publicEndpoint({
      method: 'post',
      path: '/api/facebook/data-deletion',
      tag: 'Facebook',
      summary:
        'Facebook passes on that a person wants their data deleted (form with signed_request)',
      takes: FORM,
      answers: { 200: { description: 'Where to look it up', schema: dataDeletionSchema } },
      refusals: [400, 413],
      handle: async ({ c }) => {
        const code = await deleteData(deps, await readCallback(c, deps.facebookAppSecret));
        const url = `${deps.publicUrl}/facebook/deletion/${code}`;
        return c.json({ url, confirmation_code: code });
      },
    }),
    publicEndpoint({
      method: 'get',
      path: '/facebook/deletion/:code',
      tag: 'Facebook',
      summary: 'What became of a request to delete data',
      params: z.object({ code: z.string().max(200) }),
      answers: {
        200: { description: 'A page to read', schema: null, type: 'text/html' },
        404: {
          description: 'A page that says there is no such request',
          schema: null,
          type: 'text/html',
        },
      },
      handle: async ({ c, params: { code } }) => {
        const deletion = await findDeletion(deps.relayDb, code);
        c.header('content-security-policy', DELETION_PAGE_POLICY);
        return c.html(deletionPage(code, deletion), deletion === null ? 404 : 200);
      },
    }),
  ];
}
