import { asArray, asNumber, asObject, asText, type JsonObject } from '../../json.ts';

/** Figures of a campaign, a day or an ad; null is "not known", never zero. */
export type Figures = {
  readonly spent: string | null;
  readonly timesShown: number | null;
  readonly people: number | null;
  readonly clicks: number | null;
  readonly results: number | null;
  readonly costPerResult: string | null;
};

export type Ad = Figures & { readonly name: string };

export type CampaignView = {
  readonly status: string;
  readonly resultName: string | null;
  readonly dailyBudget: string | null;
  readonly waitingFor: string | null;
  readonly nextCheck: string | null;
  readonly totals: Figures | null;
  readonly yesterday: Figures | null;
  readonly dayCount: number;
  readonly ads: readonly Ad[];
};

function figuresFrom(value: unknown): Figures | null {
  const raw = asObject(value);
  if (Object.keys(raw).length === 0) return null;
  return {
    spent: asText(raw['spent']) || null,
    timesShown: asNumber(raw['timesShown']),
    people: asNumber(raw['people']),
    clicks: asNumber(raw['clicks']),
    results: asNumber(raw['results']),
    costPerResult: asText(raw['costPerResult']) || null,
  };
}

/** What the conversation may speak from, as far as the data block holds it. */
export function viewFrom(data: JsonObject): CampaignView {
  const text = (name: string) => asText(data[name]) || null;
  return {
    status: asText(data['status']),
    resultName: text('resultName'),
    dailyBudget: text('dailyBudget'),
    waitingFor: text('waitingFor'),
    nextCheck: text('nextCheck'),
    totals: figuresFrom(data['totals']),
    yesterday: figuresFrom(data['yesterday']),
    dayCount: asArray(data['days']).length,
    ads: asArray(data['ads']).flatMap((ad) => {
      const figures = figuresFrom(ad);
      const name = asText(asObject(ad)['headline']) || asText(asObject(ad)['name']);
      return figures === null || name === '' ? [] : [{ ...figures, name }];
    }),
  };
}

const FEWEST_CLICKS = 30;
const FEWEST_DAYS = 3;

/** A handful of clicks or days says nothing yet. */
export function isTooEarly(view: CampaignView): boolean {
  return (view.totals?.clicks ?? 0) < FEWEST_CLICKS || view.dayCount < FEWEST_DAYS;
}

/** The ad that more people clicked, per time shown, by more than chance would do; null if none stands out. */
export function clearlyBetter(
  ads: readonly Ad[],
): { readonly best: Ad; readonly other: Ad } | null {
  const measured = ads
    .filter((ad) => (ad.timesShown ?? 0) > 0)
    .map((ad) => ({ ad, shown: ad.timesShown ?? 1, rate: (ad.clicks ?? 0) / (ad.timesShown ?? 1) }))
    .toSorted((a, b) => b.rate - a.rate);
  const [first, second] = measured;
  if (first === undefined || second === undefined) return null;
  const clicks = (first.ad.clicks ?? 0) + (second.ad.clicks ?? 0);
  const pooled = clicks / (first.shown + second.shown);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / first.shown + 1 / second.shown));
  const isClear =
    clicks >= FEWEST_CLICKS && spread > 0 && (first.rate - second.rate) / spread > 1.96;
  return isClear ? { best: first.ad, other: second.ad } : null;
}

/** Spent divided by clicks, in the way the amount was written; null when it cannot be told. */
export function costPerClick(figures: Figures): string | null {
  const match = /^(\D*)([\d.,]+)(.*)$/.exec(figures.spent ?? '');
  const amount = Number((match?.[2] ?? '').replace(/,/g, ''));
  if (match === null || !(amount > 0) || figures.clicks === null || figures.clicks === 0)
    return null;
  return `${match[1] ?? ''}${(amount / figures.clicks).toFixed(2)}${match[3] ?? ''}`;
}
