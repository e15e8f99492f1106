import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createPlanActivities } from '../../activities/plan.ts';
import { getApproval } from '../../db/repositories/approvals.ts';
import { insertArtifact, insertAsset } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import type { PreparePlanResult } from '../../domain/lifecycle/work.ts';
import { ImageModelError } from '../../integrations/creatives/image-model.ts';
import type { ImageModel } from '../../integrations/creatives/image-model.ts';
import { renderPicture } from '../../integrations/creatives/render.ts';
import { sha256 } from '../../integrations/crypto/hash.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const refOf = ({ ownerId, projectId }: Tenant) => ({ ownerId, projectId });
const first = (tenant: Tenant) => ({ ...refOf(tenant), previousApprovalId: null, now: START });

async function see(tenant: Tenant, result: PreparePlanResult) {
  return await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const approval = await getApproval(trx, result.approval.id);
    const campaign = await getCampaign(trx, result.campaignRecordId);
    if (approval === null || campaign === null) throw new Error('There is no such plan.');
    const row = (label: string) =>
      approval.card?.rows.find((one) => one.label === label)?.value ?? '';
    return { plan: campaign.plan, row };
  });
}

test('a picture that the person brought is the first ad’s own, byte for byte', async () => {
  const tenant = await world.addTenant();
  const ref = { ...refOf(tenant), now: START };
  const photo = { layout: 'bold', businessName: 'Ours', brandColour: '#802020' } as const;
  const { png } = await renderPicture({ ...photo, phrase: 'A photo of our own' });
  const upload = async (height: number) => {
    const picture = { mime: 'image/png', sha256: sha256(png), width: 1080, height, bytes: png };
    const artifact = { kind: 'IMAGE', title: 'Your picture', version: 1, text: null } as const;
    const assetId = randomUUID();
    await asOwner(world.database.app, tenant.ownerId, async (trx) => {
      await insertAsset(trx, { ...ref, ...picture, id: assetId });
      await insertArtifact(trx, { ...ref, ...artifact, id: randomUUID(), assetId });
    });
    return { assetId, sha256: picture.sha256 };
  };
  const upright = await upload(1350);
  await upload(1080);
  const one = await world.activities.preparePlan(first(tenant));
  const { plan } = await see(tenant, one);
  expect(plan.adSets[0]?.ads[0]?.image).toEqual(upright);
  const other = plan.adSets[0]?.ads[1]?.image;
  expect(other).not.toEqual(upright);
  // Behind the words of the other ads the same photo is seen: without it their picture is another one.
  const plainly = await world.addTenant();
  const without = await see(plainly, await world.activities.preparePlan(first(plainly)));
  expect(other?.sha256).not.toBe(without.plan.adSets[0]?.ads[1]?.image.sha256);
  // Pictures that were drawn for the first plan are nobody's own.
  const again = { ...ref, previousApprovalId: one.approval.id };
  const next = await see(tenant, await world.activities.preparePlan(again));
  expect(next.plan.adSets[0]?.ads[0]?.image).toEqual(upright);
});

test('where an image model is set up, its photo is used and named on the card; without an answer there is none', async () => {
  const picture = { layout: 'bold', businessName: 'Ours', brandColour: '#802020' } as const;
  const portrait = await renderPicture({ ...picture, phrase: 'A photo of a model' });
  const asked: string[] = [];
  const imageModel: ImageModel = {
    make: async (prompt) => {
      asked.push(prompt);
      if (asked.length > 1) throw new ImageModelError('image_model.no_answer', 'Away.');
      return { square: portrait, portrait };
    },
  };
  const activities = createPlanActivities({ ...world.deps, imageModel });
  const rows: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const tenant = await world.addTenant();
    const result = await activities.preparePlan(first(tenant));
    if ('questionId' in result) throw new Error('Nothing had to be asked.');
    rows.push((await see(tenant, result)).row('Pictures'));
  }
  expect(asked[0]).toContain('Sourdough bread');
  expect(rows).toEqual([expect.stringContaining('made by an image model'), '']);
});
