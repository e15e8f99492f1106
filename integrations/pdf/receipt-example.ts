import type { LaunchReceipt, ReceiptObject } from '../../domain/deployment/receipt.ts';

const START = Date.UTC(2026, 10, 23, 13, 4, 10);
const LONG =
  'Every morning at four we light the oven, and at seven the first loaves of sourdough are on the counter: rye, spelt and wheat, baked with nothing but flour, water, salt and time. Come by before nine and take a warm roll with you.';

/** The receipt of a launch with two audiences and six ads, as tests of its paper need it. */
export function exampleReceipt(): LaunchReceipt {
  const audiences = ['Around the bakery', 'Families in Kreuzberg, Neukölln and Friedrichshain'];
  const objects: ReceiptObject[] = [
    made('campaign', 'Fresh bread for the neighbourhood', 1, [
      ['Goal', 'Visits to your website'],
      ['Spending limit of the campaign', '€450'],
    ]),
    ...audiences.flatMap((audience, index) => [
      made('ad-set', audience, 10 + index, [
        ['Each day', '€7.50'],
        ['Who will see it', `People of 25 to 65 within 5 km of Oranienstraße 25, 10999 Berlin`],
        ['Ends', 'Wednesday 23 December 2026, 23:59:59'],
      ]),
      ...[1, 2, 3].map((number) =>
        made('ad', `${audience}, idea ${number}`, 100 + 10 * index + number, [
          ['Text', LONG],
          ['Headline', 'Świeży chleb · Свежий хлеб · Φρέσκο ψωμί'],
          ['Link', `https://corner-bakery.example/${'fresh-bread-'.repeat(8)}?utm_source=facebook`],
          ['Picture', 'Warm bread at seven 🥖'],
        ]),
      ),
    ]),
  ];
  return {
    title: 'Launch receipt: Fresh bread for the neighbourhood',
    projectName: 'Corner bakery',
    adAccount: {
      name: 'Bakery account',
      id: 'act_1010101010101010',
      currency: 'EUR',
      timezone: 'Europe/Berlin',
    },
    page: { name: 'Corner Bakery Kreuzberg', id: '2020202020202020' },
    approval: {
      id: '7b0e6f2e-3c3f-4f0a-9f55-1a2b3c4d5e6f',
      by: 'Ada Baker',
      decidedAt: START - 20_000,
      version: 2,
      contentHash: '3f'.repeat(32),
    },
    limits: {
      dailyMinor: 1_500,
      maxPerDayMinor: 2_625,
      maxPerWeekMinor: 10_500,
      maxInTotalMinor: 45_000,
      endsAt: Date.UTC(2026, 11, 23, 22, 59, 59),
    },
    objects,
    startedAt: START,
    liveAt: START + 95_000,
    leaseUntil: START + 72 * 3_600_000,
  };
}

function made(
  kind: ReceiptObject['kind'],
  label: string,
  number: number,
  values: readonly (readonly [label: string, asked: string])[],
): ReceiptObject {
  return {
    kind,
    label,
    metaId: String(120_210_000_000_000 + number),
    madeAt: START + number * 500,
    readBackAt: START + number * 500 + 1_200,
    values: values.map(([name, asked]) => ({ label: name, asked, readBack: asked, same: true })),
  };
}
