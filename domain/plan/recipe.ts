import type { Brief } from '../brief/brief.ts';
import type { Recipe } from './plan.ts';

/** What the ad account can measure and use. */
export type Measuring = {
  readonly pixelId: string | null;
  /** Apps this account may advertise, each with its store pages. */
  readonly apps: readonly { readonly id: string; readonly storeUrls: readonly string[] }[];
};

export type RecipeChoice = {
  readonly recipe: Recipe;
  /** Where the ads lead; null when the goal needs a website and there is none, and for a form on Facebook. */
  readonly destination: string | null;
  /** Enquiries are taken by a form that opens on Facebook itself. */
  readonly byForm: boolean;
};

const NO_PIXEL_SALES =
  'Your website does not report purchases to Facebook yet, so I cannot aim at buyers. I aim at visits to your website instead.';
const NO_PIXEL_LEADS =
  'Your website does not tell Facebook yet who got in touch. A form on Facebook needs a privacy policy. So I cannot aim at enquiries. I aim at visits to your website instead.';
const NO_WEBSITE_LEADS =
  'You have no website, and a form on Facebook needs a privacy policy. So the ads lead to your Facebook Page, where people can write to you. Facebook does not tell me who writes, so I aim at visits to your Page.';
const APP_NOT_REGISTERED =
  'Your app is not linked to this ad account at Facebook, so installs cannot be counted. I aim at visits to its store page instead.';

/**
 * What Meta is told to optimise for, by goal and by what can be measured (campaign reference and objective table,
 * 2026-09-12). Where the wanted goal cannot be measured the choice falls back to visits and says so in words.
 */
export function chooseRecipe(
  brief: Pick<Brief, 'goal' | 'websiteUrl'>,
  measuring: Measuring,
  { pageId, mayUseForm }: { readonly pageId: string; readonly mayUseForm: boolean },
): RecipeChoice {
  const { goal, websiteUrl } = brief;
  switch (goal) {
    case 'TRAFFIC':
      return { recipe: visits(goal, measuring, null), destination: websiteUrl, byForm: false };
    case 'SALES':
      return {
        recipe:
          measuring.pixelId === null
            ? visits(goal, measuring, NO_PIXEL_SALES)
            : onWebsite(goal, 'OUTCOME_SALES', measuring.pixelId, 'PURCHASE'),
        destination: websiteUrl,
        byForm: false,
      };
    case 'LEADS':
      if (mayUseForm && wantsForm(brief, measuring)) return form(pageId);
      return websiteUrl === null ? onPage(pageId) : leads(websiteUrl, measuring);
    case 'APP_INSTALLS':
      return installs(websiteUrl, measuring);
    default:
      return goal;
  }
}

/** Enquiries that no website reports are best taken by a form on Facebook, which needs a privacy policy. */
export function wantsForm(
  { goal, websiteUrl }: Pick<Brief, 'goal' | 'websiteUrl'>,
  { pixelId }: Pick<Measuring, 'pixelId'>,
): boolean {
  return goal === 'LEADS' && (websiteUrl === null || pixelId === null);
}

function form(pageId: string): RecipeChoice {
  const recipe: Recipe = {
    goal: 'LEADS',
    objective: 'OUTCOME_LEADS',
    destinationType: 'ON_AD',
    optimizationGoal: 'LEAD_GENERATION',
    promotedObject: { page_id: pageId },
    fallbackNote: null,
  };
  return { recipe, destination: null, byForm: true };
}

function onPage(pageId: string): RecipeChoice {
  const recipe = visits('LEADS', { pixelId: null, apps: [] }, NO_WEBSITE_LEADS);
  return { recipe, destination: `https://www.facebook.com/${pageId}`, byForm: false };
}

function leads(websiteUrl: string, measuring: Measuring): RecipeChoice {
  const recipe =
    measuring.pixelId === null
      ? visits('LEADS', measuring, NO_PIXEL_LEADS)
      : onWebsite('LEADS', 'OUTCOME_LEADS', measuring.pixelId, 'LEAD');
  return { recipe, destination: websiteUrl, byForm: false };
}

function installs(storeUrl: string | null, measuring: Measuring): RecipeChoice {
  const app = measuring.apps.find((one) => storeUrl !== null && one.storeUrls.includes(storeUrl));
  // Apple devices need a campaign of another shape (SKAdNetwork), which is not offered here.
  if (app === undefined || storeUrl === null || storeSystem(storeUrl) !== 'Android') {
    return {
      recipe: visits('APP_INSTALLS', { pixelId: null, apps: [] }, APP_NOT_REGISTERED),
      destination: storeUrl,
      byForm: false,
    };
  }
  return {
    recipe: {
      goal: 'APP_INSTALLS',
      objective: 'OUTCOME_APP_PROMOTION',
      destinationType: null,
      optimizationGoal: 'APP_INSTALLS',
      promotedObject: { application_id: app.id, object_store_url: storeUrl },
      fallbackNote: null,
    },
    destination: storeUrl,
    byForm: false,
  };
}

/** Which phones a store page is for; the audience must match it. */
export function storeSystem(storeUrl: string): 'Android' | 'iOS' | null {
  if (!URL.canParse(storeUrl)) return null;
  const host = new URL(storeUrl).hostname;
  if (host === 'play.google.com') return 'Android';
  return host === 'apps.apple.com' || host === 'itunes.apple.com' ? 'iOS' : null;
}

/** With a pixel Facebook can tell a loaded page from a mere tap. */
function visits(goal: Recipe['goal'], measuring: Measuring, fallbackNote: string | null): Recipe {
  return {
    goal,
    objective: 'OUTCOME_TRAFFIC',
    destinationType: 'WEBSITE',
    optimizationGoal: measuring.pixelId === null ? 'LINK_CLICKS' : 'LANDING_PAGE_VIEWS',
    promotedObject: null,
    fallbackNote,
  };
}

function onWebsite(
  goal: Recipe['goal'],
  objective: Recipe['objective'],
  pixelId: string,
  event: 'PURCHASE' | 'LEAD',
): Recipe {
  return {
    goal,
    objective,
    destinationType: 'WEBSITE',
    optimizationGoal: 'OFFSITE_CONVERSIONS',
    promotedObject: { pixel_id: pixelId, custom_event_type: event },
    fallbackNote: null,
  };
}
