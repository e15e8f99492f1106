import type { ProjectPageDto } from '../../../contract/http.ts';
import type { CampaignDto } from '../../../contract/launch.ts';
import { dayIn } from '../format.ts';
import { zoneOf } from './zone.ts';

/** What a lost connection means for ads: whether they run on without anybody watching, and until when. */
export function unattendedWords(page: Pick<ProjectPageDto, 'connection'>): string {
  const { unattendedAds } = page.connection;
  if (unattendedAds === null) return 'No ads are running at the moment.';
  const { until } = unattendedAds;
  const stop =
    until === null ? '' : ` Facebook stops them by itself on ${dayIn(until, zoneOf(page))}.`;
  return `Your ads keep running meanwhile; I can neither read nor change them.${stop}`;
}

export function hasRunningAds({
  campaigns,
}: {
  readonly campaigns: readonly Pick<CampaignDto, 'status'>[];
}): boolean {
  return campaigns.some(({ status }) => status === 'ACTIVE');
}
