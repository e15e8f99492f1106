import { deployCampaignSchema, removeCampaignSchema } from '../../contract/http.ts';
import { campaignSchema } from '../../contract/launch.ts';
import { grantFrom } from '../../domain/approval/decide.ts';
import type { CampaignView } from '../../domain/project/views.ts';
import { deploymentProblemWords } from '../../domain/deployment/problems.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { getApproval } from '../../db/repositories/approvals.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { toCampaignView } from '../../db/views/campaign-view.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { conflict, notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

type Work = (deps: AppDependencies, scope: OwnerWork, id: string) => Promise<CampaignView>;
type Step = {
  readonly name: string;
  readonly summary: string;
  readonly begins: string;
  readonly schema: typeof deployCampaignSchema | typeof removeCampaignSchema;
};

/** What a person can ask for with a launch that stopped. */
export function campaignRoutes(deps: AppDependencies): Endpoint[] {
  const step = ({ name, summary, begins, schema }: Step, work: Work): Endpoint =>
    endpoint({
      method: 'post',
      path: `/api/campaigns/${name}`,
      tag: 'Campaigns',
      summary,
      body: schema,
      answers: { 202: { description: `The campaign; ${begins}`, schema: campaignSchema } },
      refusals: [404, 409],
      handle: async ({ c, caller, body }) => {
        const id = body.campaignRecordId;
        const take = async (scope: OwnerWork) => await work(deps, scope, id);
        return c.json(await asCaller(deps, caller.userId, take), 202);
      },
    });
  return [
    step(
      {
        name: 'deploy',
        summary: 'Try a failed build again from the step that failed; needs a valid approval',
        begins: 'the try starts shortly',
        schema: deployCampaignSchema,
      },
      retryDeployment,
    ),
    step(
      {
        name: 'remove',
        summary: 'Remove from the ad account what a stopped launch has made',
        begins: 'the removal starts shortly',
        schema: removeCampaignSchema,
      },
      removeCampaign,
    ),
  ];
}

async function retryDeployment(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  campaignRecordId: string,
): Promise<CampaignView> {
  const campaign = await getCampaign(trx, campaignRecordId);
  if (campaign === null) throw notFound('campaign');
  const approval =
    campaign.approvalId === null ? null : await getApproval(trx, campaign.approvalId);
  const permission = grantFrom(approval, { campaignRecordId, contentHash: campaign.planHash });
  if (!permission.ok) throw conflict(permission.code, deploymentProblemWords(permission.code));
  if (campaign.status !== 'FAILED') {
    throw conflict(
      'campaign.not_failed',
      'This campaign did not fail, so there is nothing to try again. Nothing was changed.',
    );
  }
  const item = { kind: 'retry-deployment', campaignRecordId } as const;
  await enqueueInbox(trx, { id: newId(), projectId: campaign.projectId, ownerId, item, now });
  return await toCampaignView(trx, campaign);
}

async function removeCampaign(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  campaignRecordId: string,
): Promise<CampaignView> {
  const campaign = await getCampaign(trx, campaignRecordId);
  if (campaign === null) throw notFound('campaign');
  const view = await toCampaignView(trx, campaign);
  if (campaign.status === 'REMOVED') return view;
  if (!view.canRemove) {
    throw conflict(
      'campaign.not_removable',
      'Only a launch that stopped before it went live can be removed here. Press “Pause all ads” to stop a running campaign. Nothing was changed.',
    );
  }
  const { projectId } = campaign;
  await insertActivity(trx, {
    id: newId(),
    projectId,
    ownerId,
    actor: 'person',
    what: `You asked me to remove what was made for “${campaign.name}”`,
    why: null,
    outcome: null,
    now,
  });
  const item = { kind: 'remove-campaign', campaignRecordId } as const;
  await enqueueInbox(trx, { id: newId(), projectId, ownerId, item, now });
  return view;
}
