import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { LEASE_MS } from '../../domain/deployment/deployment.ts';
import { createWorld, DAY } from './lifecycle-world.ts';
import type { TestProject, World } from './lifecycle-world.ts';

const CONNECTED = { kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' } as const;

describe('a launch, by the real workflow', () => {
  let world: World;
  /** Projects whose building finds Facebook disconnected the first time. */
  const disconnected = new Set<string>();
  beforeAll(async () => {
    world = await createWorld({
      address: inject('temporalAddress'),
      bundle: inject('workflowBundle'),
      script: {
        buildCampaign: async ({ projectId }) =>
          disconnected.delete(projectId)
            ? { kind: 'parked', code: 'meta.token_expired' }
            : { kind: 'built' },
        activateCampaign: async ({ now }) => ({
          kind: 'done',
          leaseUntil: now + LEASE_MS,
          endsAt: now + 10 * DAY,
        }),
        renewLease: async ({ now, projectId }) => {
          const liveAt = instants('activateCampaign', projectId)[0] ?? now;
          if (now >= liveAt + 10 * DAY) return { kind: 'ended' };
          return { kind: 'done', leaseUntil: Math.min(now + LEASE_MS, liveAt + 10 * DAY) };
        },
      },
    });
  });
  afterAll(async () => await world.close());

  function instants(name: Parameters<World['named']>[0], projectId: string): number[] {
    return world
      .named(name)
      .filter(({ input }) => input['projectId'] === projectId)
      .map(({ input }) => Number(input['now']));
  }

  async function approved(project: TestProject, undoWindowMs: number): Promise<string> {
    await world.startRun(project.projectId, { undoWindowMs });
    const card = await project.proposePlan();
    await project.decide('approve', card);
    await project.reaches('a granted plan', ({ campaign }) => campaign !== null);
    return card.id;
  }

  test('an approval taken back in its ten seconds builds nothing, and can be given again', async () => {
    const project = world.project();
    const approvalId = await approved(project, 10_000);
    await project.send({ kind: 'undo-approval', approvalId });
    const open = await project.reaches('an open card', (s) => s.pendingApprovals.length === 1);
    expect(open).toMatchObject({ stage: 'awaiting-approval', campaign: null });
    await world.gateway.skip({ projectIds: [project.projectId], ms: 60_000 });
    expect(instants('buildCampaign', project.projectId)).toEqual([]);
    await project.decide('approve', open.pendingApprovals[0]!);
    await project.reaches('granted again', ({ campaign }) => campaign !== null);
  });

  test('without taking it back the building begins after the window', async () => {
    const project = world.project();
    await approved(project, 10_000);
    await world.gateway.skip({ projectIds: [project.projectId], ms: 30_000 });
    await project.reaches('live', ({ stage }) => stage === 'live');
    const decidedAt = instants('recordDecision', project.projectId).at(-1) ?? 0;
    const begun = instants('buildCampaign', project.projectId)[0] ?? 0;
    expect(begun - decidedAt).toBeGreaterThanOrEqual(10_000);
  });

  test('a launch that finds Facebook disconnected asks once and goes on after the connection', async () => {
    const project = world.project();
    disconnected.add(project.projectId);
    await approved(project, 0);
    await project.reaches('parked', (s) => s.stage === 'deploying' && s.waitingFor === 'person');
    await project.send(CONNECTED);
    await project.reaches('live', ({ stage }) => stage === 'live');
    const told = world
      .named('reportProblem')
      .filter(({ input }) => input['projectId'] === project.projectId);
    expect(told.map(({ input }) => input['code'])).toEqual(['meta.token_expired']);
  });

  test('the lease is prolonged daily while all is well, and the campaign ends when it was approved to', async () => {
    const project = world.project();
    await approved(project, 0);
    await project.reaches('live', ({ stage }) => stage === 'live');
    await world.gateway.skip({ projectIds: [project.projectId], ms: 11 * DAY });
    const { campaign } = await project.reaches('ended', (s) => s.campaign?.status === 'ended');
    expect(campaign?.nextCheckAt).toBeNull();
    const liveAt = instants('activateCampaign', project.projectId)[0] ?? 0;
    const renewals = instants('renewLease', project.projectId).map((at) => (at - liveAt) / DAY);
    expect(renewals.map(Math.round)).toEqual([1, 2, 3, 4, 5, 6, 7, 10]);
    expect(instants('watchConnection', project.projectId).length).toBeGreaterThanOrEqual(10);
  });

  test('“Pause all ads” that overtakes other items is carried out at once', async () => {
    const project = world.project();
    await project.goLive();
    const late = project.number({ kind: 'message', messageId: 'm', conversationId: 'chat' });
    await project.deliver(project.number({ kind: 'policy', change: 'pause' }));
    await project.reaches('paused', ({ campaign }) => campaign?.delivering === false);
    await project.deliver(late);
    const { earlyItems, paused } = await project.status();
    expect({ earlyItems, paused: paused.person }).toEqual({ earlyItems: 0, paused: true });
  });
});
