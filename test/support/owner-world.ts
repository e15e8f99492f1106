import { randomUUID } from 'node:crypto';
import { asOwner } from '../../db/tenant.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { insertArtifact, insertAsset } from '../../db/repositories/artifacts.ts';
import { createBrief } from '../../db/repositories/briefs.ts';
import { insertCampaign } from '../../db/repositories/campaigns.ts';
import { addClockOffset } from '../../db/repositories/clock.ts';
import { saveConnection } from '../../db/repositories/connections.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { insertModelUsage } from '../../db/repositories/model-usage.ts';
import { insertNotification } from '../../db/repositories/notifications.ts';
import { createOauthState } from '../../db/repositories/oauth-state.ts';
import { insertForecast } from '../../db/repositories/forecasts.ts';
import { insertIntents } from '../../db/repositories/operations.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { insertPlanEdit } from '../../db/repositories/plan-edits.ts';
import { createProject } from '../../db/repositories/projects.ts';
import { askQuestion } from '../../db/repositories/questions.ts';
import { insertSignificantEvents } from '../../db/repositories/significant-events.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import { beginStream } from '../../db/repositories/stream.ts';
import { saveWebsitePage } from '../../db/repositories/website-pages.ts';
import type { Trx } from '../../db/client.ts';
import type { DaySnapshot } from '../../domain/monitoring/snapshot.ts';
import type { TestDatabase } from './database.ts';
import { examplePlan } from '../../domain/plan/plan-example.ts';

/** 2026-03-01 09:00 UTC: the instant at which everything here happens. */
export const START = Date.UTC(2026, 2, 1, 9);

export type OwnerProject = {
  ownerId: string;
  projectId: string;
  conversationId: string;
  briefId: string;
};

/** A person with one project, its conversation and its empty brief. */
export async function createOwnerProject(database: TestDatabase): Promise<OwnerProject> {
  const project: OwnerProject = {
    ownerId: await database.addUser(),
    projectId: randomUUID(),
    conversationId: randomUUID(),
    briefId: randomUUID(),
  };
  await asOwner(database.app, project.ownerId, async (trx) => {
    await addProject(trx, project);
  });
  return project;
}

export async function addProject(trx: Trx, project: OwnerProject): Promise<void> {
  const { ownerId, projectId, conversationId, briefId } = project;
  const headline = 'Tell me about your business.';
  await createProject(trx, {
    id: projectId,
    ownerId,
    name: "Miller's Bakery",
    headline,
    now: START,
  });
  await createConversation(trx, {
    id: conversationId,
    projectId,
    ownerId,
    type: 'ONBOARDING',
    title: 'Getting to know you',
    campaignRecordId: null,
    now: START,
  });
  await createBrief(trx, { id: briefId, projectId, ownerId, now: START });
}

export function daySnapshot(changes: Partial<DaySnapshot> = {}): DaySnapshot {
  return {
    adId: null,
    day: '2026-03-01',
    currency: 'GBP',
    spendMinor: 1234,
    impressions: 1000,
    reach: 800,
    frequency: 1.25,
    clicks: 25,
    ctr: 0.025,
    conversions: 20,
    costPerConversionMinor: 62,
    valueMinor: null,
    roas: null,
    ...changes,
  };
}

/** A campaign that waits for approval, with its card. @returns the ids of both. */
export async function addCampaign(
  trx: Trx,
  project: OwnerProject,
): Promise<{ campaignRecordId: string; approvalId: string }> {
  const { ownerId, projectId } = project;
  const [campaignRecordId, approvalId] = [randomUUID(), randomUUID()];
  await insertCampaign(trx, {
    id: campaignRecordId,
    projectId,
    ownerId,
    status: 'PENDING_APPROVAL',
    plan: examplePlan(),
    planHash: 'plan-hash',
    approvalId,
    now: START,
  });
  await insertApproval(trx, {
    id: approvalId,
    projectId,
    ownerId,
    kind: 'campaign-plan',
    contentHash: 'plan-hash',
    card: null,
    authority: {
      currency: 'GBP',
      dailyBudgetMinor: 1500,
      maxPerDayMinor: 2625,
      maxPerWeekMinor: 10_500,
    },
    briefId: project.briefId,
    campaignRecordId,
    expiresAt: START + 48 * 3_600_000,
    now: START,
  });
  return { campaignRecordId, approvalId };
}

