import { formatMoney } from '../money.ts';
import type { ApprovalCardView } from '../project/views.ts';
import type { CampaignPlan, PlannedAd } from '../plan/plan.ts';
import { linkHost } from '../plan/link.ts';
import { buttonWords } from '../plan/words.ts';
import type { Authority } from './approval.ts';

/** The approval card of a campaign plan. Written from the plan alone, so that words and deeds cannot differ. */
export function planCard(plan: CampaignPlan, authority: Authority): ApprovalCardView {
  const week = money(authority.maxPerWeekMinor, authority);
  const day = money(authority.maxPerDayMinor, authority);
  const ads = plan.adSets.flatMap((adSet) => adSet.ads);
  return {
    question: `Shall I run “${plan.name}” on Facebook for up to ${week} a week?`,
    rows: [
      { label: 'What happens', value: whatHappens(plan, ads.length) },
      {
        label: 'Most it can cost',
        value: `About ${money(plan.dailyBudgetMinor, authority)} a day on average; up to ${day} on one day, never more than ${week} a week`,
      },
      { label: 'Until', value: 'You pause it; it has no end date' },
      {
        label: 'Who will see it',
        value: plan.adSets.map((set) => set.audience.inWords).join('; '),
      },
      ...expectation(plan),
      {
        label: 'What I may change without asking',
        value: 'Only switch ads off. More money, other people or other pictures: I ask you first.',
      },
      {
        label: 'How to stop',
        value: 'Press “Pause all ads” at any time. It works within a minute.',
      },
    ],
    approveLabel: `Approve and spend up to ${week} a week`,
    reasoning: plan.reasoning,
    ads: ads.map((ad) => cardAd(plan, ad)),
  };
}

function whatHappens(plan: CampaignPlan, count: number): string {
  const what = `I create ${count === 1 ? 'one ad' : `${count} ads`} for ${plan.pageName} and switch ${count === 1 ? 'it' : 'them'} on. Facebook checks every ad first, mostly within a day.`;
  const { dsa, recipe } = plan;
  const shown =
    dsa === null
      ? null
      : `Facebook shows “${dsa.beneficiary}” as advertiser and “${dsa.payor}” as payer, as EU law asks.`;
  return [what, recipe.fallbackNote, shown].filter((part) => part !== null).join(' ');
}

function expectation(plan: CampaignPlan): { label: string; value: string }[] {
  if (plan.forecast === null) return [];
  const { low, high, what, basis } = plan.forecast;
  const figures = new Intl.NumberFormat('en-GB');
  return [
    {
      label: 'What to expect',
      value: `${figures.format(low)} to ${figures.format(high)} ${what} a week: ${basis}`,
    },
  ];
}

function cardAd(plan: CampaignPlan, ad: PlannedAd): ApprovalCardView['ads'][number] {
  return {
    pageName: plan.pageName,
    primaryText: ad.primaryText,
    headline: ad.headline,
    description: ad.description,
    button: buttonWords(ad.callToAction),
    linkHost: linkHost(ad.linkUrl),
    assetId: ad.image.assetId,
  };
}

function money(minor: number, { currency }: Pick<Authority, 'currency'>): string {
  return formatMoney({ minor, currency });
}

/** The card under a finished brief: the eight facts stand on the brief card itself. */
export function briefCard(businessName: string | null): ApprovalCardView {
  const name = businessName === null ? 'your business' : businessName;
  return {
    question: `Did I understand ${name} right?`,
    rows: [
      {
        label: 'What happens',
        value: 'I connect to Facebook with you and draft a campaign from this brief.',
      },
      { label: 'Most it can cost', value: 'Nothing. I ask again before any money is spent.' },
    ],
    approveLabel: "Looks good, let's launch",
    reasoning: null,
    ads: [],
  };
}
