import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { PendingApproval } from '../../domain/lifecycle/work.ts';
import { createWorld, HOUR, until } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const BRIEF_CHANGE: PendingApproval = {
  id: 'brief-change',
  kind: 'brief-change',
  contentHash: 'brief-change-hash',
  expiresAt: null,
  campaignRecordId: null,
};

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    bundle: inject('workflowBundle'),
    script: {
      proposeChange: async ({ campaignRecordId, now }) => ({
        approval: {
          id: 'change',
          kind: 'campaign-change',
          contentHash: 'change-hash',
          expiresAt: now + 48 * HOUR,
          campaignRecordId,
        },
        supersededApprovalIds: [],
      }),
      amendCampaign: async ({ now }) => ({
        kind: 'done',
        replaces: true,
        leaseUntil: now + 72 * HOUR,
        endsAt: now + 240 * HOUR,
      }),
    },
  });
});
afterAll(async () => await world.close());

test('from a changed brief to a changed campaign, by the real workflow', async () => {
  const project = world.project();
  await project.goLive();
  await project.send({ kind: 'approval-revised', approval: BRIEF_CHANGE });
  await project.decide('approve', BRIEF_CHANGE);
  const { pendingApprovals } = await project.reaches('a card about the campaign', (s) =>
    s.pendingApprovals.some(({ kind }) => kind === 'campaign-change'),
  );
  expect(world.named('proposeChange')).toHaveLength(1);
  expect(world.named('proposeChange')[0]?.input).toMatchObject({ approvalId: BRIEF_CHANGE.id });
  await project.decide('approve', pendingApprovals[0] ?? BRIEF_CHANGE);
  const status = await project.reaches('the new approval', (s) => {
    return s.campaign?.approvalId === 'change';
  });
  expect(status).toMatchObject({ stage: 'live', campaign: { status: 'live', delivering: true } });
  const named = () => world.named('amendCampaign');
  await until('one change', named, (calls) => calls.length === 1);
  // The API has written an approval of a change down, as it has one of a plan: nobody is asked again.
  const asked = world.named('recordDecision').map(({ input }) => input['approvalId']);
  expect(asked).not.toContain('change');
});