/** Puts at least one row into every table that holds a person's data. */
export async function fillEveryTable(database: TestDatabase, project: OwnerProject): Promise<void> {
  const { ownerId, projectId, conversationId } = project;
  const ref = { projectId, ownerId, now: START };
  await asOwner(database.app, ownerId, async (trx) => {
    const { campaignRecordId } = await addCampaign(trx, project);
    await addNumbers(trx, { ...ref, campaignRecordId });
    const assetId = randomUUID();
    const picture = { mime: 'image/png', sha256: 'a'.repeat(64), width: 1, height: 1 };
    await insertAsset(trx, { ...ref, ...picture, id: assetId, bytes: Buffer.from('png') });
    const artifact = { kind: 'IMAGE', title: 'Picture', version: 1, text: null } as const;
    await insertArtifact(trx, { ...ref, ...artifact, id: randomUUID(), assetId });
    const messageId = randomUUID();
    await beginStream(trx, { ...ref, messageId, conversationId, replyTo: randomUUID() });
    const bell = { kind: 'ALERT', title: 'Look', body: 'Something happened.' } as const;
    await insertNotification(trx, { ...ref, ...bell, id: randomUUID(), messageId });
    const line = { actor: 'agent', what: 'Looked', why: null, outcome: null } as const;
    await insertActivity(trx, { ...ref, ...line, id: randomUUID() });
    await addConnection(trx, project);
    await enqueueInbox(trx, {
      ...ref,
      id: randomUUID(),
      item: { kind: 'policy', change: 'pause' },
    });
    await addClockOffset(trx, ownerId, 1000);
    await addPlanning(trx, { ...ref, campaignRecordId });
    await addModelWork(trx, ref);
  });
}

async function addModelWork(
  trx: Trx,
  ref: { projectId: string; ownerId: string; now: number },
): Promise<void> {
  const { now, ...own } = ref;
  const tokens = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };
  const use = { purpose: 'agent', model: 'any', requests: 1, ...tokens, costMicroUsd: 2 };
  await insertModelUsage(trx, { ...own, ...use, id: randomUUID(), usedAt: now });
  const read = { state: 'READ', problemCode: null, title: 'Bread', content: 'Bread' } as const;
  const found = { found: { product: 'Bread' }, colours: [], pictures: [] };
  const url = 'https://www.millers-bakery.co.uk';
  await saveWebsitePage(trx, { ...ref, ...read, ...found, id: randomUUID(), url });
}

async function addPlanning(
  trx: Trx,
  ref: { projectId: string; ownerId: string; now: number; campaignRecordId: string },
): Promise<void> {
  const { campaignRecordId: _campaign, ...own } = ref;
  const kind = 'special-ad-category' as const;
  await askQuestion(trx, { ...own, id: randomUUID(), kind, facts: { suggested: 'EMPLOYMENT' } });
  await insertPlanEdit(trx, {
    ...own,
    id: randomUUID(),
    approvalId: randomUUID(),
    changes: { dailyBudgetMinor: 1200 },
  });
  const range = { what: 'website visits', low: 70, high: 520, periodDays: 7, basis: 'a guess' };
  await insertForecast(trx, { ...ref, id: randomUUID(), range });
}

async function addNumbers(
  trx: Trx,
  ref: { projectId: string; ownerId: string; now: number; campaignRecordId: string },
): Promise<void> {
  const operation = { kind: 'create-campaign', label: 'Campaign', ordinal: 1 } as const;
  const request = { requestHash: 'r', marker: null, approvalId: null };
  const opKey = `${ref.campaignRecordId}:campaign`;
  await insertIntents(trx, { ...ref, operations: [{ ...operation, ...request, opKey }] });
  await saveSnapshots(trx, { ...ref, rows: [{ snapshot: daySnapshot(), raw: {} }] });
  const news = { id: randomUUID(), kind: 'first-results', dedupeKey: 'first', facts: {} };
  await insertSignificantEvents(trx, { ...ref, events: [news] });
}

export async function addConnection(trx: Trx, project: OwnerProject): Promise<void> {
  const { ownerId, projectId } = project;
  await saveConnection(trx, {
    id: randomUUID(),
    userId: ownerId,
    fbUserId: '1',
    fbUserName: 'Pat Miller',
    fbAccountId: null,
    pageId: null,
    tokenCiphertext: 'sealed',
    tokenKeyId: 'k1',
    tokenExpiresAt: START + 60 * 86_400_000,
    dataAccessExpiresAt: null,
    scopes: ['ads_management'],
    state: 'CONNECTED',
    adAccounts: [],
    pages: [],
    projectId,
    now: START,
  });
  await createOauthState(trx, {
    stateHash: randomUUID(),
    userId: ownerId,
    sessionId: 'session',
    projectId,
    expiresAt: START + 600_000,
  });
}
