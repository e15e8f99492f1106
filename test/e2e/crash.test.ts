import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { BAKERY, createPerson } from '../support/person.ts';

const ledgerSchema = z.object({ count: z.number() });
const objectsSchema = z.object({
  objects: z.array(
    z.object({ status: z.string().optional(), effective_status: z.string().optional() }),
  ),
});

describe('a worker that is killed', () => {
  let stack: AppStack;
  beforeAll(async () => {
    stack = await startAppStack({
      postgresUrl: inject('postgresUrl'),
      temporalAddress: inject('temporalAddress'),
    });
  });
  afterAll(async () => {
    await stack.close();
  });

  const admin = async (path: string): Promise<unknown> =>
    await (await fetch(`${stack.metaUrl}/sandbox/admin/${path}`)).json();

  test('while the campaign is being built still leaves exactly one live campaign', async () => {
    const person = await createPerson(stack.url);
    for (const line of BAKERY.lines) await person.say(line);
    await person.approve('brief');
    await person.connectFacebook();
    await person.approve('campaign-plan');
    await person.until('the first finished step', ({ campaigns }) =>
      campaigns[0]?.steps.some(({ state }) => state === 'done'),
    );
    // Some moment of the building, another one in every run.
    await delay(randomInt(0, 400));
    await stack.killWorker();
    await stack.startWorker();
    const campaign = await person.until(
      'the live campaign',
      ({ campaigns }) => campaigns.find(({ liveSince }) => liveSince !== null),
      180_000,
    );
    expect(campaign.steps.every(({ state }) => state === 'done')).toBe(true);
    const { connection } = await person.page();
    const account = connection.selected?.adAccountId ?? '';
    const made = async (object: string) =>
      ledgerSchema.parse(await admin(`ledger?account=${account}&object=${object}&action=create`))
        .count;
    expect(await made('campaign')).toBe(1);
    expect(await made('adSet')).toBe(1);
    expect(await made('ad')).toBe(2);
    const { objects } = objectsSchema.parse(
      await admin(`objects?account=${account}&type=campaign`),
    );
    expect(objects.map(({ status }) => status)).toEqual(['ACTIVE']);
  });
});
