import { sql } from 'kysely';
import { mayUseForms, usesForms } from '../../domain/connection/scopes.ts';
import type { Trx } from '../client.ts';
import { currentBrief } from './briefs.ts';

/**
 * Whether a project collects enquiries in a form on Facebook. `asked`: it may come to that, so the permissions are
 * asked for along with the others. `required`: it will, so it waits for them.
 */
export async function formNeeds(
  trx: Trx,
  projectId: string,
): Promise<{ asked: boolean; required: boolean }> {
  const brief = await currentBrief(trx, projectId);
  const planned = await trx
    .selectFrom('campaignRecord')
    .select('id')
    .where('projectId', '=', projectId)
    .where('status', 'in', ['PENDING_APPROVAL', 'DEPLOYING', 'FAILED'])
    .where(sql<boolean>`jsonb_typeof(plan -> 'leadForm') = 'object'`)
    .limit(1)
    .executeTakeFirst();
  const required = planned !== undefined || usesForms(brief);
  return { asked: required || mayUseForms(brief), required };
}
