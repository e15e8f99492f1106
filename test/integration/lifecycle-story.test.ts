import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createWorld } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const address = inject('temporalAddress');
const bundle = inject('workflowBundle');

describe('one project from its first message to live ads', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address, bundle });
  });
  afterAll(() => world.close());

  test('the whole story ends with a live campaign that is built once', async () => {
    const project = world.project();
    await project.goLive();
    const status = await project.status();
    expect(status.campaign).toMatchObject({ status: 'live', delivering: true });
    expect(world.named('buildCampaign')).toHaveLength(1);
    expect(world.named('activateCampaign')).toHaveLength(1);
    const shown = world.named('showProgress').map(({ input }) => input['stage']);
    expect(shown.filter((stage) => stage !== 'deploying')).toEqual([
      'onboarding',
      'connecting',
      'connecting',
      'planning',
      'awaiting-approval',
      'live',
    ]);
    // The launch writes this one itself, unless the one before it was still being written.
    const byLaunch = world.named('buildCampaign')[0]?.input['standing'];
    expect(shown.includes('deploying')).toBe(byLaunch === undefined);
  });
});
