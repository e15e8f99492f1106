import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { decideApproval } from '../workflows/messages.ts';

const STEPS = 6;

/** The shape of a launch with nothing in it: the click from the inbox, then six empty activities in a row. */
export async function floorLaunch(activityQueue: string): Promise<number> {
  const { step } = proxyActivities<{ step(): Promise<number> }>({
    taskQueue: activityQueue,
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '4 seconds',
  });
  let isClicked = false;
  setHandler(decideApproval, ({ seq }) => {
    isClicked = true;
    return { lastSeq: seq };
  });
  await condition(() => isClicked);
  let endedAt = 0;
  for (let index = 0; index < STEPS; index += 1) endedAt = await step();
  return endedAt;
}
