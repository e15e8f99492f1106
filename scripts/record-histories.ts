import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createWorld, DAY, until } from '../test/integration/lifecycle-world.ts';
import type { TestProject, World } from '../test/integration/lifecycle-world.ts';
import type { PendingApproval } from '../domain/lifecycle/work.ts';
import { bundleWorkflows } from '../worker/bundle.ts';
import { findFreePort } from './services/ports.ts';
import { startTemporal } from './services/temporal.ts';
import packageJson from '../package.json' with { type: 'json' };

/**
 * Records what workflows of this version have done, for the replay test: `node scripts/record-histories.ts`, once per
 * release. Histories of earlier versions stay, since workflows that began under them may still run.
 */
const FOLDER = fileURLToPath(new URL('../test/histories/', import.meta.url));

const CONNECTED = { kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' } as const;
let endsAt = 0;

type Story = (world: World) => Promise<TestProject>;

const stories: Record<
  string,
  { script?: Parameters<typeof createWorld>[0]['script']; tell: Story }
> = {
  'live-and-paused': {
    tell: async (world) => {
      const project = world.project();
      await project.goLive();
      await project.handle.signal('checkNow');
      await project.send({ kind: 'policy', change: 'pause' });
      await project.reaches('paused', ({ campaign }) => campaign?.delivering === false);
      await project.send({ kind: 'policy', change: 'resume' });
      await project.reaches('live', ({ campaign }) => campaign?.delivering === true);
      await world.gateway.skip({ projectIds: [project.projectId], ms: 2 * DAY });
      return project;
    },
  },
  'refused-then-expired': {
    tell: async (world) => {
      const project = world.project();
      await project.decide('reject', await project.proposePlan());
      await project.say('cheaper please');
      await project.reaches('a second plan', (s) => s.pendingApprovals.length === 1);
      await world.gateway.skip({ projectIds: [project.projectId], ms: 3 * DAY });
      return project;
    },
  },
  'building-with-troubles': {
    script: troubles(),
    tell: async (world) => {
      const project = world.project();
      await project.decide('approve', await project.proposePlan());
      await project.reaches('parked', (s) => s.stage === 'deploying' && s.waitingFor === 'person');
      await project.send(CONNECTED);
      await project.reaches('failed', ({ stage }) => stage === 'failed');
      await project.send({ kind: 'retry-deployment', campaignRecordId: 'campaign-1' });
      await project.reaches('live', ({ stage }) => stage === 'live');
      return project;
    },
  },
  'undone-then-removed': {
    script: {
      editPlan: async ({ projectId, now }) => ({
        kind: 'revised',
        plan: { campaignRecordId: 'campaign-2', approval: editedCard(projectId, now) },
      }),
      buildCampaign: async () => ({ kind: 'failed', code: 'meta.plan_refused' }),
    },
    tell: async (world) => {
      const project = world.project();
      await world.startRun(project.projectId, { undoWindowMs: 5_000 });
      const card = await project.proposePlan();
      await project.decide('approve', card);
      await project.reaches('a granted plan', ({ campaign }) => campaign !== null);
      await project.send({ kind: 'undo-approval', approvalId: card.id });
      await project.reaches('an open card', (s) => s.pendingApprovals.length === 1);
      await project.send({ kind: 'plan-edited', approvalId: card.id, editId: 'edit-1' });
      const second = await project.reaches('another card', (s) =>
        s.pendingApprovals.some(({ id }) => id !== card.id),
      );
      const [edited] = second.pendingApprovals;
      if (edited === undefined) throw new Error('There is no edited card.');
      await project.decide('approve', edited);
      await project.reaches('failed', ({ stage }) => stage === 'failed');
      await project.send({ kind: 'remove-campaign', campaignRecordId: 'campaign-2' });
      await project.reaches('removed', ({ campaign }) => campaign === null);
      return project;
    },
  },
  'leased-until-the-end': {
    script: {
      activateCampaign: async ({ now }) => {
        endsAt = now + 6 * DAY;
        return { kind: 'done', leaseUntil: now + 3 * DAY, endsAt };
      },
      renewLease: async ({ now }) =>
        now >= endsAt
          ? { kind: 'ended' }
          : { kind: 'done', leaseUntil: Math.min(now + 3 * DAY, endsAt) },
      checkCampaign: async () => ({ kind: 'checked', events: [], refusedAds: ['a1'] }),
      proposeFix: async ({ now }) => ({ approval: fixCard(now) }),
    },
    tell: async (world) => {
      const project = world.project();
      await project.goLive();
      await project.handle.signal('checkNow');
      const asked = await project.reaches('a fix', (s) => s.pendingApprovals.length === 1);
      const [fix] = asked.pendingApprovals;
      if (fix === undefined) throw new Error('There is no fix.');
      await project.decide('approve', fix);
      await project.send({ kind: 'connection-lost', code: 'meta.token_revoked' });
      await project.reaches('lost', (s) => s.waitingFor === 'person');
      await project.send(CONNECTED);
      await project.reaches('found', (s) => s.waitingFor === 'nobody');
      await world.gateway.skip({ projectIds: [project.projectId], ms: 7 * DAY });
      await project.reaches('ended', ({ campaign }) => campaign?.status === 'ended');
      return project;
    },
  },
  'second-run': {
    tell: async (world) => {
      const project = world.project();
      await project.goLive();
      const { runId: first } = await project.handle.describe();
      await project.handle.signal('rollover');
      await until(
        'a new run',
        async () => (await project.handle.describe()).runId,
        (runId) => runId !== first,
      );
      await project.say('still there?');
      await world.gateway.skip({ projectIds: [project.projectId], ms: DAY });
      return project;
    },
  },
};

function editedCard(projectId: string, now: number): PendingApproval {
  return {
    id: `edited-${projectId}`,
    kind: 'campaign-plan',
    contentHash: 'edited-hash',
    expiresAt: now + 2 * DAY,
    campaignRecordId: 'campaign-2',
  };
}

function fixCard(now: number): PendingApproval {
  return {
    id: 'fix-1',
    kind: 'ad-fix',
    contentHash: 'fix-hash',
    expiresAt: now + 2 * DAY,
    campaignRecordId: 'campaign-1',
  };
}

/** Each turn of the building meets another trouble before it succeeds. */
function troubles() {
  let turn = 0;
  return {
    buildCampaign: async () => {
      turn += 1;
      if (turn === 1) return { kind: 'reconcile', opKey: 'op-1' } as const;
      if (turn === 2) return { kind: 'wait', ms: 1_500 } as const;
      if (turn === 3) return { kind: 'parked', code: 'meta.token_expired' } as const;
      if (turn === 4) return { kind: 'failed', code: 'meta.payment_method_missing' } as const;
      return { kind: 'built' } as const;
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'aigency-histories-'));
const temporal = await startTemporal({
  dbFile: join(folder, 'temporal.db'),
  port: await findFreePort(),
  uiPort: null,
  namespace: 'default',
  logFile: join(folder, 'temporal.log'),
});
try {
  const bundle = join(folder, 'bundle.js');
  await bundleWorkflows({ out: bundle });
  await mkdir(FOLDER, { recursive: true });
  for (const [name, { script = {}, tell }] of Object.entries(stories)) {
    const world = await createWorld({ address: temporal.address, bundle, script });
    const project = await tell(world);
    await project.reaches('rest', ({ running }) => running.length === 0);
    const recorded = historyToJSON(await project.handle.fetchHistory());
    // Compact, and without the name of the machine it was recorded on.
    const history = JSON.stringify(JSON.parse(recorded), (key, value: unknown) =>
      key === 'identity' ? 'recorder' : value,
    );
    const file = join(FOLDER, `${packageJson.version}-${name}.json`);
    await writeFile(file, `${history}\n`);
    console.log(`${file}: ${Math.round(history.length / 1024)} KB`);
    await world.close();
  }
} finally {
  await temporal.close();
  await rm(folder, { recursive: true, force: true });
}
