import type { PlannedAudience, PlannedInterest, PlannedPlace, SpecialAdCategory } from './plan.ts';
import type { ProposedAudience } from './proposal.ts';
import { splitBudget } from './shares.ts';
import { isRestricted, widened } from './special-category.ts';
import { audienceWords } from './words.ts';

/** What was found at Meta for one proposed audience; keys, never names, are what is sent. */
export type FoundAudience = {
  readonly places: readonly PlannedPlace[];
  readonly interests: readonly PlannedInterest[];
};

/** An audience with its part of the daily budget; null while there is only one. */
export type FundedAudience = {
  readonly audience: PlannedAudience;
  readonly dailyBudgetMinor: number | null;
};

const YOUNGEST = 18;
const OLDEST = 65;

type Weighted = { readonly audience: PlannedAudience; readonly share: number };

export type AudienceInput = {
  readonly proposed: readonly ProposedAudience[];
  /** In the order of `proposed`. */
  readonly found: readonly FoundAudience[];
  readonly category: SpecialAdCategory | null;
  readonly dailyBudgetMinor: number;
  readonly minimumDailyMinor: number;
};

/**
 * The audiences of a plan with their shares. Those without a place fall away, equal ones become one, and where the
 * budget does not reach for all of them the last ones are joined: nobody who was asked for is left out.
 */
export function fundAudiences(input: AudienceInput): readonly FundedAudience[] {
  const { proposed, found, category } = input;
  const wanted = proposed.flatMap((one, index): Weighted[] => {
    const places = found[index]?.places ?? [];
    if (places.length === 0) return [];
    const interests = found[index]?.interests ?? [];
    return [
      { audience: planAudience({ ...one, places, interests }, category), share: one.sharePercent },
    ];
  });
  return fund(distinctAudiences(wanted), input);
}

function fund(
  wanted: readonly Weighted[],
  input: Pick<AudienceInput, 'category' | 'dailyBudgetMinor' | 'minimumDailyMinor'>,
): readonly FundedAudience[] {
  const [first] = wanted;
  if (first === undefined) return [];
  if (wanted.length === 1) return [{ audience: first.audience, dailyBudgetMinor: null }];
  const shares = wanted.map(({ share }) => share);
  const parts = splitBudget(input.dailyBudgetMinor, shares, input.minimumDailyMinor);
  if (parts === null) return fund(joinLast(wanted, input.category), input);
  return wanted.map(({ audience }, index) => ({
    audience,
    dailyBudgetMinor: parts[index] ?? null,
  }));
}

function joinLast(
  wanted: readonly Weighted[],
  category: SpecialAdCategory | null,
): readonly Weighted[] {
  const [last, before] = [wanted.at(-1), wanted.at(-2)];
  if (last === undefined || before === undefined) return wanted;
  const [one, two] = [before.audience, last.audience];
  const joined = planAudience(
    {
      places: [...one.places, ...two.places],
      interests: [...one.interests, ...two.interests],
      ageMin: Math.min(one.ageMin, two.ageMin),
      ageMax: Math.max(one.ageMax, two.ageMax),
      gender: one.gender === two.gender ? one.gender : 'all',
    },
    category,
  );
  return [...wanted.slice(0, -2), { audience: joined, share: before.share + last.share }];
}

/** Two audiences of the same people would bid against each other. */
function distinctAudiences(wanted: readonly Weighted[]): readonly Weighted[] {
  const seen = new Map<string, Weighted>();
  for (const one of wanted) {
    const known = seen.get(one.audience.inWords);
    const share = one.share + (known?.share ?? 0);
    seen.set(one.audience.inWords, { audience: one.audience, share });
  }
  return [...seen.values()];
}

/** An audience within what Facebook allows, with its sentence. */
export function planAudience(
  wanted: Omit<PlannedAudience, 'inWords'>,
  category: SpecialAdCategory | null,
): PlannedAudience {
  const { ageMin, ageMax, gender } = wanted;
  const parts = {
    places: withoutOverlap(wanted.places),
    ageMin: clamp(Math.min(ageMin, ageMax)),
    ageMax: clamp(Math.max(ageMin, ageMax)),
    gender,
    interests: distinct(wanted.interests),
  };
  const allowed = isRestricted(category) ? widened(parts) : parts;
  return { ...allowed, inWords: audienceWords(allowed) };
}

/** Broader groups learn faster and cost less; nobody under age is addressed. */
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

/** "Leeds, 25 to 54": tells audiences apart in lists and in Ads Manager. */
export function shortAudience({ places, ageMin, ageMax }: PlannedAudience): string {
  const ages = ageMax === OLDEST ? `${ageMin} and over` : `${ageMin} to ${ageMax}`;
  const where = places.map((place) => place.name.split(',')[0] ?? place.name).join(', ');
  return `${where.slice(0, 60)}, ${ages}`;
}

/** ISO codes of all countries that a plan's audiences lie in, in order. */
export function countriesOf(
  adSets: readonly { readonly audience: Pick<PlannedAudience, 'places'> }[],
): readonly string[] {
  const codes = adSets.flatMap(({ audience }) => audience.places.map((place) => place.countryCode));
  return [...new Set(codes)].sort();
}
