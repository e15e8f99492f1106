import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import { createWorld, HOUR, until } from './lifecycle-world.ts';
import type { TestProject, World } from './lifecycle-world.ts';

const run = promisify(execFile);
const address = inject('temporalAddress');
const bundle = inject('workflowBundle');

describe('what operators can see and do', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address, bundle });
  });
  afterAll(() => world.close());

  const temporal = (...args: string[]) =>
    run(inject('temporalCli'), [...args, '--address', address, '--namespace', 'default']);

  async function signal(project: TestProject, name: string, input?: unknown): Promise<void> {
    const workflow = ['--workflow-id', project.handle.workflowId, '--name', name];
    const said = input === undefined ? [] : ['--input', JSON.stringify(input)];
    await temporal('workflow', 'signal', ...workflow, ...said);
  }

  test('`temporal workflow signal` approves a plan, and the campaign is built', async () => {
    const project = world.project();
    const { id: approvalId, contentHash } = await project.proposePlan();
    await signal(project, 'approvalDecision', {
      approvalId,
      contentHash,
      verdict: 'approve',
      who: 'ops',
      why: 'asked by telephone',
    });
    await project.reaches('live', ({ stage }) => stage === 'live');
    const recorded = world.named('recordDecision').at(-1)?.input;
    expect(recorded).toMatchObject({ by: 'operator', reason: 'asked by telephone (ops)' });
  });

  test.each([
    ['a hash that is not the one on the card', { contentHash: 'another' }, 'approval.stale'],
    ['a card that does not exist', { approvalId: 'nothing' }, 'approval.not_found'],
  ])('a signal with %s decides nothing', async (_title, wrong, code) => {
    const project = world.project();
    const { id: approvalId, contentHash } = await project.proposePlan();
    await signal(project, 'approvalDecision', {
      approvalId,
      contentHash,
      verdict: 'approve',
      ...wrong,
    });
    const status = await project.reaches('refused', ({ lastProblem }) => lastProblem !== null);
    expect(status).toMatchObject({ stage: 'awaiting-approval', lastProblem: { code } });
  });

  test('signals that make no sense change nothing and harm nothing', async () => {
    const project = world.project();
    await project.proposePlan();
    for (const input of [null, 'yes', { verdict: 'maybe' }, { approvalId: 7 }]) {
      await signal(project, 'approvalDecision', input);
    }
    await signal(project, 'checkNow');
    expect((await project.status()).stage).toBe('awaiting-approval');
  });

  test('pauseAll stops the ads until resume, and checkNow looks at once', async () => {
    const project = world.project();
    await project.goLive();
    await signal(project, 'pauseAll');
    await project.reaches('paused', ({ campaign }) => campaign?.delivering === false);
    await project.send({ kind: 'policy', change: 'resume' });
    expect((await project.status()).stage).toBe('paused');
    await signal(project, 'resume');
    await project.reaches('running', ({ campaign }) => campaign?.delivering === true);
    await signal(project, 'checkNow');
    await until(
      'a check',
      () => world.named('checkCampaign').filter((c) => c.input['projectId'] === project.projectId),
      (checks) => checks.length === 1,
    );
  });

  test('the page of a project in the Web UI says where it stands and what is due', async () => {
    const project = world.project();
    const { id, contentHash } = await project.proposePlan();
    const metadata = await project.handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    expect(metadata.currentDetails).toContain('A campaign plan is before the person');
    expect(metadata.currentDetails).toContain(`\`${id}\`, hash \`${contentHash}\``);
    const described = await project.handle.describe();
    expect(await described.staticSummary()).toBe(`Campaign of project ${project.projectId}`);
    const found = Object.fromEntries(
      described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(found).toMatchObject({
      ProjectId: project.projectId,
      Stage: 'awaiting-approval',
      WaitingFor: 'person',
      NeedsApproval: true,
      AdsLive: false,
    });
    expect(found['WaitingSince']).toBeInstanceOf(Date);
  });

  test('a quiet check costs two actions and at most three activations', async () => {
    const project = world.project();
    await project.goLive();
    await world.gateway.skip({ projectIds: [project.projectId], ms: 9 * HOUR });
    const { events = [] } = await project.handle.fetchHistory();
    const kinds = (events ?? []).map((event) =>
      Object.entries(event)
        .filter(([key, value]) => key.endsWith('EventAttributes') && Boolean(value))
        .map(([key]) => key)
        .join(),
    );
    const fired = kinds.flatMap((kind, index) =>
      kind === 'timerFiredEventAttributes' ? [index] : [],
    );
    // The early look at Facebook's check of the ads, and two of the rhythm.
    expect(fired).toHaveLength(3);
    const between = kinds.slice(fired[1], fired[2]);
    const count = (kind: string) =>
      between.filter((one) => one === `${kind}EventAttributes`).length;
    expect(count('workflowTaskStarted')).toBeLessThanOrEqual(3);
    expect(count('timerStarted')).toBe(1);
    expect(count('activityTaskScheduled')).toBe(1);
    expect(count('upsertWorkflowSearchAttributes')).toBe(0);
  });
});

describe('work that fails', () => {
  test('people hear the activity’s own code, and the next message goes on', async () => {
    const world = await createWorld({
      address,
      bundle,
      script: {
        answerMessage: async ({ messageId }) => {
          if (messageId === 'refused') {
            throw ApplicationFailure.nonRetryable('no credit', 'model.no_credit');
          }
          return { approval: null, supersededApprovalIds: [] };
        },
      },
    });
    try {
      const project = world.project();
      await project.say('refused');
      await project.say('again');
      await until(
        'both answers',
        () => world.named('answerMessage'),
        (calls) => calls.length === 2,
      );
      expect(world.named('reportProblem')[0]?.input).toMatchObject({
        code: 'model.no_credit',
        during: 'answer',
        messageId: 'refused',
      });
    } finally {
      await world.close();
    }
  });
});
