import { formatMoney } from '../money.ts';
import type { ApprovalCardView } from '../project/views.ts';
import { spendCapFor } from '../deployment/spend-cap.ts';
import { shownAds } from '../plan/ads.ts';
import { shortAudience } from '../plan/audience.ts';
import type { ShownAd } from '../plan/ads.ts';
import { linkHost } from '../plan/link.ts';
import type { CampaignPlan } from '../plan/plan.ts';
import { categoryConsequence, isSpecialAdCategory } from '../plan/special-category.ts';
import { buttonWords, listWords, longDay, questionWords } from '../plan/words.ts';
import type { Authority } from './approval.ts';

type Row = ApprovalCardView['rows'][number];
type Editable = NonNullable<ApprovalCardView['edit']>;

export type CardExtras = {
  /** The least the ad account asks for per audience, minor units; without it nothing can be changed on the card. */
  readonly minimumDailyMinor?: number;
  /** The least the ad account takes as a spending limit; null or absent where Facebook does not say. */
  readonly minimumSpendCapMinor?: number | null;
  /** Lines of the owner's own that Facebook is likely to refuse, as sentences. */
  readonly warnings?: readonly string[];
  /** Places that were named and that Facebook does not know. */
  readonly unknownPlaces?: readonly string[];
  /** The pictures show a photo that an image model made. */
  readonly hasMadePhoto?: boolean;
};

/** The approval card of a campaign plan. Written from the plan alone, so that words and deeds cannot differ. */
export function planCard(
  plan: CampaignPlan,
  authority: Authority,
  extras: CardExtras = {},
): ApprovalCardView {
  const limit = limitWords(authority);
  const { lastDay } = plan;
  const until = lastDay === undefined ? '' : ` until ${longDay(lastDay)}`;
  const warnings = extras.warnings ?? [];
  return {
    question: `Shall I run “${plan.name}” on Facebook${until}, for ${limit.inQuestion}?`,
    rows: [
      { label: 'What happens', value: whatHappens(plan) },
      ...(warnings.length === 0
        ? []
        : [
            {
              label: 'Facebook may object',
              value: `${warnings.join(' ')} You wrote it, so I leave it as it is.`,
            },
          ]),
      {
        label: 'Most it can cost',
        value: mostItCosts(plan, authority) + capWords(authority, extras),
      },
      { label: 'Until', value: untilWords(plan) },
      { label: 'Who will see it', value: whoSeesIt(plan) },
      ...leftOut(extras.unknownPlaces ?? []),
      ...specialRules(plan),
      ...namesShown(plan),
      ...(extras.hasMadePhoto === true ? [{ label: 'Pictures', value: MADE_PHOTO }] : []),
      { label: 'What to expect', value: expectation(plan) },
      { label: 'What happens next', value: WHAT_NEXT },
      { label: 'What I may change without asking', value: mayChange(plan) },
      {
        label: 'How to stop',
        value: 'Press “Pause all ads” at any time. It works within a minute.',
      },
    ],
    approveLabel: `Approve and spend ${limit.onButton}`,
    reasoning: plan.reasoning,
    ...editable(plan, extras),
    ads: shownAds(plan).map((shown) => cardAd(plan, shown)),
  };
}

const MADE_PHOTO =
  'The photo in them was made by an image model from your description; it is not your own. You can put a picture of yours in its place.';

const WHAT_NEXT =
  'For a short while after the click you can take it back; the card counts the seconds. Then I build everything switched off, compare it with this card, and switch it on. I tell you here when Facebook has checked your ads.';

/** Week and total with their amounts; a run too short for a whole week has a total only. */
export function limitWords(authority: Authority): { inQuestion: string; onButton: string } {
  const { maxPerWeekMinor, maxInTotalMinor } = authority;
  const week = money(maxPerWeekMinor, authority);
  if (maxInTotalMinor === undefined) {
    return { inQuestion: `up to ${week} a week`, onButton: `up to ${week} a week` };
  }
  const total = money(maxInTotalMinor, authority);
  if (maxInTotalMinor <= maxPerWeekMinor) {
    return { inQuestion: `up to ${total} in total`, onButton: `up to ${total} in total` };
  }
  return {
    inQuestion: `up to ${week} a week and ${total} in total`,
    onButton: `up to ${week} a week, ${total} in total`,
  };
}

export function mostItCosts(
  plan: Pick<CampaignPlan, 'dailyBudgetMinor'>,
  authority: Authority,
): string {
  const { maxPerDayMinor, maxPerWeekMinor, maxInTotalMinor } = authority;
  const average = `About ${money(plan.dailyBudgetMinor, authority)} a day on average.`;
  const day = `Facebook may spend up to ${money(maxPerDayMinor, authority)} on a single day`;
  const week = `never more than ${money(maxPerWeekMinor, authority)} in a week from Sunday to Saturday`;
  if (maxInTotalMinor === undefined) return `${average} ${day}, but ${week}.`;
  const total = `never more than ${money(maxInTotalMinor, authority)} in total`;
  return maxInTotalMinor <= maxPerWeekMinor
    ? `${average} ${day}, but ${total}.`
    : `${average} ${day}, but ${week}, and ${total}.`;
}

/** Where the account lets Facebook itself hold the total; elsewhere the end date and the daily amount do. */
function capWords(authority: Authority, { minimumSpendCapMinor = null }: CardExtras): string {
  const cap = spendCapFor(authority, minimumSpendCapMinor);
  return cap === null ? '' : ` Facebook itself stops at ${money(cap, authority)}.`;
}

