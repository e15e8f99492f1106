import type { CampaignPlan, PlannedAd } from './plan.ts';

/** An ad as people see it, however many audiences it is made for. */
export type ShownAd = {
  readonly ad: PlannedAd;
  readonly isSpare: boolean;
  /** Keys of all its copies; the first is the ad's own. */
  readonly keys: readonly string[];
};

/** The ads of a plan without the copies that only differ in audience and link tag; spare ones last. */
export function shownAds(plan: Pick<CampaignPlan, 'adSets'>): readonly ShownAd[] {
  const running = plan.adSets.flatMap(({ ads }) => ads.map((ad) => ({ ad, isSpare: false })));
  const spares = plan.adSets.flatMap((set) =>
    (set.spares ?? []).map((ad) => ({ ad, isSpare: true })),
  );
  const shown = new Map<string, ShownAd>();
  for (const { ad, isSpare } of [...running, ...spares]) {
    const face = `${isSpare} ${faceOf(ad)}`;
    const known = shown.get(face);
    const keys = [...(known?.keys ?? []), ad.key];
    shown.set(face, { ad: known?.ad ?? ad, isSpare, keys });
  }
  return [...shown.values()];
}

/** The same for two ads that people could not tell apart. */
export function faceOf(ad: PlannedAd): string {
  const { primaryText, headline, description, callToAction, image } = ad;
  return JSON.stringify([primaryText, headline, description, callToAction, image.sha256]);
}
