import { interestById } from '../catalog/interests.ts';
import { isLocaleKey } from '../catalog/locales.ts';
import { isJsonList, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { badParam, ruleBroken } from '../http/graph-error.ts';
import { listOf, requireGeo } from './geo.ts';

const KNOWN_KEYS = new Set(
  'age_max age_min age_range behaviors brand_safety_content_filter_levels custom_audiences device_platforms education_statuses excluded_custom_audiences excluded_geo_locations facebook_positions flexible_spec genders geo_locations instagram_positions interests audience_network_positions messenger_positions threads_positions locales publisher_platforms targeting_automation user_device user_os targeting_relaxation_types'.split(
    ' ',
  ),
);

const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  publisher_platforms: ['facebook', 'instagram', 'audience_network', 'messenger', 'threads'],
  facebook_positions: [
    'feed',
    'right_hand_column',
    'marketplace',
    'story',
    'search',
    'instream_video',
    'facebook_reels',
    'facebook_reels_overlay',
    'profile_feed',
    'notification',
  ],
  instagram_positions: [
    'stream',
    'story',
    'explore_home',
    'reels',
    'profile_feed',
    'ig_search',
    'profile_reels',
  ],
  audience_network_positions: ['classic', 'rewarded_video'],
  messenger_positions: ['sponsored_messages', 'messenger_home'],
  threads_positions: ['threads_stream'],
  device_platforms: ['mobile', 'desktop'],
};

const YOUNGEST = 13;
const OLDEST = 65;

/** Ads for jobs, homes and money may not choose people by age or sex. */
const RESTRICTED_CATEGORIES = new Set([
  'EMPLOYMENT',
  'HOUSING',
  'CREDIT',
  'FINANCIAL_PRODUCTS_SERVICES',
]);

/** Checks a targeting spec the way the ad set endpoint does. @throws GraphError */
export function requireTargeting(
  spec: JsonObject,
  specialAdCategories: readonly string[],
  deadInterests: ReadonlySet<string>,
): void {
  for (const key of Object.keys(spec)) {
    if (key === 'exclusions') {
      throw ruleBroken(
        1870247,
        'Detailed Targeting Exclusions Are Gone',
        'Detailed targeting exclusions can no longer be used.',
        'targeting',
        key,
      );
    }
    if (!KNOWN_KEYS.has(key))
      throw badParam(`Invalid key "${key}" in targeting.`, 'targeting', key);
  }
  requireGeo(spec);
  const ages = readAges(spec);
  requireGenders(spec['genders']);
  requirePlacements(spec);
  requireLocales(spec['locales']);
  const usesInterests = requireDetailed(spec, deadInterests);
  requireAudiences(spec);
  requireAdvantageAudience(spec, { ...ages, usesInterests });
  if (specialAdCategories.some((category) => RESTRICTED_CATEGORIES.has(category))) {
    requireUnrestrictedPeople(spec, ages);
  }
}

type Ages = { readonly min: number; readonly max: number; readonly given: boolean };

function readAges(spec: JsonObject): Ages {
  const min = wholeAge(spec['age_min'], 'age_min') ?? 18;
  const max = wholeAge(spec['age_max'], 'age_max') ?? OLDEST;
  if (min > max) throw badParam('age_min must not be above age_max.', 'targeting', 'age_min');
  const given = spec['age_min'] !== undefined || spec['age_max'] !== undefined;
  return { min, max, given };
}

function wholeAge(value: Json | undefined, key: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= YOUNGEST && value <= OLDEST)
    return value;
  throw badParam(`${key} must be a whole number from ${YOUNGEST} to ${OLDEST}.`, 'targeting', key);
}

function requireGenders(value: Json | undefined): void {
  if (value === undefined || value === null) return;
  if (isJsonList(value) && value.every((item) => item === 1 || item === 2)) return;
  throw badParam('genders must be an array of 1 (men) and 2 (women).', 'targeting', 'genders');
}

function requirePlacements(spec: JsonObject): void {
  for (const [key, allowed] of Object.entries(POSITIONS)) {
    const value = spec[key];
    if (value === undefined || value === null) continue;
    const wrong = isJsonList(value)
      ? value.find((item) => typeof item !== 'string' || !allowed.includes(item))
      : value;
    if (wrong !== undefined) {
      throw badParam(
        `${key} must be an array of {${allowed.join(', ')}} - got ${JSON.stringify(wrong)}.`,
        'targeting',
        key,
      );
    }
  }
}

function requireLocales(value: Json | undefined): void {
  if (value === undefined || value === null) return;
  if (isJsonList(value) && value.every((item) => typeof item === 'number' && isLocaleKey(item)))
    return;
  throw badParam('locales must be an array of known locale keys.', 'targeting', 'locales');
}

