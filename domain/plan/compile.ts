import type { Brief } from '../brief/brief.ts';
import type { CurrencyCode } from '../money.ts';
import { addDays, endOfDay } from '../monitoring/calendar.ts';
import { faceOf } from './ads.ts';
import { countriesOf, fundAudiences, shortAudience } from './audience.ts';
import type { FoundAudience } from './audience.ts';
import { forecastFor } from './forecast.ts';
import type { OwnHistory } from './forecast.ts';
import { taggedLink } from './link.ts';
import type {
  CallToAction,
  CampaignPlan,
  PlannedAd,
  PlannedAdSet,
  PlannedLeadForm,
  Recipe,
  SpecialAdCategory,
} from './plan.ts';
import type { PlanProblemCode } from './problems.ts';
import { TEXT_LIMITS } from './proposal.ts';
import type { ProposedAdWords, ProposedCampaign } from './proposal.ts';
import { chooseRecipe } from './recipe.ts';
import type { Measuring } from './recipe.ts';
import { needsDsa } from './regions.ts';

export type PlanAccount = {
  /** With the act_ prefix. */
  readonly id: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly dsaBeneficiary: string | null;
  readonly dsaPayor: string | null;
};

type PlannedImage = { readonly assetId: string; readonly sha256: string };

export type PlanInput = {
  readonly proposal: ProposedCampaign;
  readonly brief: Brief;
  readonly account: PlanAccount;
  readonly page: { readonly id: string; readonly name: string };
  readonly measuring: Measuring;
  readonly dailyBudgetMinor: number;
  /** The least the account asks for per audience, minor units. */
  readonly minimumDailyMinor: number;
  /** Places and interests looked up at Meta, one entry per proposed audience. */
  readonly found: readonly FoundAudience[];
  /** One picture per proposed ad and then per spare ad, in the same order. */
  readonly images: readonly PlannedImage[];
  /** The day of planning (YYYY-MM-DD) on the account's calendar. */
  readonly today: string;
  readonly timezone: string;
  /** What the person said to the question about special rules. */
  readonly category: SpecialAdCategory | null;
  /** Lets enquiries be taken by a form on Facebook. */
  readonly privacyPolicyUrl: string | null;
  readonly history: OwnHistory | null;
};

export type PlanOutcome =
  | { readonly ok: true; readonly plan: CampaignPlan }
  | { readonly ok: false; readonly problem: PlanProblemCode };

/** A plan runs for thirty days, the day of planning included, unless the person changes it. */
export const DEFAULT_DAYS = 30;
const MOST_SPARES = 2;

/**
 * Turns words of the model and facts of the account into the exact campaign. Amounts, accounts, addresses and ids come
 * from the brief and from Meta, never from the proposal.
 */
export function compilePlan(input: PlanInput): PlanOutcome {
  const { proposal, brief, account, page, dailyBudgetMinor, category, timezone } = input;
  const audiences = fundAudiences({ ...input, proposed: proposal.audiences });
  if (audiences.length === 0) return refuse('plan.place_not_found');
  const mayUseForm = input.privacyPolicyUrl !== null;
  const choice = chooseRecipe(brief, input.measuring, { pageId: page.id, mayUseForm });
  if (choice.destination === null && !choice.byForm) return refuse('plan.website_missing');
  const countries = countriesOf(audiences);
  if (category === 'ISSUES_ELECTIONS_POLITICS' && needsDsa(countries)) {
    return refuse('plan.politics_in_eu');
  }
  const name = proposal.campaignName.trim();
  const { recipe, destination } = choice;
  const adSets: PlannedAdSet[] = [];
  for (const [index, { audience, dailyBudgetMinor: part }] of audiences.entries()) {
    const made = compileAds(input, { recipe, destination, name, setIndex: index });
    if (typeof made === 'string') return refuse(made);
    const key = `s${index + 1}`;
    adSets.push({ key, name: shortAudience(audience), audience, dailyBudgetMinor: part, ...made });
  }
  const lastDay = addDays(input.today, DEFAULT_DAYS - 1);
  const plan: CampaignPlan = {
    v: 2,
    name,
    recipe,
    currency: account.currency,
    dailyBudgetMinor,
    adAccountId: account.id,
    pageId: page.id,
    pageName: page.name,
    endsAt: endOfDay(lastDay, timezone),
    lastDay,
    timezone,
    leadForm: choice.byForm ? leadFormFrom(input, name) : null,
    specialAdCategories: category === null ? [] : [category],
    specialAdCategoryCountries: category === null ? [] : countries,
    dsa: dsaFor(countries, input),
    adSets,
    forecast: forecastFor(recipe, { dailyBudgetMinor, currency: account.currency }, input.history),
    reasoning: proposal.reasoning,
  };
  return { ok: true, plan };
}

