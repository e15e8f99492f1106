import type { PlanProposal } from '../contract/claude/plan.ts';
import { renderPicture } from '../integrations/creatives/render.ts';
import type { Picture } from '../integrations/creatives/render.ts';
import { derivedId, sha256 } from '../integrations/crypto/hash.ts';
import { planFailure } from './plan-failure.ts';

/** A drawn picture; `sha256` binds the approval to these very bytes. */
export type PlanPicture = Picture & { readonly assetId: string; readonly sha256: string };

/** One picture per proposed ad, in the same order. @throws ApplicationFailure `plan.picture_failed`. */
export async function drawPictures(
  proposal: PlanProposal,
  about: { readonly businessName: string; readonly campaignRecordId: string },
): Promise<readonly PlanPicture[]> {
  const pictures: PlanPicture[] = [];
  for (const [index, ad] of proposal.ads.entries()) {
    const picture = await draw({
      layout: ad.pictureLayout,
      phrase: ad.pictureText,
      businessName: about.businessName,
      brandColour: proposal.brandColour,
    });
    const digest = sha256(picture.png);
    const assetId = derivedId('asset', about.campaignRecordId, String(index), digest);
    pictures.push({ ...picture, assetId, sha256: digest });
  }
  return pictures;
}

async function draw(request: Parameters<typeof renderPicture>[0]): Promise<Picture> {
  try {
    return await renderPicture(request);
  } catch {
    throw planFailure('plan.picture_failed');
  }
}
