import { moneySchema } from '../../contract/launch.ts';
import { moneyView } from '../../db/views/money-view.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import { projectParams } from './projects.ts';

export function moneyRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/projects/:id/money',
      tag: 'Projects',
      summary: 'Approved against spent, approval by approval',
      params: projectParams,
      answers: { 200: { description: 'Amounts in minor units', schema: moneySchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json(
          await asCaller(
            deps,
            caller.userId,
            async ({ trx, now }) => await moneyView(trx, await projectOf(trx, params.id), now),
          ),
        ),
    }),
  ];
}
