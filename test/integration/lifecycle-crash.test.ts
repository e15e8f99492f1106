import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTemporalGateway } from '../../api/temporal/gateway.ts';
import { GatewayError } from '../../api/temporal/errors.ts';
import { createWorld, until } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const address = inject('temporalAddress');
const bundle = inject('workflowBundle');
const CHILD = fileURLToPath(new URL('./lifecycle-worker-child.ts', import.meta.url));

describe('when workers die', () => {
  let world: World;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    world = await createWorld({ address, bundle });
    await world.stopWorkers();
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await world.close();
  });

  function startChild(building: 'hangs' | 'works') {
    const args = [CHILD, address, bundle, world.prefix, building];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
    return {
      child,
      says: (word: string) =>
        until(
          word,
          () => said,
          (text) => text.includes(word),
        ),
    };
  }

  test('a project whose worker is killed while it builds ends live with the next worker', async () => {
    const first = startChild('hangs');
    await first.says('ready');
    const project = world.project();
    await project.decide('approve', await project.proposePlan());
    await first.says('building at');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = startChild('works');
    await second.says('ready');
    const killedAt = Date.now();
    // The heartbeat of the dead worker has to run out first; the time the building may take is ten minutes.
    await until(
      'live',
      () => project.status(),
      ({ stage }) => stage === 'live',
      45_000,
    );
    expect(Date.now() - killedAt).toBeLessThan(40_000);
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');
  }, 120_000);

  test('without a worker a delivery ends in time and says that it may be sent again', async () => {
    const gateway = createTemporalGateway({
      address,
      namespace: 'default',
      taskQueuePrefix: `${world.prefix}nobody-`,
      deliverTimeoutMs: 500,
    });
    const item = { kind: 'message', messageId: 'm', conversationId: 'c', seq: 1 } as const;
    const delivery = {
      projectId: crypto.randomUUID(),
      ownerId: 'owner',
      item,
      startAt: Date.now(),
    };
    const error = await gateway.deliver(delivery).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'temporal.no_worker', retryable: true });
    await gateway.close();
  });

  test('without Temporal a delivery ends in time and says so', async () => {
    const gateway = createTemporalGateway({
      address: '127.0.0.1:1',
      namespace: 'default',
      taskQueuePrefix: world.prefix,
      deliverTimeoutMs: 500,
    });
    const item = { kind: 'message', messageId: 'm', conversationId: 'c', seq: 1 } as const;
    const delivery = {
      projectId: crypto.randomUUID(),
      ownerId: 'owner',
      item,
      startAt: Date.now(),
    };
    const error = await gateway.deliver(delivery).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'temporal.unreachable', retryable: true });
    expect(await gateway.isReachable()).toBe(false);
    await gateway.close();
  });

  test('an item of the wrong form is refused for good and leaves no gap', async () => {
    await world.startWorkers();
    const project = world.project();
    await project.say('first');
    const wrong = { kind: 'message', messageId: 'm', conversationId: 'c', seq: 0 } as const;
    const error = await project.deliver(wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'temporal.item_refused', retryable: false });
    const receipt = await project.say('second');
    expect(receipt).toEqual({ lastSeq: 2 });
  });
});
