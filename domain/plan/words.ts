import type { CallToAction, PlannedAudience, PlannedPlace, Recipe } from './plan.ts';

const BUTTONS: Readonly<Record<CallToAction, string>> = {
  LEARN_MORE: 'Learn more',
  SHOP_NOW: 'Shop now',
  SIGN_UP: 'Sign up',
  GET_QUOTE: 'Get quote',
  BOOK_NOW: 'Book now',
  CONTACT_US: 'Contact us',
  INSTALL_MOBILE_APP: 'Install now',
};

/** The button as people see it on Facebook. */
export function buttonWords(action: CallToAction): string {
  return BUTTONS[action];
}

/** What is counted as a result, as a plain plural noun. */
export function resultNoun(recipe: Pick<Recipe, 'optimizationGoal' | 'goal'>): string {
  switch (recipe.optimizationGoal) {
    case 'LINK_CLICKS':
      return 'clicks on the link';
    case 'LANDING_PAGE_VIEWS':
      return 'website visits';
    case 'LEAD_GENERATION':
      return 'enquiries';
    case 'OFFSITE_CONVERSIONS':
      return recipe.goal === 'SALES' ? 'purchases' : 'enquiries';
    case 'APP_INSTALLS':
      return 'app installs';
    default:
      return recipe.optimizationGoal;
  }
}

const SINGULAR: Readonly<Record<string, string>> = {
  'clicks on the link': 'click on the link',
  'website visits': 'website visit',
  enquiries: 'enquiry',
  purchases: 'purchase',
  'app installs': 'app install',
};

/** The noun that fits a count: "1 website visit", "2 website visits". */
export function nounFor(count: number, plural: string): string {
  return count === 1 ? (SINGULAR[plural] ?? plural) : plural;
}

/** The audience in one sentence without a full stop: "Women from 25 to 54 around Leeds who like baking". */
export function audienceWords(
  audience: Omit<PlannedAudience, 'inWords'> & { readonly places: readonly PlannedPlace[] },
): string {
  const who = { all: 'People', women: 'Women', men: 'Men' }[audience.gender];
  const interests = audience.interests.map((interest) => interest.name);
  const likes =
    interests.length === 0 ? '' : `, shown to those interested in ${listWords(interests, 'or')}`;
  return `${who} ${agesWords(audience)} ${placesWords(audience.places)}${likes}`;
}

function agesWords({ ageMin, ageMax }: { ageMin: number; ageMax: number }): string {
  if (ageMax < 65) return `from ${ageMin} to ${ageMax}`;
  return `aged ${ageMin} and over`;
}

function placesWords(places: readonly PlannedPlace[]): string {
  const cities = places.filter((place) => place.kind === 'city');
  const areas = places.filter((place) => place.kind !== 'city');
  const around = cities.map((city) => `${city.name} (up to ${city.radiusKm ?? 0} km around)`);
  const parts = [
    ...(around.length > 0 ? [`near ${listWords(around, 'and')}`] : []),
    ...(areas.length > 0
      ? [
          `in ${listWords(
            areas.map((area) => area.name),
            'and',
          )}`,
        ]
      : []),
  ];
  return parts.join(' and ');
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[], joiner: 'and' | 'or'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1) ?? ''}`;
}
