import { formatMoney } from '../money.ts';
import type { DiffRow } from '../plan/diff.ts';
import { linkHost } from '../plan/link.ts';
import type { CampaignPlan, PlannedAd } from '../plan/plan.ts';
import { buttonWords, longDay } from '../plan/words.ts';
import type { ApprovalCardView } from '../project/views.ts';
import type { Authority } from './approval.ts';

export type AdFix = {
  readonly plan: CampaignPlan;
  readonly before: PlannedAd;
  readonly after: PlannedAd;
  /** Facebook's own words; null when it gave none. */
  readonly reason: string | null;
  /** What was changed and why it may pass, in one sentence. */
  readonly explanation: string;
  /** Of the campaign's approval: the new ad spends nothing beyond it. */
  readonly authority: Authority;
};

/** The card for another ad in the place of one that Facebook refused. */
export function fixCard(fix: AdFix): ApprovalCardView {
  const { plan, before, after, reason, authority } = fix;
  const week = formatMoney({ minor: authority.maxPerWeekMinor, currency: authority.currency });
  return {
    question: `Facebook refused the ad “${before.headline}”. Shall I show this one in its place?`,
    rows: [
      {
        label: 'Why it was refused',
        value: reason === null ? 'Facebook gave no reason.' : `Facebook says: “${reason}”`,
      },
      { label: 'What I changed', value: fix.explanation },
      {
        label: 'What happens',
        value:
          'I make the new ad, switch it on, and switch the refused one off. Facebook checks the new ad first, mostly within a day.',
      },
      {
        label: 'Most it can cost',
        value: `Nothing more: it runs within the ${week} a week that you approved.`,
      },
      {
        label: 'Until',
        value: plan.lastDay === undefined ? 'You pause it' : `${longDay(plan.lastDay)}, as before`,
      },
      {
        label: 'If you decline',
        value: 'The refused ad stays off. Your other ads run on as you approved them.',
      },
    ],
    approveLabel: `Approve the new ad, still up to ${week} a week`,
    reasoning: null,
    ads: [
      {
        key: after.key,
        pageName: plan.pageName,
        primaryText: after.primaryText,
        headline: after.headline,
        description: after.description,
        button: buttonWords(after.callToAction),
        linkHost: linkHost(after.linkUrl),
        assetId: after.image.assetId,
      },
    ],
  };
}

/** What differs between the refused ad and the new one. */
export function fixDiff(before: PlannedAd, after: PlannedAd): readonly DiffRow[] {
  const rows: readonly DiffRow[] = [
    { label: 'Text', before: before.primaryText, after: after.primaryText },
    { label: 'Headline', before: before.headline, after: after.headline },
    { label: 'Small line', before: before.description, after: after.description },
  ];
  const changed = rows.filter((row) => row.before !== row.after);
  if (before.image.sha256 === after.image.sha256) return changed;
  return [...changed, { label: 'Picture', before: 'The picture before', after: 'Another picture' }];
}
