import type { ProjectRef } from '../domain/lifecycle/work.ts';
import { shownAds } from '../domain/plan/ads.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { buttonWords } from '../domain/plan/words.ts';
import type { ApprovalCardView } from '../domain/project/views.ts';
import type { Trx } from '../db/client.ts';
import { insertArtifact, insertAsset, listArtifacts } from '../db/repositories/artifacts.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { PlanIds } from './plan-load.ts';
import { drawnArtifactId } from './plan-photo.ts';
import type { PlanPicture } from './plan-pictures.ts';

type Work = {
  readonly input: ProjectRef;
  readonly plan: CampaignPlan;
  readonly now: number;
};

/** Keeps newly drawn pictures, each as an artifact of its own. */
export async function storePictures(
  trx: Trx,
  { input, plan, pictures, now }: Work & { readonly pictures: readonly PlanPicture[] },
): Promise<void> {
  const ads = plan.adSets.flatMap((set) => [...set.ads, ...(set.spares ?? [])]);
  for (const picture of pictures) {
    const ad = ads.find((one) => one.image.assetId === picture.assetId);
    await storePicture(trx, { input, picture, title: ad?.headline ?? plan.name, now });
  }
}

export async function storePicture(
  trx: Trx,
  work: {
    readonly input: ProjectRef;
    readonly picture: PlanPicture;
    readonly title: string;
    readonly now: number;
  },
): Promise<void> {
  const ref = { projectId: work.input.projectId, ownerId: work.input.ownerId, now: work.now };
  const { assetId, sha256, mime, width, height, png } = work.picture;
  await insertAsset(trx, { ...ref, id: assetId, sha256, mime, width, height, bytes: png });
  await insertArtifact(trx, {
    ...ref,
    id: drawnArtifactId(assetId),
    kind: 'IMAGE',
    title: `Picture for “${work.title}”`,
    version: 1,
    text: null,
    assetId,
  });
}

/** Keeps the ad texts and the plan itself as text that can be read and copied. */
export async function storeTexts(
  trx: Trx,
  {
    input,
    ids,
    plan,
    card,
    now,
  }: Work & { readonly ids: PlanIds; readonly card: ApprovalCardView },
): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now };
  const earlier = await listArtifacts(trx, input.projectId);
  const version = 1 + earlier.filter((artifact) => artifact.kind === 'CAMPAIGN').length;
  await insertArtifact(trx, {
    ...ref,
    id: derivedId('artifact', ids.campaignRecordId, 'texts'),
    kind: 'AD_COPY',
    title: `Ad texts for “${plan.name}”`,
    version,
    text: adTexts(plan),
    assetId: null,
  });
  const rows = card.rows.map((row) => `${row.label}: ${row.value}`);
  await insertArtifact(trx, {
    ...ref,
    id: derivedId('artifact', ids.campaignRecordId, 'plan'),
    kind: 'CAMPAIGN',
    title: `Plan “${plan.name}”`,
    version,
    text: [...rows, '', plan.reasoning].join('\n'),
    assetId: null,
  });
}

function adTexts(plan: CampaignPlan): string {
  return shownAds(plan)
    .map(({ ad, isSpare }) => {
      const title = isSpare ? `${ad.headline} (spare)` : ad.headline;
      const lines = [title, ad.primaryText, ad.description, buttonWords(ad.callToAction)];
      return lines.filter((line) => line !== '').join('\n');
    })
    .join('\n\n');
}
