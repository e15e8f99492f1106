import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createApprovalActivities } from '../../activities/approval.ts';
import { createChangeActivities } from '../../activities/campaign-change.ts';
import { createConnectionActivities } from '../../activities/connection.ts';
import { createConversationActivities } from '../../activities/conversation.ts';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { createFixActivities } from '../../activities/fix.ts';
import { createModelMeter } from '../../activities/model-meter.ts';
import { createMonitoringActivities } from '../../activities/monitoring.ts';
import { createPlanActivities } from '../../activities/plan.ts';
import { createProjectActivities } from '../../activities/project.ts';
import type { PreparePlanInput, PreparePlanResult } from '../../domain/lifecycle/work.ts';
import type { BriefValues } from '../../domain/brief/brief.ts';
import { createBrief, saveBriefDraft, setBriefStatus } from '../../db/repositories/briefs.ts';
import { saveConnection, setConnectionState } from '../../db/repositories/connections.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { createProject, selectAccount } from '../../db/repositories/projects.ts';
import { asOwner } from '../../db/tenant.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import { connectionAad, createVault } from '../../integrations/crypto/vault.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { createLandingProbe } from '../../integrations/web/page-probe.ts';
import { createWebsiteReader } from '../../integrations/web/website-reader.ts';
import { startClaudeSandbox } from '../../sandbox/claude/server.ts';
import { startMetaSandbox } from '../../sandbox/meta/server.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { objectIn, rowsIn, wordIn } from './sandbox-answers.ts';
import type { JsonObject } from './sandbox-answers.ts';
import { exampleBrief } from '../../domain/plan/plan-example.ts';

/** Monday, nine in the morning in London. */
export const START = Date.parse('2026-03-02T09:00:00Z');

export type Tenant = {
  readonly ownerId: string;
  readonly projectId: string;
  readonly conversationId: string;
  readonly adAccountId: string;
  readonly pageId: string;
  readonly token: string;
};

export type AgentWorld = Awaited<ReturnType<typeof openWorld>>;

function composeActivities(deps: ActivityDependencies) {
  const plan = createPlanActivities(deps);
  return {
    ...createApprovalActivities(deps),
    ...createConnectionActivities(deps),
    ...createConversationActivities(deps),
    ...createDeploymentActivities(deps),
    ...createFixActivities(deps),
    ...createChangeActivities(deps),
    ...createMonitoringActivities(deps),
    ...plan,
    /** Planning where nothing has to be asked first. */
    async preparePlan(input: PreparePlanInput): Promise<PreparePlanResult> {
      const result = await plan.preparePlan(input);
      if ('questionId' in result) throw new Error('Planning asked a question.');
      return result;
    },
    planOrAsk: (input: PreparePlanInput) => plan.preparePlan(input),
    ...createProjectActivities(deps),
  };
}

