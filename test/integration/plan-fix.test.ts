import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { getApproval, listApprovals } from '../../db/repositories/approvals.ts';
import { getCampaign, updateCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { amendedPlan, readAmendment } from '../../domain/deployment/amendment.ts';
import { canonicalJson } from '../../domain/plan/canonical.ts';
import { sha256 } from '../../integrations/crypto/hash.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

type Running = { tenant: Tenant; campaignRecordId: string };

/** A campaign that runs, one of whose ads Facebook refused. */
async function refused(reason: string | null): Promise<Running> {
  const tenant = await world.addTenant();
  const { ownerId, projectId } = tenant;
  const { campaignRecordId } = await approvedPlan(world, tenant);
  const adReviews = [
    { adKey: 'a1', name: 'x', state: 'refused' as const, reason, message: 'Facebook refused it.' },
  ];
  await asOwner(world.database.app, ownerId, (trx) =>
    updateCampaign(trx, {
      id: campaignRecordId,
      projectId,
      ownerId,
      now: START,
      set: { status: 'ACTIVE', adReviews },
    }),
  );
  return { tenant, campaignRecordId };
}

function propose({ tenant, campaignRecordId }: Running, adKey = 'a1', now = START + 3_600_000) {
  const { ownerId, projectId } = tenant;
  return world.activities.proposeFix({ ownerId, projectId, campaignRecordId, adKey, now });
}

async function promiseTimes(times: number): Promise<void> {
  await fetch(`${world.claudeUrl}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'forbidden_promise', times }),
  });
}

test('a refused ad gets one card with another ad under the same money', async () => {
  const running = await refused('Unacceptable business practices');
  const results = [await propose(running), await propose(running)];
  expect(results[1]).toEqual(results[0]);
  const { ownerId, projectId } = running.tenant;
  await asOwner(world.database.app, ownerId, async (trx) => {
    const card = await getApproval(trx, results[0]?.approval?.id ?? '');
    const campaign = await getCampaign(trx, running.campaignRecordId);
    const plan = await getApproval(trx, campaign?.approvalId ?? '');
    const amendment = readAmendment(card?.content);
    if (card === null || campaign === null || amendment === null) throw new Error('No card.');
    expect(card).toMatchObject({ kind: 'ad-fix', status: 'PENDING', authority: plan?.authority });
    expect(card.contentHash).toBe(sha256(canonicalJson(amendment)));
    expect(card.diff.map(({ label }) => label)).toContain('Headline');
    expect(card.card?.rows[0]?.value).toContain('Unacceptable business practices');
    expect(amendment).toMatchObject({ adSetKey: 's1', replacesAdKey: 'a1', ad: { key: 'f1' } });
    expect(amendment.ad.linkUrl).toContain('utm_content=f1');
    // What the deployment does with it: the new ad fits into the plan.
    expect(amendedPlan(campaign.plan, amendment)?.adSets[0]?.ads).toHaveLength(3);
    const said = await listMessages(trx, projectId);
    expect(said.filter(({ content }) => content.includes('Here is another one'))).toHaveLength(1);
  });
});

test('a second refused ad waits until the first card is decided', async () => {
  const running = await refused('Unacceptable business practices');
  const { approval } = await propose(running);
  await expect(propose(running, 'a2')).rejects.toMatchObject({ type: 'plan.fix_waits' });
  const { ownerId, projectId } = running.tenant;
  await world.activities.recordDecision({
    ownerId,
    projectId,
    approvalId: approval?.id ?? '',
    contentHash: approval?.contentHash ?? '',
    verdict: 'reject',
    by: 'person',
    reason: null,
    now: START + 4_000_000,
  });
  const second = await propose(running, 'a2');
  expect(second.approval).not.toBeNull();
  expect(second.approval?.id).not.toBe(approval?.id);
});

test('a reason about the picture brings a new picture', async () => {
  const running = await refused('The image text is misleading');
  const { approval } = await propose(running);
  await asOwner(world.database.app, running.tenant.ownerId, async (trx) => {
    const card = await getApproval(trx, approval?.id ?? '');
    expect(card?.diff.map(({ label }) => label)).toContain('Picture');
  });
});

test('words that would be refused again are not proposed, and the line is named', async () => {
  const running = await refused(null);
  await promiseTimes(2);
  expect(await propose(running)).toEqual({ approval: null });
  const { ownerId, projectId } = running.tenant;
  await asOwner(world.database.app, ownerId, async (trx) => {
    expect((await listApprovals(trx, projectId)).map(({ kind }) => kind)).toEqual([
      'campaign-plan',
    ]);
    const said = (await listMessages(trx, projectId)).map(({ content }) => content).join('\n');
    expect(said).toContain('“Guaranteed results” promises more than anyone can keep');
  });
});

test.each<readonly [string, string, number]>([
  ['an ad that is not in the plan', 'a9', START + 3_600_000],
  ['a campaign whose time is over', 'a1', START + 90 * 86_400_000],
])('nothing is proposed for %s', async (_what, adKey, now) => {
  const running = await refused('Unacceptable business practices');
  expect(await propose(running, adKey, now)).toEqual({ approval: null });
});

test('from Facebook’s refusal to the new ad that runs in its place', async () => {
  const tenant = await world.addTenant();
  const { ownerId, projectId } = tenant;
  const plan = await approvedPlan(world, tenant);
  const { campaignRecordId } = plan;
  const clock = { now: START + 60_000 };
  expect(await deployAsWorkflow(world, tenant, plan, clock)).toMatchObject({ kind: 'done' });
  const campaignNow = () =>
    asOwner(world.database.app, ownerId, (trx) => getCampaign(trx, campaignRecordId));
  const before = await campaignNow();
  await fetch(`${world.metaUrl}/sandbox/admin/review`, {
    method: 'POST',
    headers: { 'x-sandbox-time': String(clock.now + 3_600_000) },
    body: JSON.stringify({
      ad: before?.metaIds['a1'],
      outcome: 'refused',
      policy: 'Misleading Claims',
      message: 'Ads must not mislead.',
    }),
  });
  const ref = { ownerId, projectId, campaignRecordId };
  clock.now += 30 * 3_600_000;
  const checked = await world.activities.checkCampaign({
    ...ref,
    trigger: 'timer',
    now: clock.now,
  });
  expect(checked).toMatchObject({ refusedAds: ['a1'] });
  const { approval } = await world.activities.proposeFix({ ...ref, adKey: 'a1', now: clock.now });
  if (approval === null) throw new Error('A fix had to be proposed.');
  const card = await asOwner(world.database.app, ownerId, (trx) => getApproval(trx, approval.id));
  expect(card?.card?.rows[0]?.value).toContain('Misleading Claims');
  await world.activities.recordDecision({
    ownerId,
    projectId,
    approvalId: approval.id,
    contentHash: approval.contentHash,
    verdict: 'approve',
    by: 'person',
    reason: null,
    now: clock.now,
  });
  for (let turn = 0; turn < 20; turn += 1) {
    const input = { ...ref, approvalId: approval.id, now: clock.now };
    const result = await world.activities.amendCampaign(input);
    if (result.kind === 'done') break;
    if (result.kind !== 'wait') throw new Error(`The change ended as ${JSON.stringify(result)}.`);
    clock.now += result.ms;
  }
  const after = await campaignNow();
  expect(after?.metaIds['f1']).toMatch(/^\d+$/);
  expect(after?.metaIds['f1']).not.toBe(before?.metaIds['a1']);
});
