import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { authorityFor } from '../../domain/approval/authority.ts';
import type { AdAmendment } from '../../domain/deployment/amendment.ts';
import { canonicalJson } from '../../domain/plan/canonical.ts';
import { decideApprovalRow, insertApproval } from '../../db/repositories/approvals.ts';
import { insertAsset } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listNotifications } from '../../db/repositories/notifications.ts';
import { asOwner } from '../../db/tenant.ts';
import { sha256 } from '../../integrations/crypto/hash.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch, pictureBytes } from '../support/launch-story.ts';
import type { Launch } from '../support/launch-story.ts';
import { rowsIn } from '../support/sandbox-answers.ts';

const HOUR = 3_600_000;
let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('faults', undefined, 'DELETE');
});
afterAll(async () => {
  await world.close();
});

async function live(): Promise<{ tenant: Tenant; story: Launch }> {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  expect((await launch(world, story)).result.kind).toBe('done');
  return { tenant, story };
}

async function stateOf({ ownerId, projectId }: Tenant, { input }: Launch) {
  return await asOwner(world.database.app, ownerId, async (trx) => ({
    campaign: await getCampaign(trx, input.campaignRecordId),
    messages: (await listMessages(trx, projectId)).map(({ content }) => content),
    bells: (await listNotifications(trx)).map(({ title }) => title),
  }));
}

async function check({ input, clock }: Launch, after: number) {
  const { approvalId: _approval, ...ref } = input;
  const now = clock.now + after;
  return await world.activities.checkCampaign({ ...ref, trigger: 'timer', now });
}

async function refuse(tenant: Tenant, story: Launch, key: string): Promise<void> {
  const { campaign } = await stateOf(tenant, story);
  const order = {
    ad: campaign?.metaIds[key],
    outcome: 'refused',
    policy: 'Personal Attributes',
    message: 'Ads must not ask about age.',
  };
  await fetch(`${world.metaUrl}/sandbox/admin/review`, {
    method: 'POST',
    headers: { 'x-sandbox-time': String(story.clock.now + HOUR) },
    body: JSON.stringify(order),
  });
}

test('checks of ads are told as they end, each once, and a refused one asks for a fix', async () => {
  const { tenant, story } = await live();
  expect(await check(story, 60_000)).toEqual({ kind: 'checked', events: [] });
  const first = await stateOf(tenant, story);
  expect(first.campaign?.adReviews.map(({ state }) => state)).toEqual(['in-review', 'in-review']);
  await refuse(tenant, story, 'a12');
  const checked = await check(story, 30 * HOUR);
  expect(checked).toMatchObject({ kind: 'checked', refusedAds: ['a12'] });
  await check(story, 34 * HOUR);
  const later = await stateOf(tenant, story);
  expect(later.campaign?.adReviews).toMatchObject([
    { adKey: 'a11', state: 'approved' },
    {
      adKey: 'a12',
      state: 'refused',
      reason: 'Personal Attributes: Ads must not ask about age.',
      message: expect.stringContaining('knew private things'),
    },
  ]);
  const approved = later.messages.filter((words) => words.includes('Facebook has approved'));
  expect(approved).toHaveLength(1);
});

/** An approval for another ad in the place of `a12`. */
async function grantFix(tenant: Tenant, { input, plan, clock }: Launch): Promise<string> {
  const bytes = pictureBytes(`${tenant.projectId}:fix`);
  const asset = { id: randomUUID(), mime: 'image/png', sha256: sha256(bytes), width: 1080 };
  const [old] = plan.adSets[0]?.ads ?? [];
  if (old === undefined) throw new Error('The plan has an ad.');
  const amendment: AdAmendment = {
    adSetKey: 's1',
    replacesAdKey: 'a12',
    ad: {
      ...old,
      key: 'a12b',
      headline: 'Bread again',
      image: { assetId: asset.id, sha256: asset.sha256 },
    },
  };
  const { projectId, ownerId, campaignRecordId } = input;
  const ref = { projectId, ownerId, now: clock.now };
  const id = randomUUID();
  const contentHash = sha256(canonicalJson(amendment));
  await asOwner(world.database.app, ownerId, async (trx) => {
    await insertAsset(trx, { ...ref, ...asset, height: 1080, bytes });
    await insertApproval(trx, {
      ...ref,
      id,
      kind: 'ad-fix',
      contentHash,
      card: null,
      authority: authorityFor(plan.dailyBudgetMinor, plan.currency),
      briefId: null,
      campaignRecordId,
      expiresAt: clock.now + 48 * HOUR,
      content: amendment,
    });
    const verdict = { verdict: 'approve', by: 'person', from: null, reason: null } as const;
    await decideApprovalRow(trx, { ...ref, id, contentHash, ...verdict });
  });
  return id;
}

async function amend(story: Launch, approvalId: string) {
  for (let turn = 0; turn < 50; turn += 1) {
    const input = { ...story.input, approvalId, now: story.clock.now };
    const result = await world.activities.amendCampaign(input);
    if (result.kind === 'wait') story.clock.now += result.ms;
    else if (result.kind === 'reconcile') {
      story.clock.now += 60_000;
      const { approvalId: _approval, ...ref } = story.input;
      const look = { ...ref, opKey: result.opKey, look: 3, now: story.clock.now };
      await world.activities.reconcileOperation(look);
    } else return result;
  }
  throw new Error('The change went round in circles.');
}

test('an approved fix puts one new ad in the place of the refused one, also after a lost answer', async () => {
  const { tenant, story } = await live();
  await refuse(tenant, story, 'a12');
  await check(story, 30 * HOUR);
  const approvalId = await grantFix(tenant, story);
  await world.admin('faults', { kind: 'lose-response', match: { operation: 'create-ad' } });
  expect(await amend(story, approvalId)).toEqual({ kind: 'done' });
  const { campaign } = await stateOf(tenant, story);
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=ad`);
  const states = Object.fromEntries(rowsIn(objects).map((row) => [row['id'], row['status']]));
  const of = (key: string) => states[campaign?.metaIds[key] ?? ''];
  expect([of('a11'), of('a12'), of('a12b')]).toEqual(['ACTIVE', 'PAUSED', 'ACTIVE']);
  expect(Object.keys(states)).toHaveLength(3);
  const checked = await check(story, 80 * HOUR);
  expect(checked).not.toHaveProperty('refusedAds');
  expect(await amend(story, approvalId)).toEqual({ kind: 'done' });
});

test('a fix without its approval changes nothing', async () => {
  const { tenant, story } = await live();
  expect(await amend(story, story.input.approvalId)).toEqual({
    kind: 'failed',
    code: 'deployment.approval_missing',
  });
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=ad`);
  expect(rowsIn(objects)).toHaveLength(2);
});

test('more spent than approved raises the alarm at once and once', async () => {
  const { tenant, story } = await live();
  // An approval of a tenth of what the sandbox will spend stands for a Facebook that overspends.
  await asOwner(world.database.app, tenant.ownerId, (trx) =>
    trx
      .updateTable('approval')
      .set({ authority: JSON.stringify(authorityFor(50, 'GBP')) })
      .where('id', '=', story.input.approvalId)
      .execute(),
  );
  await check(story, 48 * HOUR);
  await check(story, 52 * HOUR);
  const { messages, bells, campaign } = await stateOf(tenant, story);
  expect(messages.filter((words) => words.includes('more spending'))).toHaveLength(1);
  expect(bells.filter((title) => title === 'More was spent than you approved')).toHaveLength(1);
  expect(campaign?.overspendToldAt).not.toBeNull();
});