export function untilWords({ lastDay, timezone }: CampaignPlan): string {
  if (lastDay === undefined) return 'You pause it; it has no end date';
  return `${longDay(lastDay)}, end of the day by your ad account’s clock (${zoneName(timezone)}). After that nothing runs and nothing is spent.`;
}

/** "London time" for "Europe/London". */
function zoneName(timezone: string | undefined): string {
  const place = timezone?.split('/').at(-1)?.replaceAll('_', ' ');
  return place === undefined || place === 'UTC' ? 'UTC' : `${place} time`;
}

function whatHappens(plan: CampaignPlan): string {
  const shown = shownAds(plan);
  const running = shown.filter(({ isSpare }) => !isSpare).length;
  const spares = shown.length - running;
  const audiences = plan.adSets.length;
  const what = running === 1 ? 'one ad' : `${running} ads`;
  const each = audiences === 1 ? '' : ` for each of ${audiences} audiences`;
  const it = running === 1 && audiences === 1 ? 'it' : 'them';
  const parts = [
    `I create ${what} for ${plan.pageName} on Facebook${each} and switch ${it} on. Facebook checks every ad first, mostly within a day.`,
    formWords(plan),
    spares === 0
      ? null
      : `${spares === 1 ? 'One spare ad is' : `${spares} spare ads are`} prepared as well and not shown.`,
    plan.recipe.fallbackNote,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

function formWords({ leadForm }: CampaignPlan): string | null {
  if (leadForm === undefined || leadForm === null) return null;
  const policy = linkHost(leadForm.privacyPolicyUrl) ?? leadForm.privacyPolicyUrl;
  return `The button opens a form on Facebook. It asks for ${questionWords(leadForm.questions)} and leads to your privacy policy on ${policy}.`;
}

export function whoSeesIt(plan: CampaignPlan): string {
  return plan.adSets
    .map(({ audience, dailyBudgetMinor }) =>
      dailyBudgetMinor === undefined || dailyBudgetMinor === null
        ? audience.inWords
        : `${audience.inWords}: about ${money(dailyBudgetMinor, plan)} a day`,
    )
    .join('; ');
}

function leftOut(places: readonly string[]): readonly Row[] {
  if (places.length === 0) return [];
  const names = listWords(
    places.map((place) => `“${place}”`),
    'and',
  );
  const value = `Facebook does not know ${names}, so the ads are not shown there. You can name it differently under “Change something”.`;
  return [{ label: 'Left out', value }];
}

function specialRules({ specialAdCategories }: CampaignPlan): readonly Row[] {
  const known = specialAdCategories.filter(isSpecialAdCategory);
  return known.map((category) => ({
    label: 'Special rules',
    value: categoryConsequence(category),
  }));
}

function namesShown({ dsa }: CampaignPlan): readonly Row[] {
  if (dsa === null) return [];
  const value = `Facebook shows “${dsa.beneficiary}” as advertiser and “${dsa.payor}” as payer, as EU law asks.`;
  return [{ label: 'Names shown in the EU', value }];
}

function expectation({ forecast }: CampaignPlan): string {
  if (forecast === null) {
    return 'Too early to tell. After the first weeks I can say it from your own numbers.';
  }
  const { low, high, what, basis } = forecast;
  const figures = new Intl.NumberFormat('en-GB');
  return `${figures.format(low)} to ${figures.format(high)} ${what} a week: ${basis}`;
}

function mayChange({ endsAt }: CampaignPlan): string {
  const things = ['switch off single ads'];
  // Facebook gets the end in steps, so that ads stop by themselves should I ever fall silent.
  if (endsAt !== undefined)
    things.push('prolong the running time step by step, up to the end above');
  return `I may ${listWords(things, 'and')}. For more money, a later end, other people, other words or other pictures I ask you first.`;
}

function editable(
  plan: CampaignPlan,
  { minimumDailyMinor, minimumSpendCapMinor = null }: CardExtras,
): Pick<ApprovalCardView, 'edit'> {
  const { lastDay, currency, dailyBudgetMinor, adSets } = plan;
  if (minimumDailyMinor === undefined || lastDay === undefined) return {};
  const names = adSets.flatMap(({ audience }) => audience.places.map(({ name }) => name));
  return {
    edit: {
      dailyBudgetMinor,
      minimumDailyMinor: Math.max(1, minimumDailyMinor) * adSets.length,
      ...(minimumSpendCapMinor === null ? {} : { minimumSpendCapMinor }),
      currency,
      lastDay,
      places: [...new Set(names)],
      ...audienceParts(plan),
    },
  };
}

/** Only where each of several audiences has an amount of its own. */
function audienceParts({ adSets }: CampaignPlan): Pick<Editable, 'audiences'> {
  const audiences = adSets.flatMap(({ key, audience, dailyBudgetMinor = null }) =>
    dailyBudgetMinor === null ? [] : [{ key, name: shortAudience(audience), dailyBudgetMinor }],
  );
  return audiences.length < 2 ? {} : { audiences };
}

export function cardAd(
  plan: CampaignPlan,
  { ad, isSpare }: ShownAd,
): ApprovalCardView['ads'][number] {
  return {
    key: ad.key,
    ...(isSpare ? { spare: true } : {}),
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
