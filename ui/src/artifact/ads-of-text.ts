import type { ApprovalCard, ApprovalDto } from '../../../contract/launch.ts';
import type { ArtifactDto } from '../../../contract/model.ts';

/** The ads that an ad text holds, as the newest plan with them shows them; none for anything else. */
export function adsOfText(
  artifact: Pick<ArtifactDto, 'kind' | 'text'>,
  approvals: readonly Pick<ApprovalDto, 'card'>[],
): ApprovalCard['ads'] {
  const { kind, text } = artifact;
  if (kind !== 'AD_COPY' || text === null) return [];
  for (const { card } of approvals.toReversed()) {
    const ads = card?.ads.filter(
      (ad) => text.includes(ad.primaryText) && text.includes(ad.headline),
    );
    if (ads !== undefined && ads.length > 0) return ads;
  }
  return [];
}
