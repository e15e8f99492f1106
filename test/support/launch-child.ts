import process from 'node:process';
import pino from 'pino';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { armFaultPoints } from '../../activities/fault-points.ts';
import { createDatabase } from '../../db/client.ts';
import type { RunDeploymentResult } from '../../domain/lifecycle/work.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import { createVault } from '../../integrations/crypto/vault.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { createLandingProbe } from '../../integrations/web/page-probe.ts';
import type { LaunchTask } from './launch-process.ts';

/** A worker process with one task, told as JSON in its first argument, that may have to die on the way. */
const task: LaunchTask = JSON.parse(process.argv[2] ?? '');

const logger = pino({ level: 'silent' });
const deps: ActivityDependencies = {
  db: createDatabase({ url: task.databaseUrl, role: 'aigency_app', max: 4 }),
  vault: createVault({ keys: { k1: Buffer.alloc(32, 7).toString('base64') }, current: 'k1' }),
  logger,
  meta: createMetaFactory({
    baseUrl: task.metaUrl,
    appSecret: 'sandbox-secret',
    sandbox: true,
    timeoutMs: task.timeoutMs,
  }),
  probePage: createLandingProbe({ through: task.metaUrl, timeoutMs: 1_500 }),
  claude: createClaudeClient({ apiKey: 'none', baseURL: 'http://127.0.0.1:9', logger }),
};
const activities = createDeploymentActivities(deps);
let { now } = task;

if (task.killAt !== null) {
  const { point, detail, signal = 'SIGKILL' } = task.killAt;
  armFaultPoints((passed, kinds) => {
    if (passed !== point || !kinds.includes(detail)) return;
    armFaultPoints(null);
    process.stdout.write('\n');
    process.kill(process.pid, signal);
  });
}

const { projectId, ownerId, campaignRecordId, approvalId } = task;
const ref = { projectId, ownerId, campaignRecordId };

/** What the lifecycle does around a launch or a change, with its pauses skipped. */
async function workThrough(first: 'buildCampaign' | 'amendCampaign'): Promise<RunDeploymentResult> {
  let part: 'buildCampaign' | 'activateCampaign' | 'amendCampaign' = first;
  for (let turn = 0; turn < 100; turn += 1) {
    const result = await activities[part]({ ...ref, approvalId, now });
    if (result.kind === 'built') part = 'activateCampaign';
    else if (result.kind === 'wait') now += Math.max(result.ms, 1_000);
    else if (result.kind === 'reconcile') await look(result.opKey);
    else return result;
  }
  throw new Error('The work went round in circles.');
}

async function look(opKey: string): Promise<void> {
  for (let number = 1; number <= 6; number += 1) {
    now += 20_000;
    const found = await activities.reconcileOperation({ ...ref, opKey, look: number, now });
    if (found.kind !== 'look-again') return;
  }
}

function perform() {
  switch (task.work) {
    case 'launch':
      return workThrough('buildCampaign');
    case 'amend':
      return workThrough('amendCampaign');
    case 'pause':
    case 'resume':
      return activities.setDelivery({ ...ref, running: task.work === 'resume', by: 'person', now });
    case 'renew-lease':
      return activities.renewLease({ ...ref, now });
    default:
      return activities.removeCampaign({ ...ref, now });
  }
}

const result = await perform();
process.stdout.write(`${JSON.stringify({ result, now })}\n`);
await deps.db.destroy();
