import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createWorld, DAY, HOUR, until } from './lifecycle-world.ts';
import type { TestProject, World } from './lifecycle-world.ts';

const address = inject('temporalAddress');
const bundle = inject('workflowBundle');

describe('moving the clock of projects ahead', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address, bundle });
  });
  afterAll(() => world.close());

  const nows = (project: TestProject, name: string) =>
    world.calls
      .filter((call) => call.name === name && call.input['projectId'] === project.projectId)
      .map(({ input }) => Number(input['now']));

  /**
   * Which moments of the four-hour rhythm the checks fell on, none of them early or more than 10 s late. The very first
   * look, at Facebook's check of the ads, comes a quarter of an hour after going live and is no part of it.
   */
  function rhythm(project: TestProject): number[] {
    const liveAt = nows(project, 'activateCampaign')[0] ?? 0;
    const [first = 0, ...rest] = nows(project, 'checkCampaign');
    expect(Math.floor((first - liveAt) / 10_000)).toBe(HOUR / 4 / 10_000);
    return rest.map((at) => {
      const late = (at - liveAt) % (4 * HOUR);
      return late < 10_000 ? (at - liveAt - late) / (4 * HOUR) : Number.NaN;
    });
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  test('a skipped week holds exactly 42 checks, four hours apart, and takes under 15 s', async () => {
    const project = world.project();
    await project.goLive();
    const before = Date.now();
    const steps: number[] = [];
    await world.gateway.skip({
      projectIds: [project.projectId],
      ms: 7 * DAY,
      onProgress: (done) => steps.push(done),
    });
    expect(Date.now() - before).toBeLessThan(15_000);
    expect(rhythm(project)).toEqual(upTo(42));
    expect(steps.length).toBeGreaterThan(40);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });

  test('seven skips of one day hold the same 42 checks', async () => {
    const project = world.project();
    await project.goLive();
    for (let day = 1; day <= 7; day += 1) {
      await world.gateway.skip({ projectIds: [project.projectId], ms: DAY });
      expect(rhythm(project)).toEqual(upTo(day * 6));
    }
  });

  test('projects of one owner move side by side to the same instant', async () => {
    const projects = [world.project(), world.project(), world.project()];
    await Promise.all(projects.map((project) => project.goLive()));
    const target = Date.now() + DAY;
    await world.gateway.skip({ projectIds: projects.map((p) => p.projectId), until: target });
    for (const project of projects) expect(rhythm(project)).toEqual(upTo(6));
  });

  test('a plan is reminded of after 24 hours and expires after 48, and nothing is built', async () => {
    const project = world.project();
    const card = await project.proposePlan();
    const plannedAt = nows(project, 'preparePlan')[0] ?? 0;
    await world.gateway.skip({ projectIds: [project.projectId], ms: 3 * DAY });
    const [remindedAt] = nows(project, 'remindApproval');
    const [expiredAt] = nows(project, 'expireApproval');
    expect((remindedAt ?? 0) - plannedAt).toBeGreaterThanOrEqual(24 * HOUR);
    expect((remindedAt ?? 0) - plannedAt).toBeLessThan(24 * HOUR + 10_000);
    expect((expiredAt ?? 0) - plannedAt).toBeGreaterThanOrEqual(48 * HOUR);
    expect((expiredAt ?? 0) - plannedAt).toBeLessThan(48 * HOUR + 10_000);
    await project.decide('approve', card);
    expect(await project.status()).toMatchObject({
      stage: 'awaiting-approval',
      pendingApprovals: [],
      campaign: null,
    });
    expect(nows(project, 'buildCampaign')).toEqual([]);
  });

  test('a project that begins after its owner skipped ten days lives at the skipped moment', async () => {
    const project = world.project();
    const startAt = Date.now() + 10 * DAY;
    await project.goLive(startAt);
    const all = world.calls.filter(({ input }) => input['projectId'] === project.projectId);
    for (const { input, at } of all) {
      expect(Math.abs(Number(input['now']) - at - 10 * DAY)).toBeLessThan(3_000);
    }
    await world.gateway.skip({ projectIds: [project.projectId], ms: DAY + 60_000 });
    expect(rhythm(project)).toEqual(upTo(6));
  });

  test('a project that was left behind is brought to its owner before it hears the next message', async () => {
    const project = world.project();
    await project.say('first');
    await project.say('second', Date.now() + 5 * DAY);
    const answers = await until(
      'both answers',
      () => nows(project, 'answerMessage'),
      (calls) => calls.length === 2,
    );
    expect(answers[1]! - answers[0]!).toBeGreaterThan(5 * DAY - 3_000);
  });

  test('a start that was interrupted before the clock had moved is completed by the next message', async () => {
    const project = world.project();
    const startAt = Date.now() + 5 * DAY;
    await world.startRun(project.projectId, {}, { startDelay: 5 * DAY });
    await project.say('first', startAt);
    const [answeredAt] = await until(
      'an answer',
      () => nows(project, 'answerMessage'),
      (calls) => calls.length === 1,
    );
    expect(Math.abs((answeredAt ?? 0) - startAt)).toBeLessThan(3_000);
  });
});