function refuse(problem: PlanProblemCode): PlanOutcome {
  return { ok: false, problem };
}

type AdPlace = {
  readonly recipe: Recipe;
  readonly destination: string | null;
  readonly name: string;
  readonly setIndex: number;
};

/** The same ads for every audience, under keys of their own: each has its own link, numbers and review. */
function compileAds(
  { proposal, images }: PlanInput,
  place: AdPlace,
): { ads: readonly PlannedAd[]; spares: readonly PlannedAd[] } | PlanProblemCode {
  const spareWords = proposal.spareAds.slice(0, MOST_SPARES);
  const made: { readonly ad: PlannedAd; readonly isSpare: boolean }[] = [];
  const seen = new Set<string>();
  for (const [index, words] of [...proposal.ads, ...spareWords].entries()) {
    const isSpare = index >= proposal.ads.length;
    const within = isSpare ? index - proposal.ads.length : index;
    const perSet = isSpare ? spareWords.length : proposal.ads.length;
    const key = `${isSpare ? 'r' : 'a'}${place.setIndex * perSet + within + 1}`;
    const image = images[index];
    if (image === undefined) return 'plan.picture_failed';
    if (!fits(words)) return 'plan.text_too_long';
    const { destination, name } = place;
    const linkUrl =
      destination === null ? null : taggedLink(destination, { campaign: name, ad: key });
    if (destination !== null && linkUrl === null) return 'plan.website_missing';
    const { primaryText, headline, description } = words;
    const callToAction = buttonFor(words.callToAction, place.recipe);
    const ad = { key, primaryText, headline, description, callToAction, linkUrl, image };
    // The same ad proposed twice would be shown once on the card and built twice.
    const face = faceOf(ad);
    if (seen.has(face)) continue;
    seen.add(face);
    made.push({ ad, isSpare });
  }
  const only = (spare: boolean) =>
    made.filter(({ isSpare }) => isSpare === spare).map(({ ad }) => ad);
  return { ads: only(false), spares: only(true) };
}

const FORM_BUTTONS: readonly CallToAction[] = ['GET_QUOTE', 'LEARN_MORE', 'SIGN_UP'];

/** A store's button belongs to an app's ad and to no other; a form knows few buttons. */
export function buttonFor(wanted: CallToAction, recipe: Recipe): CallToAction {
  if (recipe.optimizationGoal === 'APP_INSTALLS') return 'INSTALL_MOBILE_APP';
  if (recipe.destinationType === 'ON_AD') return FORM_BUTTONS.includes(wanted) ? wanted : 'SIGN_UP';
  return wanted === 'INSTALL_MOBILE_APP' ? 'LEARN_MORE' : wanted;
}

function fits(words: ProposedAdWords): boolean {
  const within = (text: string, most: number) => text.trim().length > 0 && text.length <= most;
  return (
    within(words.primaryText, TEXT_LIMITS.primaryText) &&
    within(words.headline, TEXT_LIMITS.headline) &&
    words.description.length <= TEXT_LIMITS.description
  );
}

const LONGEST_THANKS = 200;

function leadFormFrom(input: PlanInput, name: string): PlannedLeadForm {
  const { leadForm } = input.proposal;
  const questions = [...new Set(leadForm?.questions ?? [])];
  const business = input.brief.businessName ?? input.page.name;
  const thanks = leadForm?.thanks.trim() ?? '';
  return {
    name,
    // Without a way to answer, an enquiry is worth nothing.
    questions: questions.some((one) => one === 'EMAIL' || one === 'PHONE')
      ? questions
      : ['FULL_NAME', 'EMAIL', 'PHONE'],
    privacyPolicyUrl: input.privacyPolicyUrl ?? '',
    thanks:
      thanks === ''
        ? `Thank you. ${business} will answer you soon.`
        : thanks.slice(0, LONGEST_THANKS),
  };
}

/** The account's own legal names where it has them; else the name of the business itself. */
function dsaFor(countries: readonly string[], input: PlanInput): CampaignPlan['dsa'] {
  if (!needsDsa(countries)) return null;
  const own = input.brief.businessName ?? input.page.name;
  return {
    beneficiary: input.account.dsaBeneficiary ?? own,
    payor: input.account.dsaPayor ?? own,
  };
}
