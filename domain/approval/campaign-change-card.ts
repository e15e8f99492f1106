import { formatMoney } from '../money.ts';
import type { CampaignPlan } from '../plan/plan.ts';
import { linkHost } from '../plan/link.ts';
import { listWords, longDay, placesWords } from '../plan/words.ts';
import type { ApprovalCardView } from '../project/views.ts';
import type { Authority } from './approval.ts';
import { cardAd, limitWords, mostItCosts, untilWords, whoSeesIt } from './card.ts';

export type ChangeToShow = {
  /** As it runs now. */
  readonly before: CampaignPlan;
  readonly after: CampaignPlan;
  /** Keys of ads that are made for it. */
  readonly added: readonly string[];
  readonly replaced: readonly { readonly oldKey: string }[];
  /** What holds now, and what will. */
  readonly authorityBefore: Authority;
  readonly authority: Authority;
  /** What was spent before the first day that counts by the new amount, minor units. */
  readonly spentBeforeMinor: number;
  /** What Facebook itself stops at; null where no limit is set anew. */
  readonly spendCapMinor: number | null;
  readonly isPaused: boolean;
};

type Row = ApprovalCardView['rows'][number];

/** The card for a change of a running campaign. Written from the plans alone, so that words and deeds cannot differ. */
export function campaignChangeCard(change: ChangeToShow): ApprovalCardView {
  const { before, after, added, authority } = change;
  return {
    question: `Shall I change “${before.name}”: ${listWords(partsOf(change), 'and')}?`,
    rows: [
      { label: 'What happens', value: whatHappens(change) },
      { label: 'Most it can cost', value: mostWords(change) },
      { label: 'Until', value: untilWords(after) },
      ...(isSameAudience(before, after)
        ? []
        : [{ label: 'Who will see it', value: whoSeesIt(after) }]),
      { label: 'What happens next', value: nextWords(change) },
      ...learning(change),
      {
        label: 'How to stop',
        value: 'Press “Pause all ads” at any time. It works within a minute.',
      },
      {
        label: 'If you decline',
        value: change.isPaused
          ? 'Everything stays as you approved it, and your ads stay paused.'
          : 'Your ads run on as you approved them.',
      },
    ],
    approveLabel: buttonOf(change.authorityBefore, authority),
    reasoning: null,
    ads: after.adSets
      .flatMap(({ ads }) => ads)
      .filter(({ key }) => added.includes(key))
      .filter((ad, index, all) => all.findIndex((one) => one.headline === ad.headline) === index)
      .map((ad) => cardAd(after, { ad, isSpare: false, keys: [ad.key] })),
  };
}

/** "about £20 a day instead of £15": what the change comes to, each part in a few words. */
export function partsOf(
  change: Pick<ChangeToShow, 'before' | 'after' | 'added' | 'replaced'>,
): string[] {
  const { before, after, added, replaced } = change;
  const more = added.length - replaced.length;
  const firstNew = after.adSets.flatMap(({ ads }) => ads).find(({ key }) => added.includes(key));
  return [
    ...(after.dailyBudgetMinor === before.dailyBudgetMinor
      ? []
      : [`about ${money(after)} a day instead of ${money(before)}`]),
    ...(after.lastDay === undefined || after.lastDay === before.lastDay
      ? []
      : [`until ${longDay(after.lastDay)}`]),
    ...(isSameAudience(before, after) ? [] : [`shown ${placesOf(after)}`]),
    ...(replaced.length === 0
      ? []
      : [`leading to ${linkHost(firstNew?.linkUrl ?? null) ?? 'another page'}`]),
    ...(more > 0 ? ['with one more ad'] : []),
  ];
}

function money({ dailyBudgetMinor, currency }: CampaignPlan): string {
  return formatMoney({ minor: dailyBudgetMinor, currency });
}

function placesOf({ adSets }: CampaignPlan): string {
  const all = adSets.flatMap(({ audience }) => audience.places);
  const distinct = [...new Map(all.map((place) => [`${place.kind}:${place.key}`, place])).values()];
  return placesWords(distinct);
}

function isSameAudience(before: CampaignPlan, after: CampaignPlan): boolean {
  const people = ({ adSets }: CampaignPlan) =>
    JSON.stringify(adSets.map(({ audience }) => audience));
  return people(before) === people(after);
}

function whatHappens({ replaced, added, isPaused }: ChangeToShow): string {
  const makes =
    replaced.length > 0
      ? 'An ad at Facebook keeps its link for good. So I make each one anew, switch it on, and switch the old one off.'
      : added.length > 0
        ? 'I make the new ad with the picture of the first one and switch it on beside the others.'
        : 'I change the running campaign at Facebook and compare it with this card.';
  const rest = ' Your ads are paused, and they stay paused.';
  return isPaused ? makes + rest : makes;
}

function mostWords(change: ChangeToShow): string {
  const { after, authority, spentBeforeMinor, spendCapMinor } = change;
  const inMoney = (minor: number) => formatMoney({ minor, currency: authority.currency });
  const spent =
    spentBeforeMinor > 0 && authority.maxInTotalMinor !== undefined
      ? ` The total counts what was spent before, ${inMoney(spentBeforeMinor)}.`
      : '';
  const cap = spendCapMinor === null ? '' : ` Facebook itself stops at ${inMoney(spendCapMinor)}.`;
  return mostItCosts(after, authority) + spent + cap;
}

function nextWords({ added }: ChangeToShow): string {
  const undo =
    'For a short while after the click you can take it back; the card counts the seconds.';
  return added.length === 0
    ? `${undo} Then I make the change, and it holds within a minute or two.`
    : `${undo} Then I make it. Facebook checks a new ad first, mostly within a day.`;
}

/** Facebook starts to learn anew after some changes (meta.md 7). */
function learning(change: ChangeToShow): readonly Row[] {
  const { before, after, added } = change;
  if (added.length === 0 && isSameAudience(before, after)) return [];
  return [
    {
      label: 'Worth knowing',
      value: 'Facebook learns anew after this, so results can go up and down for about a week.',
    },
  ];
}

function buttonOf(before: Authority, after: Authority): string {
  const limit = limitWords(after).onButton;
  const isMore =
    after.dailyBudgetMinor > before.dailyBudgetMinor ||
    (after.maxInTotalMinor ?? Infinity) > (before.maxInTotalMinor ?? Infinity);
  return isMore ? `Approve and spend ${limit}` : `Approve the change, then ${limit}`;
}
