import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

export const click = defineUpdate('click');

const STEPS = 6;

/** The shape of a launch with nothing in it: a click, then six empty activities one after the other. */
export async function floorLaunch(activityQueue: string): Promise<number> {
  const { step } = proxyActivities<{ step(): Promise<number> }>({
    taskQueue: activityQueue,
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '4 seconds',
  });
  let clicked = false;
  setHandler(click, () => {
    clicked = true;
  });
  await condition(() => clicked);
  let endedAt = 0;
  for (let index = 0; index < STEPS; index += 1) endedAt = await step();
  return endedAt;
}
