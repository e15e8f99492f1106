import { condition, makeContinueAsNewFunc } from '@temporalio/workflow';
import type { LifecycleInput } from './lifecycle-input.ts';
import { listen } from './listen.ts';
import { historyIsLong } from './perform.ts';
import { createProject } from './project.ts';

/**
 * One project's whole life. All decisions are made by the reducer in `domain/lifecycle`; this shell turns messages,
 * the alarm and finished work into its events, begins the work it asks for, and starts over as a new run in time.
 */
export async function campaignLifecycle(input: LifecycleInput): Promise<void> {
  const project = createProject(input);
  listen(project);
  project.begin();
  await condition(() => project.mayHandOver(historyIsLong(input.maxHistoryLength)));
  await continueWith({ ...input, state: project.state() });
}

const continueWith = makeContinueAsNewFunc<typeof campaignLifecycle>();
