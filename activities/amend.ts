import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import { asOwner } from '../db/tenant.ts';
import { changeCampaign } from './change-apply.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { replaceAd } from './fix-apply.ts';

/** Carries out an approval about a campaign that runs: another ad for a refused one, or a change of the plan. */
export async function amendCampaign(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
): Promise<RunDeploymentResult> {
  const { ownerId, approvalId } = input;
  const approval = await asOwner(deps.db, ownerId, (trx) => getApproval(trx, approvalId));
  return approval?.kind === 'campaign-change'
    ? await changeCampaign(deps, input)
    : await replaceAd(deps, input);
}
