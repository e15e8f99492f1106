import { randomUUID } from 'node:crypto';
import { authorityFor } from '../../domain/approval/authority.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../../domain/lifecycle/work.ts';
import { accountMoment, addDays, endOfDay } from '../../domain/monitoring/calendar.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../../domain/plan/plan.ts';
import { decideApprovalRow, insertApproval } from '../../db/repositories/approvals.ts';
import { insertAsset } from '../../db/repositories/artifacts.ts';
import { insertCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import { sha256 } from '../../integrations/crypto/hash.ts';
import { planHash } from '../../integrations/crypto/plan-hash.ts';
import { lookUntilKnown } from './agent-story.ts';
import { START } from './agent-world.ts';
import type { AgentWorld, Tenant } from './agent-world.ts';

const TIMEZONE = 'Europe/London';

export type LaunchWish = {
  /** Ads per audience; two audiences have a budget each. Default: one audience with two ads. */
  readonly ads?: readonly number[];
  readonly spares?: number;
  readonly days?: number;
  readonly change?: (plan: CampaignPlan) => CampaignPlan;
  readonly now?: number;
  /** Leaves the card open. */
  readonly undecided?: boolean;
};

export type Launch = {
  readonly plan: CampaignPlan;
  readonly input: Omit<RunDeploymentInput, 'now'>;
  /** The owner's clock, moved on by waits. */
  readonly clock: { now: number };
};

/** A picture's first bytes, which is all that anybody here looks at; each name gives another one. */
export function pictureBytes(name: string): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt32BE(0x89504e47, 0);
  header.write('\r\n\u001A\n', 4, 'latin1');
  header.writeUInt32BE(13, 8);
  header.write('IHDR', 12, 'latin1');
  header.writeUInt32BE(1080, 16);
  header.writeUInt32BE(1080, 20);
  return Buffer.concat([header, Buffer.from(name)]);
}

/** A plan of the second version with its approval, straight in the database: no model and no planning needed. */
export async function grantedLaunch(
  world: AgentWorld,
  tenant: Tenant,
  wish: LaunchWish = {},
): Promise<Launch> {
  const now = wish.now ?? START;
  const { projectId, ownerId } = tenant;
  const campaignRecordId = randomUUID();
  const approvalId = randomUUID();
  const drawn = planFor(tenant, wish, now);
  const plan = wish.change?.(drawn.plan) ?? drawn.plan;
  const { endsAt, lastDay } = plan;
  const firstDay = accountMoment(now, TIMEZONE).day;
  const time =
    endsAt === undefined || lastDay === undefined ? undefined : { firstDay, lastDay, endsAt };
  const ref = { projectId, ownerId, now };
  await asOwner(world.database.app, ownerId, async (trx) => {
    for (const asset of drawn.assets) await insertAsset(trx, { ...ref, ...asset });
    await insertCampaign(trx, {
      ...ref,
      id: campaignRecordId,
      status: 'PENDING_APPROVAL',
      plan,
      planHash: planHash(plan),
      approvalId,
    });
    await insertApproval(trx, {
      ...ref,
      id: approvalId,
      kind: 'campaign-plan',
      contentHash: planHash(plan),
      card: null,
      authority: authorityFor(plan.dailyBudgetMinor, plan.currency, time),
      briefId: null,
      campaignRecordId,
      expiresAt: now + 48 * 3_600_000,
    });
    if (wish.undecided === true) return;
    await decideApprovalRow(trx, {
      ...ref,
      id: approvalId,
      verdict: 'approve',
      contentHash: planHash(plan),
      by: 'person',
      from: null,
      reason: null,
    });
  });
  return {
    plan,
    input: { projectId, ownerId, campaignRecordId, approvalId },
    clock: { now: now + 60_000 },
  };
}

type Asset = Parameters<typeof insertAsset>[1] & { id: string };

