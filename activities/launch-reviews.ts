import type { AdReview } from '../domain/deployment/deployment.ts';
import { reviewChanges, settledReviews } from '../domain/deployment/review.ts';
import type { AdVerdict, ReviewChange } from '../domain/deployment/review.ts';
import { isOverspent } from '../domain/approval/ledger.ts';
import { formatMoney, parseCurrency } from '../domain/money.ts';
import { readAmendment } from '../domain/deployment/amendment.ts';
import { readCampaignChange } from '../domain/deployment/change.ts';
import { listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import type { Trx } from '../db/client.ts';
import { ledgerEntries } from '../db/views/money-view.ts';
import type { AdStatus } from '../integrations/meta/meta-api.ts';
import { note, ring, say } from './feed.ts';

/**
 * Keeps what Facebook's check of each ad came to, and says what is new. That an ad was refused is told with the other
 * significant events of the look. @returns keys of refused ads for which nothing was proposed yet.
 */
export async function keepReviews(
  trx: Trx,
  { campaign, ads, now }: { campaign: CampaignRow; ads: readonly AdStatus[]; now: number },
): Promise<readonly string[]> {
  const { projectId, ownerId } = campaign;
  const fixes = await fixesOf(trx, campaign);
  const replaced = new Set(fixes.flatMap(({ usedAt, adKey }) => (usedAt === null ? [] : adKey)));
  const verdicts = verdictsOf(campaign, ads).filter(({ adKey }) => !replaced.has(adKey));
  const reviews = settledReviews(campaign.adReviews, verdicts);
  const changes = reviewChanges(campaign.adReviews, reviews);
  if (changes.length > 0) {
    const ref = { projectId, ownerId, now };
    await updateCampaign(trx, { ...ref, id: campaign.id, set: { adReviews: reviews } });
    await tellApproved(trx, { campaign, reviews, changes, now });
  }
  const planned = new Set(campaign.plan.adSets.flatMap((adSet) => adSet.ads.map(({ key }) => key)));
  const proposed = new Set(fixes.map(({ adKey }) => adKey));
  return reviews
    .filter(({ adKey, state }) => state === 'refused' && planned.has(adKey) && !proposed.has(adKey))
    .map(({ adKey }) => adKey);
}

type Fix = { readonly adKey: string; readonly usedAt: number | null };

/** What was proposed in the place of refused ads, whatever became of it. */
async function fixesOf(trx: Trx, campaign: CampaignRow): Promise<readonly Fix[]> {
  const { id, projectId } = campaign;
  return (await listApprovals(trx, projectId)).flatMap((approval): Fix[] => {
    if (approval.campaignRecordId !== id) return [];
    if (approval.kind === 'campaign-change') return replacedBy(campaign, approval);
    if (approval.kind !== 'ad-fix') return [];
    const amendment = readAmendment(approval.content);
    return amendment === null ? [] : [{ adKey: amendment.replacesAdKey, usedAt: approval.usedAt }];
  });
}

/** Ads that a change of the campaign took out of it. */
function replacedBy({ plan }: CampaignRow, { content, usedAt }: ApprovalRow): Fix[] {
  const planned = new Set(plan.adSets.flatMap(({ ads }) => ads.map(({ key }) => key)));
  const replaced = readCampaignChange(content)?.replaced ?? [];
  return replaced.flatMap(({ oldKey }) => (planned.has(oldKey) ? [] : [{ adKey: oldKey, usedAt }]));
}

function verdictsOf(campaign: CampaignRow, ads: readonly AdStatus[]): readonly AdVerdict[] {
  const headlines = new Map(
    campaign.plan.adSets.flatMap((adSet) => adSet.ads).map((ad) => [ad.key, ad.headline]),
  );
  const keys = new Map(Object.entries(campaign.metaIds).map(([key, id]) => [id, key]));
  const verdicts = ads.flatMap(({ id, name, effectiveStatus, policies }) => {
    const adKey = keys.get(id);
    if (adKey === undefined) return [];
    const words = headlines.get(adKey) ?? name.replace(/ \| aig-.*$/, '');
    return [{ adKey, name: words, effectiveStatus, policies }];
  });
  return verdicts.toSorted((a, b) => a.adKey.localeCompare(b.adKey));
}

/** One sentence once all ads that were in review have come through. */
async function tellApproved(
  trx: Trx,
  {
    campaign,
    reviews,
    changes,
    now,
  }: {
    readonly campaign: CampaignRow;
    readonly reviews: readonly AdReview[];
    readonly changes: readonly ReviewChange[];
    readonly now: number;
  },
): Promise<void> {
  const approved = changes.filter(({ review }) => review.state === 'approved');
  if (approved.length === 0) return;
  const { projectId, ownerId } = campaign;
  const names = approved.map(({ review }) => review.adKey).join('+');
  const ref = { projectId, ownerId, now, key: `approved:${campaign.id}:${names}` };
  const all = reviews.every(({ state }) => state === 'approved');
  const what = all
    ? `Facebook has approved ${reviews.length === 1 ? 'your ad' : `all ${reviews.length} of your ads`}`
    : `Facebook has approved ${approved.map(({ review }) => `“${review.name}”`).join(' and ')}`;
  await note(trx, { ...ref, actor: 'facebook', what, outcome: 'People can see it from now on.' });
  await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content: `${what}; people can see ${all && reviews.length === 1 ? 'it' : 'them'} now.`,
    metadata: { kind: 'action', action: 'reviewed', evidence: null },
  });
}

/** Compares what was spent with what was approved; anything above raises the alarm at once, once per campaign. */
export async function watchSpending(trx: Trx, campaign: CampaignRow, now: number): Promise<void> {
  if (campaign.overspendToldAt !== null) return;
  const { projectId, ownerId } = campaign;
  const entries = await ledgerEntries(trx, projectId);
  const entry = entries.find(({ campaignRecordId }) => campaignRecordId === campaign.id);
  if (entry === undefined || !isOverspent(entry)) return;
  const currency = parseCurrency(campaign.currency);
  const money = (minor: number) => formatMoney({ minor, currency });
  const spent = entry.spentByDay.reduce((sum, { spendMinor }) => sum + spendMinor, 0);
  const { maxPerDayMinor, maxPerWeekMinor } = entry.authority;
  const content = `Facebook reports more spending on “${campaign.name}” than you approved: ${money(spent)} so far, where ${money(maxPerDayMinor)} on a day and ${money(maxPerWeekMinor)} in a week were the most. I raised no budget. Please look at your ad account; “Pause all ads” stops everything within seconds.`;
  const ref = { projectId, ownerId, now, key: `overspent:${campaign.id}` };
  await updateCampaign(trx, { ...ref, id: campaign.id, set: { overspendToldAt: now } });
  const messageId = await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content,
    metadata: { kind: 'error', code: 'money.overspent' },
  });
  await ring(trx, {
    ...ref,
    kind: 'ALERT',
    title: 'More was spent than you approved',
    body: content,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'facebook',
    what: 'Reported more spending than was approved',
    outcome: content,
  });
}
