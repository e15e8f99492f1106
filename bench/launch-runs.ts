import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Db } from '../db/client.ts';
import { decideApprovalRow } from '../db/repositories/approvals.ts';
import { enqueueInbox } from '../db/repositories/outbox.ts';
import { asOwner } from '../db/tenant.ts';
import { LIFECYCLE_WORKFLOW_TYPE } from '../workflows/messages.ts';
import type { LifecycleWorkflow } from '../workflows/messages.ts';
import { lifecycleWorkflowId, taskQueues } from '../workflows/task-queues.ts';
import { objectIn, rowsIn } from '../test/support/sandbox-answers.ts';
import { seedProject } from './seed.ts';
import type { Seeded, SeedTools } from './seed.ts';
import { cpuMs } from './stack.ts';
import type { BenchStack } from './stack.ts';

export type Tools = SeedTools & {
  readonly stack: BenchStack;
  readonly client: Client;
  readonly taskQueuePrefix: string;
  readonly app: Db;
};

/** `times` from each click to its last write, ms; `cpu` of the worker in all, ms. */
export type Run = {
  readonly times: readonly number[];
  readonly tookMs: number;
  readonly cpu: number;
};

const SEEDERS = 8;
/** Pause between two looks at the stand-in's ledger; the instants in it are exact. */
export const LOOK_MS = 20;
/** Hundreds of launches at once share two cores in turns. */
const LONGEST_MS = 600_000;

/** Runs `work` `count` times, a few at a time. */
export async function inParallel<Result>(
  count: number,
  work: () => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: SEEDERS }, async () => {
      while (begun < count) {
        begun += 1;
        results.push(await work());
      }
    }),
  );
  return results;
}

async function waitingProjects(tools: Tools, count: number): Promise<Seeded[]> {
  return await inParallel(count, async () => {
    const seeded = await seedProject(tools);
    const { projectId, ownerId, state } = seeded;
    await tools.client.workflow.start<LifecycleWorkflow>(LIFECYCLE_WORKFLOW_TYPE, {
      workflowId: lifecycleWorkflowId(projectId),
      taskQueue: taskQueues(tools.taskQueuePrefix).lifecycle,
      args: [{ v: 1, projectId, ownerId, undoWindowMs: 0, state }],
    });
    return seeded;
  });
}

/** What the API commits when the button is pressed; its relay does the rest. @returns the instant of the click. */
export async function press(
  { app }: Tools,
  { projectId, ownerId, approval }: Seeded,
): Promise<number> {
  const now = Date.now();
  const { id, contentHash } = approval;
  await asOwner(app, ownerId, async (trx) => {
    const verdict = 'approve' as const;
    const ref = { id, projectId, ownerId, now, verdict, contentHash };
    await decideApprovalRow(trx, { ...ref, by: 'person', from: 'browser', reason: null });
    const item = { kind: 'decision', approvalId: id, verdict, contentHash } as const;
    await enqueueInbox(trx, { id: randomUUID(), projectId, ownerId, item, now });
  });
  return now;
}

/** Wall clock of the write that switched the campaign on; null before. */
export async function switchedOnAt(
  { metaUrl }: Tools,
  { adAccountId }: Seeded,
): Promise<number | null> {
  const query = `account=${adAccountId}&kind=update-campaign`;
  const answer = await fetch(`${metaUrl}/sandbox/admin/ledger?${query}`);
  return instantsOf(await answer.json())[0] ?? null;
}

/** The same, once it is there. */
async function lastWrite(tools: Tools, project: Seeded): Promise<number> {
  for (const deadline = Date.now() + LONGEST_MS; Date.now() < deadline;) {
    const at = await switchedOnAt(tools, project);
    if (at !== null) return at;
    await pause(LOOK_MS);
  }
  const { projectId } = project;
  const campaigns = await tools.owner
    .selectFrom('campaignRecord')
    .select(['status', 'problemCode', 'waiting', 'findings'])
    .where('projectId', '=', projectId)
    .execute();
  throw new Error(`A launch of the bench did not end: ${JSON.stringify(campaigns)}`);
}

/** Wall clock of each entry of the stand-in's ledger. */
function instantsOf(ledger: unknown): number[] {
  return rowsIn(objectIn(ledger)['entries']).flatMap(({ at }) =>
    typeof at === 'number' ? [at] : [],
  );
}

function workerPid({ stack }: Tools): number {
  const pid = stack.app.pidOf('worker');
  if (pid === null) throw new Error('The worker does not run.');
  return pid;
}

export async function launchOneByOne(tools: Tools, count: number): Promise<Run> {
  const projects = await waitingProjects(tools, count);
  const cpuBefore = cpuMs(workerPid(tools));
  const startedAt = Date.now();
  const times: number[] = [];
  for (const project of projects) {
    const clickedAt = await press(tools, project);
    times.push((await lastWrite(tools, project)) - clickedAt);
  }
  return { times, tookMs: Date.now() - startedAt, cpu: cpuMs(workerPid(tools)) - cpuBefore };
}

export async function launchConcurrently(tools: Tools, count: number): Promise<Run> {
  const projects = await waitingProjects(tools, count);
  const cpuBefore = cpuMs(workerPid(tools));
  const startedAt = Date.now();
  await Promise.all(projects.map((project) => press(tools, project)));
  const ends: number[] = [];
  for (const project of projects) ends.push(await lastWrite(tools, project));
  return {
    times: ends.map((at) => at - startedAt),
    tookMs: Math.max(...ends) - startedAt,
    cpu: cpuMs(workerPid(tools)) - cpuBefore,
  };
}

/**
 * SIGKILL of the worker while one of its writes waits for the answer, and a fresh worker.
 * @param call the operation, and how the stand-in's ledger names it.
 * @returns ms from the kill to the next write.
 */
export async function killedLaunch(
  tools: Tools,
  { operation, kind }: { readonly operation: string; readonly kind: string },
): Promise<number> {
  const [project] = await waitingProjects(tools, 1);
  if (project === undefined) throw new Error('Nothing was seeded.');
  const { adAccountId } = project;
  const slow = { kind: 'delay-after', match: { operation, account: adAccountId } };
  await fetch(`${tools.metaUrl}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ ...slow, delay_ms: 30_000 }),
  });
  await press(tools, project);
  const writes = async (filter = ''): Promise<number[]> => {
    const query = `account=${adAccountId}${filter}`;
    const answer = await fetch(`${tools.metaUrl}/sandbox/admin/ledger?${query}`);
    return instantsOf(await answer.json());
  };
  while ((await writes(`&kind=${kind}`)).length === 0) await pause(10);
  const killedAt = Date.now();
  await tools.stack.app.killWorker();
  await tools.stack.app.startWorker();
  for (;;) {
    const next = (await writes()).find((at) => at > killedAt);
    if (next !== undefined) return next - killedAt;
    await pause(20);
  }
}
