import { randomUUID } from 'node:crypto';
import { authorityFor } from '../domain/approval/authority.ts';
import { UNDO_WINDOW_MS } from '../domain/approval/approval.ts';
import { examplePlan, examplePlanInput } from '../domain/plan/plan-example.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { initialState } from '../domain/lifecycle/state.ts';
import type { LifecycleState } from '../domain/lifecycle/state.ts';
import type { PendingApproval } from '../domain/lifecycle/work.ts';
import type { Db } from '../db/client.ts';
import { insertApproval } from '../db/repositories/approvals.ts';
import { insertAsset } from '../db/repositories/artifacts.ts';
import { insertCampaign } from '../db/repositories/campaigns.ts';
import { saveConnection } from '../db/repositories/connections.ts';
import { createConversation } from '../db/repositories/conversations.ts';
import { createProject, selectAccount } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import { connectionAad } from '../integrations/crypto/vault.ts';
import type { Vault } from '../integrations/crypto/vault.ts';
import { objectIn, rowsIn, wordIn } from '../test/support/sandbox-answers.ts';

export type Seeded = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly adAccountId: string;
  readonly approval: PendingApproval;
  readonly state: LifecycleState;
};

export type SeedTools = {
  readonly owner: Db;
  readonly app: Db;
  readonly vault: Vault;
  readonly metaUrl: string;
  /** PNG of a size that Facebook takes. */
  readonly picture: Buffer;
};

/** A person of their own with a project, Facebook connected, and a plan of one ad that waits for the click. */
export async function seedProject(tools: SeedTools): Promise<Seeded> {
  const { app, vault, metaUrl, picture } = tools;
  const ownerId = await addUser(tools.owner);
  const answer = await fetch(`${metaUrl}/sandbox/admin/session`, {
    method: 'POST',
    // The app that the product uses while no other is configured.
    body: JSON.stringify({
      sandbox_user: ownerId,
      client_id: '1000000000000001',
      client_secret: 'sandbox-app-secret',
    }),
  });
  const session = objectIn(await answer.json());
  const account = rowsIn(session['accounts']).find((row) => row['currency'] === 'GBP') ?? {};
  const adAccountId = wordIn(account['id']);
  const pageId = wordIn(rowsIn(session['pages'])[0]?.['id']);
  const [projectId, assetId] = [randomUUID(), randomUUID()];
  const plan = onePlan({ adAccountId, pageId, assetId, digest: sha256(picture) });
  const now = Date.now();
  const ref = { projectId, ownerId, now };
  const connectionId = randomUUID();
  const token = wordIn(session['access_token']);
  const sealed = vault.seal(token, connectionAad(connectionId, ownerId));
  const approval: PendingApproval = {
    id: randomUUID(),
    kind: 'campaign-plan',
    contentHash: planHash(plan),
    expiresAt: now + 40 * 3_600_000,
    campaignRecordId: randomUUID(),
  };
  await asOwner(app, ownerId, async (trx) => {
    await createProject(trx, { id: projectId, ownerId, name: 'Bench', headline: '', now });
    await createConversation(trx, {
      ...ref,
      id: randomUUID(),
      type: 'ONBOARDING',
      title: 'Bench',
      campaignRecordId: null,
    });
    await saveConnection(trx, {
      id: connectionId,
      userId: ownerId,
      fbUserId: wordIn(session['user_id']),
      fbUserName: 'Bench',
      fbAccountId: adAccountId,
      pageId,
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
      adAccountId,
      adAccountName: 'Bench',
      pageId,
      pageName: 'Bench',
      currency: 'GBP',
      timezone: 'Europe/London',
    });
    const image = { mime: 'image/png', sha256: sha256(picture), width: 1, height: 1 };
    await insertAsset(trx, { ...ref, ...image, id: assetId, bytes: picture });
    await insertCampaign(trx, {
      ...ref,
      id: approval.campaignRecordId ?? '',
      status: 'PENDING_APPROVAL',
      plan,
      planHash: approval.contentHash,
      approvalId: approval.id,
    });
    await insertApproval(trx, {
      ...ref,
      ...approval,
      card: null,
      authority: authorityFor(plan.dailyBudgetMinor, plan.currency, {
        firstDay: new Date(now).toISOString().slice(0, 10),
        lastDay: plan.lastDay ?? '',
        endsAt: plan.endsAt ?? 0,
      }),
      briefId: null,
    });
  });
  return { projectId, ownerId, adAccountId, approval, state: waitingState(ref, approval) };
}

async function addUser(owner: Db): Promise<string> {
  const id = randomUUID();
  const now = new Date().toISOString();
  await owner
    .insertInto('user')
    .values({
      id,
      name: 'Bench',
      email: `${id}@example.test`,
      emailVerified: false,
      image: null,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  return id;
}

/** The example plan cut down to one ad: what a launch cannot do with less. */
function onePlan(own: {
  adAccountId: string;
  pageId: string;
  assetId: string;
  digest: string;
}): CampaignPlan {
  const { account } = examplePlanInput();
  const plan = examplePlan({
    account: { ...account, id: own.adAccountId },
    page: { id: own.pageId, name: 'Bench' },
  });
  const endsAt = Date.now() + 30 * 86_400_000;
  const lastDay = new Date(endsAt).toISOString().slice(0, 10);
  const [set] = plan.adSets;
  const country = {
    kind: 'country',
    key: 'GB',
    name: 'United Kingdom',
    countryCode: 'GB',
  } as const;
  const [ad] = set?.ads ?? [];
  if (set === undefined || ad === undefined) throw new Error('The example has no ad.');
  const image = { assetId: own.assetId, sha256: own.digest };
  const audience = { ...set.audience, places: [{ ...country, radiusKm: null }], interests: [] };
  const adSet = { ...set, audience, spares: [], ads: [{ ...ad, image }] };
  return { ...plan, v: 2, endsAt, lastDay, adSets: [adSet] };
}

/** The lifecycle as it stands when a plan is before the person. */
function waitingState(
  { projectId, ownerId, now }: { projectId: string; ownerId: string; now: number },
  approval: PendingApproval,
): LifecycleState {
  const standing = { stage: 'awaiting-approval', waitingFor: 'person' } as const;
  return {
    ...initialState({ projectId, ownerId }),
    briefGranted: true,
    account: { adAccountId: 'act_1', pageId: '1' },
    connection: { watchAt: now + 24 * 3_600_000, lost: null },
    plan: { kind: 'proposed', approvalId: approval.id, spoken: false },
    approvals: [
      {
        ...approval,
        status: 'PENDING',
        decision: null,
        remindAt: null,
        expireAt: (approval.expiresAt ?? 0) + UNDO_WINDOW_MS,
      },
    ],
    standing: { ...standing, since: now },
    shown: standing,
  };
}