/** Activities over a real database and both sandboxes, as a worker composes them. Log lines are kept in `logs`. */
export async function openWorld(postgresUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'aigency-world-'));
  const database = await createTestDatabase(postgresUrl);
  const meta = await startMetaSandbox({ port: 0, dataFile: join(folder, 'meta.jsonl') });
  const claude = await startClaudeSandbox({ port: 0, tokenDelayMs: 0 });
  const logs: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logs.push(line) });
  const vault = createVault({
    keys: { k1: Buffer.alloc(32, 7).toString('base64') },
    current: 'k1',
  });
  const deps: ActivityDependencies = {
    db: database.app,
    vault,
    logger,
    meta: createMetaFactory({
      baseUrl: meta.url,
      appSecret: 'sandbox-secret',
      sandbox: true,
      timeoutMs: 1_500,
    }),
    probePage: createLandingProbe({ through: meta.url, timeoutMs: 1_500 }),
    // No test asks the real web: names that could belong to somebody are unknown here.
    readWebsite: createWebsiteReader({
      standIn: meta.url,
      timeoutMs: 1_500,
      resolve: () => Promise.resolve([]),
    }),
    claude: createClaudeClient({
      apiKey: 'sandbox',
      baseURL: claude.url,
      logger,
      meter: createModelMeter({ db: database.app, logger, dailyLimitMicroUsd: 2_000_000 }),
    }),
  };
  const admin = async (path: string, body?: JsonObject, method?: string): Promise<JsonObject> => {
    const response = await fetch(`${meta.url}/sandbox/admin/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return objectIn(await response.json());
  };
  return {
    database,
    deps,
    logs,
    admin,
    metaUrl: meta.url,
    claudeUrl: claude.url,
    activities: composeActivities(deps),
    addTenant: (wish: TenantWish = {}) => addTenant({ database, deps, admin, wish }),
    /** An object as Meta holds it, read with the person's own token. */
    graph: async (tenant: Tenant, path: string): Promise<JsonObject> => {
      const headers = { authorization: `Bearer ${tenant.token}` };
      return objectIn(await (await fetch(`${meta.url}/v26.0/${path}`, { headers })).json());
    },
    /** The person connects Facebook again: the token works and the connection is marked so. */
    reconnect: (tenant: Tenant) =>
      asOwner(database.app, tenant.ownerId, (trx) =>
        setConnectionState(trx, { userId: tenant.ownerId, state: 'CONNECTED', now: START }),
      ),
    async close() {
      await meta.close();
      await claude.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function named(row: JsonObject | undefined): { id: string; name: string } {
  return { id: wordIn(row?.['id']), name: wordIn(row?.['name']) };
}

/** Which of the sandbox's ad accounts, and what differs in the brief. */
export type TenantWish = {
  readonly currency?: 'GBP' | 'EUR' | 'USD';
  readonly brief?: Partial<BriefValues>;
};

type Admin = (path: string, body?: JsonObject) => Promise<JsonObject>;

/** A person with a project, a confirmed brief, and Facebook connected. */
async function addTenant({
  database,
  deps,
  admin,
  wish,
}: {
  database: TestDatabase;
  deps: ActivityDependencies;
  admin: Admin;
  wish: TenantWish;
}): Promise<Tenant> {
  const ownerId = await database.addUser();
  const session = await admin('session', { sandbox_user: ownerId });
  const token = wordIn(session['access_token']);
  const account = named(
    rowsIn(session['accounts']).find((row) => row['currency'] === (wish.currency ?? 'GBP')),
  );
  const page = named(rowsIn(session['pages'])[0]);
  const projectId = randomUUID();
  const conversationId = randomUUID();
  const now = START;
  const ref = { projectId, ownerId, now };
  const connectionId = randomUUID();
  const sealed = deps.vault.seal(token, connectionAad(connectionId, ownerId));
  await asOwner(database.app, ownerId, async (trx) => {
    await createProject(trx, { id: projectId, ownerId, name: 'Bakery', headline: 'New', now });
    await createConversation(trx, {
      ...ref,
      id: conversationId,
      type: 'ONBOARDING',
      title: 'Your business',
      campaignRecordId: null,
    });
    const briefId = randomUUID();
    await createBrief(trx, { ...ref, id: briefId });
    await saveBriefDraft(trx, {
      ...ref,
      id: briefId,
      changes: { ...exampleBrief, ...wish.brief, businessName: "Miller's Bakery" },
      sources: { websiteUrl: 'said' },
    });
    await setBriefStatus(trx, { ...ref, id: briefId, status: 'CONFIRMED' });
    await saveConnection(trx, {
      id: connectionId,
      userId: ownerId,
      fbUserId: wordIn(session['user_id']),
      fbUserName: 'Alex',
      fbAccountId: account.id,
      pageId: page.id,
      tokenCiphertext: sealed.ciphertext,
      tokenKeyId: sealed.keyId,
      tokenExpiresAt: null,
      dataAccessExpiresAt: null,
      scopes: [],
      state: 'CONNECTED',
      adAccounts: [],
      pages: [],
      projectId,
      now,
    });
    await selectAccount(trx, {
      ...ref,
      adAccountId: account.id,
      adAccountName: account.name,
      pageId: page.id,
      pageName: page.name,
      currency: wish.currency ?? 'GBP',
      timezone: 'Europe/London',
    });
  });
  return { ownerId, projectId, conversationId, adAccountId: account.id, pageId: page.id, token };
}
