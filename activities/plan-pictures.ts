import type { PlanProposal } from '../contract/claude/plan.ts';
import { renderPicture } from '../integrations/creatives/render.ts';
import type { Picture, PictureRequest } from '../integrations/creatives/render.ts';
import { derivedId, sha256 } from '../integrations/crypto/hash.ts';
import { planFailure } from './plan-failure.ts';

/** A drawn picture; `sha256` binds the approval to these very bytes. */
export type PlanPicture = Picture & { readonly assetId: string; readonly sha256: string };

/** One picture per proposed ad and then per spare ad, in the same order. @throws ApplicationFailure `plan.picture_failed`. */
export async function drawPictures(
  proposal: PlanProposal,
  about: { readonly businessName: string; readonly campaignRecordId: string },
): Promise<readonly PlanPicture[]> {
  const pictures: PlanPicture[] = [];
  for (const [index, ad] of [...proposal.ads, ...proposal.spareAds].entries()) {
    const request = {
      layout: ad.pictureLayout,
      phrase: ad.pictureText,
      businessName: about.businessName,
      brandColour: proposal.brandColour,
    };
    pictures.push(await drawPicture(request, [about.campaignRecordId, String(index)]));
  }
  return pictures;
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
