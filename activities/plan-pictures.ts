import type { PlanProposal } from '../contract/claude/plan.ts';
import { renderPicture } from '../integrations/creatives/render.ts';
import type { Picture, PictureRequest } from '../integrations/creatives/render.ts';
import { derivedId, sha256 } from '../integrations/crypto/hash.ts';
import { planFailure } from './plan-failure.ts';
import { dataUri } from './plan-photo.ts';
import type { PlanPhotos } from './plan-photo.ts';

/** A drawn picture; `sha256` binds the approval to these very bytes. */
export type PlanPicture = Picture & { readonly assetId: string; readonly sha256: string };

export type PlanPictures = {
  /** One per proposed ad and then per spare ad, in the same order. */
  readonly images: readonly { readonly assetId: string; readonly sha256: string }[];
  /** Those of them that are new. */
  readonly drawn: readonly PlanPicture[];
};

/**
 * The pictures of a plan. A photo of the person's own is shown as it is in the first ad, since people trust what is
 * real, and behind the words of the others.
 * @throws ApplicationFailure `plan.picture_failed`.
 */
export async function drawPictures(
  proposal: PlanProposal,
  about: {
    readonly businessName: string;
    readonly brandColour: string;
    readonly campaignRecordId: string;
    readonly photos: PlanPhotos;
  },
): Promise<PlanPictures> {
  const drawn: PlanPicture[] = [];
  const ads = [...proposal.ads, ...proposal.spareAds];
  const { own: photo, made } = about.photos;
  const own = photo === null ? [] : [photo];
  const behind = photo?.png ?? made;
  for (const [index, ad] of ads.entries()) {
    if (index < own.length) continue;
    const request = {
      layout: ad.pictureLayout,
      phrase: ad.pictureText,
      businessName: about.businessName,
      brandColour: about.brandColour,
      photo: behind === null ? null : dataUri(behind),
    };
    drawn.push(await drawPicture(request, [about.campaignRecordId, String(index)]));
  }
  const images = [...own, ...drawn].map(({ assetId, sha256: digest }) => ({
    assetId,
    sha256: digest,
  }));
  return { images, drawn };
}

/** @param place names the picture within the house: a repeat gets the same id. */
export async function drawPicture(
  request: PictureRequest,
  place: readonly string[],
): Promise<PlanPicture> {
  const picture = await draw(request);
  const digest = sha256(picture.png);
  return { ...picture, assetId: derivedId('asset', ...place, digest), sha256: digest };
}

async function draw(request: PictureRequest): Promise<Picture> {
  try {
    return await renderPicture(request);
  } catch {
    throw planFailure('plan.picture_failed');
  }
}
