import { usageSchema } from '../../contract/http.ts';
import { startOfDay } from '../../domain/monitoring/calendar.ts';
import { sumModelUsage } from '../../db/repositories/model-usage.ts';
import { cachedShare } from '../../integrations/claude/models.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

const MONTH_MS = 30 * 86_400_000;

export function usageRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/projects/:id/usage',
      tag: 'Projects',
      summary: 'What the model cost today and in the last 30 days, and the limit of a day',
      params: projectParams,
      answers: { 200: { description: 'In millionths of a US dollar', schema: usageSchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json(
          await asCaller(
            deps,
            caller.userId,
            async (work) => await readUsage(deps, work, params.id),
          ),
        ),
    }),
  ];
}

async function readUsage(
  { modelDailyLimitMicroUsd }: AppDependencies,
  { trx, now }: OwnerWork,
  projectId: string,
) {
  const { timezone } = await projectOf(trx, projectId);
  const since = startOfDay(now, timezone ?? 'UTC');
  const today = await sumModelUsage(trx, { projectId, since });
  const month = await sumModelUsage(trx, { projectId, since: now - MONTH_MS });
  const { costMicroUsd, requests } = today;
  return {
    today: { costMicroUsd, requests, limitMicroUsd: modelDailyLimitMicroUsd },
    last30Days: {
      costMicroUsd: month.costMicroUsd,
      requests: month.requests,
      cachedShare: cachedShare(month),
    },
  };
}
