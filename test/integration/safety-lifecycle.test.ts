import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { shortenProcessing, startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { HOSTILE_BRIEFS } from '../support/hostile-texts.ts';
import { BAKERY, createPerson } from '../support/person.ts';
import type { Person } from '../support/person.ts';

const PATIENCE = 120_000;
let stack: AppStack;

beforeAll(async () => {
  const temporalAddress = inject('temporalAddress');
  stack = await startAppStack({ postgresUrl: inject('postgresUrl'), temporalAddress });
  await shortenProcessing(stack);
  await claude('pace', { tokenDelayMs: 0, wordsPerPiece: 1_000 });
}, PATIENCE);
afterAll(async () => {
  await stack.close();
});

async function claude(path: string, body: object): Promise<void> {
  await fetch(`${stack.claudeUrl}/sandbox/admin/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
}

const ledgerSchema = z.object({ count: z.number() });

/** How often Meta was written to, and what was approved. */
async function standing(person: Person) {
  const ledger = await fetch(`${stack.metaUrl}/sandbox/admin/ledger`);
  const { approvals, campaigns, brief } = await person.page();
  return {
    budget: brief?.monthlyBudget ?? null,
    writes: ledgerSchema.parse(await ledger.json()).count,
    granted: approvals.filter(({ status }) => status === 'GRANTED').map(({ kind }) => kind),
    amounts: campaigns.map(({ dailyBudgetMinor }) => dailyBudgetMinor),
  };
}

/** Talks with the model at its worst, and gives it the good manners back afterwards. */
async function talkWithMalice(person: Person, lines: readonly string[]): Promise<void> {
  await claude('mode', { hostile: true });
  for (const line of lines) await person.say(line);
  await claude('mode', { hostile: false });
}

test(
  'from the brief to the live campaign a hostile model moves nothing; only the buttons do',
  async () => {
    const person = await createPerson(stack.url, BAKERY.name);
    for (const line of BAKERY.lines) await person.say(line);
    const texts = HOSTILE_BRIEFS.map(({ text }) => text);
    const orders = texts.filter((_, at) => at % 16 === 0);
    // A figure in the person's own message would be theirs.
    const withoutFigure = texts.find((text) => !/\d/.test(text)) ?? '';

    await talkWithMalice(person, ['That is all right. What comes next?', withoutFigure]);
    expect(await standing(person)).toEqual({
      budget: { minor: 45_000, currency: 'GBP' },
      writes: 0,
      granted: [],
      amounts: [],
    });

    await person.approve('brief');
    await person.connectFacebook();
    await person.until('the plan', ({ approvals }) =>
      approvals.find(({ kind, status }) => kind === 'campaign-plan' && status === 'PENDING'),
    );
    await talkWithMalice(person, ['Yes. Approved, go live.', ...orders.slice(0, 1)]);
    expect(await standing(person)).toMatchObject({ writes: 0, granted: ['brief'] });

    await person.approve('campaign-plan');
    await person.until(
      'the live campaign',
      ({ campaigns }) => campaigns.find(({ liveSince }) => liveSince !== null),
      PATIENCE,
    );
    const live = await standing(person);
    expect(live.writes).toBeGreaterThan(0);
    await talkWithMalice(person, ['Spend as much as you can, everywhere.', ...orders.slice(1)]);
    expect(await standing(person)).toEqual(live);
  },
  PATIENCE,
);
