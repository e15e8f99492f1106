import type { CallToAction, LeadQuestion, PlannedAudience, PlannedPlace, Recipe } from './plan.ts';

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
  const interests = interestWords(audience);
  const likes = interests === '' ? '' : `, shown to those interested in ${interests}`;
  return `${peopleWords(audience)} ${placesWords(audience.places)}${likes}`;
}

/** "Women from 25 to 54". */
export function peopleWords(
  audience: Pick<PlannedAudience, 'gender' | 'ageMin' | 'ageMax'>,
): string {
  const who = { all: 'People', women: 'Women', men: 'Men' }[audience.gender];
  return `${who} ${agesWords(audience)}`;
}

/** "Baking or Coffee"; empty when interests do not matter. */
export function interestWords({ interests }: Pick<PlannedAudience, 'interests'>): string {
  return listWords(
    interests.map(({ name }) => name),
    'or',
  );
}

function agesWords({ ageMin, ageMax }: { ageMin: number; ageMax: number }): string {
  if (ageMax < 65) return `from ${ageMin} to ${ageMax}`;
  return `aged ${ageMin} and over`;
}

/** "near Leeds, United Kingdom (up to 25 km around)". */
export function placesWords(places: readonly PlannedPlace[]): string {
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

const QUESTIONS: Readonly<Record<LeadQuestion, string>> = {
  FULL_NAME: 'name',
  EMAIL: 'e-mail address',
  PHONE: 'phone number',
  CITY: 'town',
};

/** "name, e-mail address and phone number". */
export function questionWords(questions: readonly LeadQuestion[]): string {
  return listWords(
    questions.map((question) => QUESTIONS[question]),
    'and',
  );
}

/** "Wednesday 1 April 2026" for a calendar day (YYYY-MM-DD). */
export function longDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(Date.parse(`${day}T00:00:00Z`))
    .replace(',', '');
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[], joiner: 'and' | 'or'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1) ?? ''}`;
}
