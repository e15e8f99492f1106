import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { ApplicationFailure } from '@temporalio/common';
import { createApprovalActivities } from '../../activities/approval.ts';
import { createConnectionActivities } from '../../activities/connection.ts';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { armFaultPoints } from '../../activities/fault-points.ts';
import { createProjectActivities } from '../../activities/project.ts';
import type { ActivityCall, ActivityReport } from './crew.ts';
import { drawFor } from './random.ts';
import { workerDependencies } from './worker-dependencies.ts';

/** A worker process that gets its activities from the test, and dies at points of its calls that the seed chooses. */
const settings = JSON.parse(process.argv[2] ?? '');

const deps = workerDependencies(settings);
const activities: Record<string, unknown> = {
  ...createApprovalActivities(deps),
  ...createConnectionActivities(deps),
  ...createProjectActivities(deps),
  ...createDeploymentActivities(deps),
};

const current = new AsyncLocalStorage<string>();

armFaultPoints((point, detail) => {
  const draw = drawFor(`${String(settings.seed)}/${current.getStore() ?? ''}/${point}/${detail}`);
  if (draw < settings.killRate) process.kill(process.pid, 'SIGKILL');
});

async function perform({ id, name, input, turn }: ActivityCall): Promise<ActivityReport> {
  const activity = activities[name];
  if (typeof activity !== 'function') throw new Error(`There is no activity ${name}.`);
  try {
    const result: unknown = await current.run(`${turn}/${name}`, () => activity(input));
    return { id, result: JSON.stringify(result ?? null) };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) {
      return { id, failure: { code: null, lasting: false, message: String(error) } };
    }
    const { type, nonRetryable, message } = error;
    return { id, failure: { code: type ?? null, lasting: nonRetryable === true, message } };
  }
}

process.on('message', (call: ActivityCall) => {
  void perform(call).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
