import type { Brief } from '../brief/brief.ts';
import type { CurrencyCode } from '../money.ts';
import { forecastFor } from './forecast.ts';
import { taggedLink } from './link.ts';
import type {
  CallToAction,
  CampaignPlan,
  PlannedAd,
  PlannedAudience,
  PlannedInterest,
  PlannedPlace,
  Recipe,
} from './plan.ts';
import type { PlanProblemCode } from './problems.ts';
import { TEXT_LIMITS } from './proposal.ts';
import type { ProposedAdWords, ProposedCampaign } from './proposal.ts';
import { chooseRecipe } from './recipe.ts';
import type { Measuring } from './recipe.ts';
import { needsDsa } from './regions.ts';
import { audienceWords } from './words.ts';

export type PlanAccount = {
  /** With the act_ prefix. */
  readonly id: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly dsaBeneficiary: string | null;
  readonly dsaPayor: string | null;
};

export type PlanInput = {
  readonly proposal: ProposedCampaign;
  readonly brief: Brief;
  readonly account: PlanAccount;
  readonly page: { readonly id: string; readonly name: string };
  readonly measuring: Measuring;
  readonly dailyBudgetMinor: number;
  /** Looked up at Meta; keys, never names, are what is sent. */
  readonly places: readonly PlannedPlace[];
  readonly interests: readonly PlannedInterest[];
  /** One picture per proposed ad, in the same order. */
  readonly images: readonly { readonly assetId: string; readonly sha256: string }[];
};

export type PlanOutcome =
  | { readonly ok: true; readonly plan: CampaignPlan }
  | { readonly ok: false; readonly problem: PlanProblemCode };

/** Broader groups learn faster and cost less; narrower ones than this barely deliver on a small budget. */
const YOUNGEST = 18;
const OLDEST = 65;

/**
 * Turns words of the model and facts of the account into the exact campaign. Amounts, accounts, addresses and ids come
 * from the brief and from Meta, never from the proposal.
 */
export function compilePlan(input: PlanInput): PlanOutcome {
  const { proposal, brief, account, page, dailyBudgetMinor } = input;
  if (input.places.length === 0) return refuse('plan.place_not_found');
  const { recipe, destination } = chooseRecipe(brief, input.measuring, page.id);
  if (destination === null) return refuse('plan.website_missing');
  const name = proposal.campaignName.trim();
  const ads: PlannedAd[] = [];
  for (const [index, words] of proposal.ads.entries()) {
    const key = `a${index + 1}`;
    const image = input.images[index];
    const linkUrl = taggedLink(destination, { campaign: name, ad: key });
    if (image === undefined) return refuse('plan.picture_failed');
    if (linkUrl === null) return refuse('plan.website_missing');
    if (!fits(words)) return refuse('plan.text_too_long');
    const { primaryText, headline, description } = words;
    const callToAction = buttonFor(words, recipe);
    ads.push({ key, primaryText, headline, description, callToAction, linkUrl, image });
  }
  const audience = compileAudience(input);
  const plan: CampaignPlan = {
    v: 1,
    name,
    recipe,
    currency: account.currency,
    dailyBudgetMinor,
    adAccountId: account.id,
    pageId: page.id,
    pageName: page.name,
    specialAdCategories: [],
    dsa: dsaFor(audience.places, input),
    adSets: [{ key: 's1', name: shortAudience(audience), audience, ads }],
    forecast: forecastFor(recipe, { dailyBudgetMinor, currency: account.currency }),
    reasoning: proposal.reasoning,
  };
  return { ok: true, plan };
}

function refuse(problem: PlanProblemCode): PlanOutcome {
  return { ok: false, problem };
}

/** A store's button belongs to an app's ad and to no other. */
function buttonFor(words: ProposedAdWords, recipe: Recipe): CallToAction {
  if (recipe.optimizationGoal === 'APP_INSTALLS') return 'INSTALL_MOBILE_APP';
  return words.callToAction === 'INSTALL_MOBILE_APP' ? 'LEARN_MORE' : words.callToAction;
}

function fits(words: ProposedAdWords): boolean {
  const within = (text: string, most: number) => text.trim().length > 0 && text.length <= most;
  return (
    within(words.primaryText, TEXT_LIMITS.primaryText) &&
    within(words.headline, TEXT_LIMITS.headline) &&
    words.description.length <= TEXT_LIMITS.description
  );
}

function compileAudience({ proposal, places, interests }: PlanInput): PlannedAudience {
  const { ageMin, ageMax, gender } = proposal.audience;
  const low = clamp(Math.min(ageMin, ageMax));
  const high = clamp(Math.max(ageMin, ageMax));
  const parts = {
    places: withoutOverlap(places),
    ageMin: low,
    ageMax: high,
    gender,
    interests: distinct(interests),
  };
  return { ...parts, inWords: audienceWords(parts) };
}

function clamp(age: number): number {
  return Math.min(OLDEST, Math.max(YOUNGEST, Math.round(age)));
}

/** Meta refuses a city or region inside a country that is targeted as a whole. */
function withoutOverlap(places: readonly PlannedPlace[]): readonly PlannedPlace[] {
  const countries = new Set(
    places.filter((place) => place.kind === 'country').map((place) => place.countryCode),
  );
  const seen = new Set<string>();
  return places.filter((place) => {
    const id = `${place.kind}:${place.key}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return place.kind === 'country' || !countries.has(place.countryCode);
  });
}

function distinct(interests: readonly PlannedInterest[]): readonly PlannedInterest[] {
  return [...new Map(interests.map((interest) => [interest.id, interest])).values()];
}

/** The account's own legal names where it has them; else the name of the business itself. */
function dsaFor(places: readonly PlannedPlace[], input: PlanInput): CampaignPlan['dsa'] {
  if (!needsDsa(places.map((place) => place.countryCode))) return null;
  const own = input.brief.businessName ?? input.page.name;
  return {
    beneficiary: input.account.dsaBeneficiary ?? own,
    payor: input.account.dsaPayor ?? own,
  };
}

/** "Leeds, 25 to 54": tells audiences apart in lists and in Ads Manager. */
function shortAudience({ places, ageMin, ageMax }: PlannedAudience): string {
  const ages = ageMax === OLDEST ? `${ageMin} and over` : `${ageMin} to ${ageMax}`;
  const where = places.map((place) => place.name.split(',')[0] ?? place.name).join(', ');
  return `${where.slice(0, 60)}, ${ages}`;
}
