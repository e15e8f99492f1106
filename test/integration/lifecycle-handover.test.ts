import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { InboxItem } from '../../domain/lifecycle/work.ts';
import { createWorld, DAY, HOUR, until } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const address = inject('temporalAddress');
const bundle = inject('workflowBundle');

describe('going on in a new run', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address, bundle });
  });
  afterAll(() => world.close());

  const answered = (projectId: string) =>
    world
      .named('answerMessage')
      .filter(({ input }) => input['projectId'] === projectId)
      .map(({ input }) => input['messageId']);

  test('messages that arrive meanwhile are neither lost nor answered twice, and keep their order', async () => {
    const project = world.project();
    await world.startRun(project.projectId, { maxHistoryLength: 80 });
    const first = (await project.handle.describe()).runId;
    const items: InboxItem[] = Array.from({ length: 60 }, (_, index) => ({
      kind: 'message',
      messageId: `m${index + 1}`,
      conversationId: 'chat',
      seq: index + 1,
    }));
    // Six senders at once, each item sent twice, most of them ahead of their turn.
    const post = items.flatMap((item) => [item, item]);
    const swapped = post.map((_, index) => post[(index * 37) % post.length]!);
    await Promise.all(
      Array.from({ length: 6 }, async (_, sender) => {
        for (const item of swapped.filter((_one, index) => index % 6 === sender)) {
          await project.deliver(item);
        }
      }),
    );
    await until(
      'all answers',
      () => answered(project.projectId),
      (ids) => ids.length >= 60,
    );
    expect(answered(project.projectId)).toEqual(items.map((_, index) => `m${index + 1}`));
    const runs = await until(
      'a later run',
      async () => (await project.handle.describe()).runId,
      (runId) => runId !== first,
    );
    expect(runs).not.toBe(first);
    expect(await project.status()).toMatchObject({ lastSeq: 60, earlyItems: 0 });
  });

  test('work that is asked for while the old run drains is begun by the new one', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await createWorld({
      address,
      bundle,
      script: {
        answerMessage: async ({ messageId }) => {
          if (messageId === 'slow') await held;
          return { approval: null, supersededApprovalIds: [] };
        },
      },
    });
    try {
      const project = slow.project();
      await project.say('slow');
      const before = (await project.handle.describe()).runId;
      await project.handle.signal('rollover');
      await project.send({ kind: 'message', messageId: 'meanwhile', conversationId: 'other' });
      expect((await project.handle.describe()).runId).toBe(before);
      release();
      await until(
        'both answers',
        () => slow.named('answerMessage').map(({ input }) => input['messageId']),
        (ids) => ids.length === 2,
      );
      expect((await project.handle.describe()).runId).not.toBe(before);
      await project.reaches('rest', (status) => status.running.length === 0);
      expect(slow.named('answerMessage')).toHaveLength(2);
    } finally {
      await slow.close();
    }
  });

  test('a live campaign keeps its rhythm and its skipped clock through new runs', async () => {
    const project = world.project();
    await project.goLive();
    const liveAt = Number(
      world.named('buildCampaign').find(({ input }) => input['projectId'] === project.projectId)
        ?.input['now'],
    );
    for (let day = 1; day <= 3; day += 1) {
      const before = (await project.handle.describe()).runId;
      await project.handle.signal('rollover');
      await until(
        'a new run',
        async () => (await project.handle.describe()).runId,
        (runId) => runId !== before,
      );
      await world.gateway.skip({ projectIds: [project.projectId], ms: DAY });
    }
    const checks = world
      .named('checkCampaign')
      .filter(({ input }) => input['projectId'] === project.projectId)
      .map(({ input }) => Math.floor((Number(input['now']) - liveAt) / (4 * HOUR)));
    // The first is the early look at Facebook's check of the ads.
    expect(checks).toEqual(Array.from({ length: 19 }, (_, index) => index));
  });
});