/** Interests come in `flexible_spec`, or at the top level as the older form. Only interests are offered here. */
function requireDetailed(spec: JsonObject, deadInterests: ReadonlySet<string>): boolean {
  const flexible = spec['flexible_spec'];
  if (flexible !== undefined && !isJsonList(flexible)) {
    throw badParam('flexible_spec must be an array.', 'targeting', 'flexible_spec');
  }
  const groups = [
    ...(flexible ?? []),
    ...(spec['interests'] === undefined ? [] : [{ interests: spec['interests'] }]),
  ];
  for (const group of groups) {
    if (!isJsonObject(group))
      throw badParam('flexible_spec must hold objects.', 'targeting', 'flexible_spec');
    for (const [key, options] of Object.entries(group)) {
      if (key !== 'interests') throw deadOption(key, options ?? null);
      if (!isJsonList(options))
        throw badParam('interests must be an array.', 'targeting', 'interests');
      for (const option of options) requireInterest(option, deadInterests);
    }
  }
  return groups.length > 0;
}

function requireInterest(option: Json, deadInterests: ReadonlySet<string>): void {
  const id = isJsonObject(option) ? option['id'] : option;
  const interest =
    typeof id === 'string' || typeof id === 'number' ? interestById(String(id)) : undefined;
  if (interest === undefined || interest.dead || deadInterests.has(interest.id))
    throw deadOption('interests', option);
}

function deadOption(key: string, option: Json): Error {
  return ruleBroken(
    1487694,
    'Targeting Option Is No Longer Available',
    `A detailed targeting option (${key}: ${JSON.stringify(option).slice(0, 120)}) is no longer available. Remove it or choose another.`,
    'targeting',
    'flexible_spec',
  );
}

function requireAudiences(spec: JsonObject): void {
  for (const key of ['custom_audiences', 'excluded_custom_audiences']) {
    const value = spec[key];
    if (value === undefined || (isJsonList(value) && value.length === 0)) continue;
    throw ruleBroken(
      1870065,
      'Audience Not Found',
      'A custom audience does not exist or is not shared with this ad account.',
      'targeting',
      key,
    );
  }
}

function requireAdvantageAudience(
  spec: JsonObject,
  people: Ages & { readonly usesInterests: boolean },
): void {
  const automation = spec['targeting_automation'];
  const flag = isJsonObject(automation) ? automation['advantage_audience'] : undefined;
  const narrows = people.given || people.usesInterests || spec['genders'] !== undefined;
  if (flag === undefined) {
    if (!narrows) return;
    throw ruleBroken(
      1870227,
      'Advantage Audience Flag Required',
      'To create your ad set, set the Advantage audience flag to 1 or 0 in targeting_automation.',
      'targeting',
      'targeting_automation',
    );
  }
  if (flag !== 0 && flag !== 1) {
    throw badParam('advantage_audience must be 0 or 1.', 'targeting', 'targeting_automation');
  }
  if (flag === 0) return;
  if (people.min > 25) {
    throw ruleBroken(
      1870188,
      'Minimum Age Is Too High',
      'With Advantage audience the minimum age cannot be above 25.',
      'targeting',
      'age_min',
    );
  }
  if (people.max < OLDEST) {
    throw ruleBroken(
      1870189,
      'Maximum Age Is Too Low',
      'With Advantage audience the maximum age cannot be below 65.',
      'targeting',
      'age_max',
    );
  }
}

function requireUnrestrictedPeople(spec: JsonObject, ages: Ages): void {
  const automation = spec['targeting_automation'];
  if (!isJsonObject(automation) || automation['advantage_audience'] === undefined) {
    throw ruleBroken(
      1870227,
      'Advantage Audience Flag Required',
      'Ad sets of a special ad category must set the Advantage audience flag.',
      'targeting',
      'targeting_automation',
    );
  }
  const narrowed =
    ages.min !== 18 ||
    ages.max < OLDEST ||
    (isJsonList(spec['genders']) && spec['genders'].length === 1);
  if (!narrowed) return requireWideCircles(spec);
  throw ruleBroken(
    2909048,
    'Audience Is Too Narrow for a Special Ad Category',
    'Ads about housing, jobs or financial products cannot be limited by age or gender.',
    'targeting',
  );
}

/** Ads of these categories reach at least 15 miles around a place. */
const SMALLEST_CIRCLE = { mile: 15, kilometer: 25 } as const;

function requireWideCircles(spec: JsonObject): void {
  const geo = spec['geo_locations'];
  if (!isJsonObject(geo)) return;
  const places = [...listOf(geo, 'cities'), ...listOf(geo, 'custom_locations')];
  const small = places.some((place) => {
    const radius = isJsonObject(place) ? place['radius'] : undefined;
    const unit =
      isJsonObject(place) && place['distance_unit'] === 'kilometer' ? 'kilometer' : 'mile';
    return typeof radius === 'number' && radius < SMALLEST_CIRCLE[unit];
  });
  if (!small) return;
  throw ruleBroken(
    1487851,
    'Radius Is Out of Range',
    'Ads about housing, jobs or financial products must reach at least 15 miles around a place.',
    'targeting',
    'geo_locations',
    'radius',
  );
}