function planFor(
  tenant: Tenant,
  { ads = [2], spares = 0, days = 30 }: LaunchWish,
  now: number,
): { plan: CampaignPlan; assets: readonly Omit<Asset, 'projectId' | 'ownerId' | 'now'>[] } {
  const assets: Omit<Asset, 'projectId' | 'ownerId' | 'now'>[] = [];
  const adFor = (key: string): PlannedAd => {
    const bytes = pictureBytes(`${tenant.projectId}:${key}`);
    const id = randomUUID();
    assets.push({
      id,
      mime: 'image/png',
      sha256: sha256(bytes),
      width: 1080,
      height: 1080,
      bytes,
    });
    return {
      key,
      primaryText: `Still warm at seven, says ${key}. Order today and collect tomorrow.`,
      headline: `Warm bread ${key}`,
      description: 'Baked at dawn',
      callToAction: 'LEARN_MORE',
      linkUrl: 'https://bakery.example/shop?utm_source=facebook',
      image: { assetId: id, sha256: sha256(bytes) },
    };
  };
  const perSet = 1_000;
  const adSets = ads.map((count, index): PlannedAdSet => {
    const key = `s${index + 1}`;
    const named = (prefix: string, many: number) =>
      Array.from({ length: many }, (_, at) => adFor(`${prefix}${index + 1}${at + 1}`));
    return {
      key,
      name: `Audience ${index + 1}`,
      audience: {
        places: [
          { kind: 'country', key: 'GB', name: 'United Kingdom', countryCode: 'GB', radiusKm: null },
        ],
        ageMin: 25,
        ageMax: 54,
        gender: 'all',
        interests: [],
        inWords: 'Women and men from 25 to 54 in the United Kingdom',
      },
      ads: named('a', count),
      dailyBudgetMinor: ads.length > 1 ? perSet : null,
      spares: named('x', spares),
    };
  });
  const lastDay = addDays(accountMoment(now, TIMEZONE).day, days);
  const plan: CampaignPlan = {
    v: 2,
    name: 'Fresh bread',
    recipe: {
      goal: 'TRAFFIC',
      objective: 'OUTCOME_TRAFFIC',
      destinationType: 'WEBSITE',
      optimizationGoal: 'LINK_CLICKS',
      promotedObject: null,
      fallbackNote: null,
    },
    currency: 'GBP',
    dailyBudgetMinor: perSet * ads.length,
    adAccountId: tenant.adAccountId,
    pageId: tenant.pageId,
    pageName: "Miller's Bakery",
    endsAt: endOfDay(lastDay, TIMEZONE),
    lastDay,
    timezone: TIMEZONE,
    leadForm: null,
    specialAdCategories: [],
    specialAdCategoryCountries: [],
    dsa: null,
    adSets,
    forecast: null,
    reasoning: 'People near you look for good bread in the morning.',
  };
  return { plan, assets };
}

/** What ended a launch, with the waits on the way. */
export type Launched = {
  readonly result: RunDeploymentResult;
  readonly waits: readonly Extract<RunDeploymentResult, { kind: 'wait' }>[];
};

/** What the lifecycle does around a launch: build, then switch on, with looks and waits but without its real pauses. */
export async function launch(
  world: AgentWorld,
  { input, clock }: Launch,
  part: 'build' | 'all' = 'all',
): Promise<Launched> {
  const waits: Extract<RunDeploymentResult, { kind: 'wait' }>[] = [];
  let build = true;
  for (let turn = 0; turn < 400; turn += 1) {
    const now = { ...input, now: clock.now };
    const result = await (build
      ? world.activities.buildCampaign(now)
      : world.activities.activateCampaign(now));
    if (result.kind === 'built' && part === 'all') build = false;
    else if (result.kind === 'wait') {
      waits.push(result);
      clock.now += Math.max(result.ms, 1_000);
    } else if (result.kind === 'reconcile') {
      const { approvalId: _approval, ...ref } = input;
      await lookUntilKnown(world, { ...ref, clock, opKey: result.opKey });
    } else return { result, waits };
  }
  throw new Error('The launch went round in circles.');
}
