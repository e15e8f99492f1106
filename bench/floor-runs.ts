import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { lifecycleWorkflowId } from '../workflows/task-queues.ts';
import { floorLaunch } from './floor-workflow.ts';
import { inParallel, LOOK_MS, press, switchedOnAt } from './launch-runs.ts';
import type { Run, Tools } from './launch-runs.ts';
import { seedProject } from './seed.ts';
import type { Seeded } from './seed.ts';
import { cpuMs } from './stack.ts';

type Waiting = {
  readonly project: Seeded;
  readonly handle: WorkflowHandleWithFirstExecutionRunId<typeof floorLaunch>;
};

/** Projects as for a launch; only the workflow under their names is another one, with a worker of its own. */
async function begin(tools: Tools, count: number): Promise<Waiting[]> {
  const { client, stack } = tools;
  return await inParallel(count, async () => {
    const project = await seedProject(tools);
    const handle = await client.workflow.start(floorLaunch, {
      workflowId: lifecycleWorkflowId(project.projectId),
      taskQueue: `${stack.floorPrefix}floor`,
      args: [`${stack.floorPrefix}floor-steps`],
    });
    return { project, handle };
  });
}

/** Wall clock of the last activity. Asks the stand-in as often as the launch's own measuring does, for an equal load. */
async function lastStep(tools: Tools, { project, handle }: Waiting): Promise<number> {
  const ending = new AbortController();
  const ended = handle.result().finally(() => ending.abort());
  while (!ending.signal.aborted) {
    await switchedOnAt(tools, project);
    if (!ending.signal.aborted) await pause(LOOK_MS);
  }
  return await ended;
}

/** A click and six empty activities, one workflow after the other. */
export async function floorOneByOne(tools: Tools, count: number): Promise<Run> {
  const all = await begin(tools, count);
  const cpuBefore = cpuMs(tools.stack.floorPid);
  const startedAt = Date.now();
  const times: number[] = [];
  for (const one of all) {
    const clickedAt = await press(tools, one.project);
    times.push((await lastStep(tools, one)) - clickedAt);
  }
  return { times, tookMs: Date.now() - startedAt, cpu: cpuMs(tools.stack.floorPid) - cpuBefore };
}

/** The same, all clicked at once. */
export async function floorConcurrently(tools: Tools, count: number): Promise<Run> {
  const all = await begin(tools, count);
  const cpuBefore = cpuMs(tools.stack.floorPid);
  const startedAt = Date.now();
  await Promise.all(all.map(({ project }) => press(tools, project)));
  const ends: number[] = [];
  for (const one of all) ends.push(await lastStep(tools, one));
  return {
    times: ends.map((at) => at - startedAt),
    tookMs: Math.max(...ends) - startedAt,
    cpu: cpuMs(tools.stack.floorPid) - cpuBefore,
  };
}
