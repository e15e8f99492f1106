import { randomUUID } from 'node:crypto';
import { click, floorLaunch } from './floor-workflow.ts';
import type { Run, Tools } from './launch-runs.ts';
import { inParallel } from './launch-runs.ts';
import { cpuMs } from './stack.ts';

async function begin({ client, stack }: Tools, count: number) {
  return await inParallel(count, async () =>
    client.workflow.start(floorLaunch, {
      workflowId: `floor/${randomUUID()}`,
      taskQueue: `${stack.floorPrefix}floor`,
      args: [`${stack.floorPrefix}floor-steps`],
    }),
  );
}

/** Six empty activities after a click, one workflow after the other. */
export async function floorOneByOne(tools: Tools, count: number): Promise<Run> {
  const handles = await begin(tools, count);
  const cpuBefore = cpuMs(tools.stack.floorPid);
  const startedAt = Date.now();
  const times: number[] = [];
  for (const handle of handles) {
    const clickedAt = Date.now();
    await handle.executeUpdate(click);
    times.push((await handle.result()) - clickedAt);
  }
  return { times, tookMs: Date.now() - startedAt, cpu: cpuMs(tools.stack.floorPid) - cpuBefore };
}

/** The same, all clicked at once. */
export async function floorConcurrently(tools: Tools, count: number): Promise<Run> {
  const handles = await begin(tools, count);
  const cpuBefore = cpuMs(tools.stack.floorPid);
  const startedAt = Date.now();
  const ends = await Promise.all(
    handles.map(async (handle) => {
      await handle.executeUpdate(click);
      return await handle.result();
    }),
  );
  return {
    times: ends.map((at) => at - startedAt),
    tookMs: Math.max(...ends) - startedAt,
    cpu: cpuMs(tools.stack.floorPid) - cpuBefore,
  };
}
