import { projectSummarySchema } from '../../contract/model.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { enqueueInbox, isPausedByPerson } from '../../db/repositories/outbox.ts';
import { getProjectSummary } from '../../db/repositories/projects.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

/** The person's own switch for all ads of a project. */
export function deliveryRoutes(deps: AppDependencies): Endpoint[] {
  return (['pause', 'resume'] as const).map((change) =>
    endpoint({
      method: 'post',
      path: `/api/projects/:id/${change}`,
      tag: 'Projects',
      summary: change === 'pause' ? 'Pause all ads' : 'Let the ads run again',
      params: projectParams,
      answers: {
        202: { description: 'Taken in; carried out shortly', schema: projectSummarySchema },
      },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json(
          await asCaller(
            deps,
            caller.userId,
            async (work) => await changePolicy(deps, work, { projectId: params.id, change }),
          ),
          202,
        ),
    }),
  );
}

async function changePolicy(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { projectId, change }: { projectId: string; change: 'pause' | 'resume' },
) {
  const project = await getProjectSummary(trx, projectId);
  if (project === null) throw notFound('project');
  const item = { kind: 'policy', change } as const;
  const seq = await enqueueInbox(trx, { id: newId(), projectId, ownerId, item, now });
  // Pressed twice it is carried out twice, which changes nothing, but it is one thing the person did.
  if ((await isPausedByPerson(trx, projectId, seq)) === (change === 'pause')) return project;
  await insertActivity(trx, {
    id: newId(),
    projectId,
    ownerId,
    actor: 'person',
    what: change === 'pause' ? 'You paused all ads' : 'You let the ads run again',
    why: null,
    outcome: null,
    now,
  });
  return project;
}
