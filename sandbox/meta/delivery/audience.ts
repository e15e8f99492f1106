import { cityByKey, regionByKey } from '../catalog/cities.ts';
import { countryByCode } from '../catalog/countries.ts';
import { interestById } from '../catalog/interests.ts';
import { isJsonList, isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { keyOf, listOf } from '../validation/geo.ts';

export type Audience = {
  /** People who could see the ads in a month. */
  readonly size: number;
  /** Average price level of the places, in US dollars per thousand impressions. */
  readonly cpmUsd: number;
  readonly usesInterests: boolean;
};

/** Share of a population that uses Facebook or Instagram in a month. */
const MEMBERSHIP = 0.55;
const WORLD_MILLIONS = 3000;
const SMALLEST = 1000;
const CUSTOM_PLACE_THOUSANDS = 180;
const DEFAULT_CPM_USD = 4;

/** How many people a targeting spec reaches: places, then ages, sex and interests. Deterministic. */
export function audienceOf(targeting: JsonObject): Audience {
  const places = placesOf(targeting);
  const thousands = places.reduce((sum, place) => sum + place.thousands, 0);
  const weighted = places.reduce((sum, place) => sum + place.thousands * place.cpmUsd, 0);
  const automation = targeting['targeting_automation'];
  const isSuggestion = isJsonObject(automation) && automation['advantage_audience'] === 1;
  const groups = interestGroups(targeting);
  const people = thousands * 1000 * MEMBERSHIP;
  const narrowed = isSuggestion
    ? people
    : people * ageShare(targeting) * genderShare(targeting) * interestShare(groups);
  return {
    size: Math.max(SMALLEST, Math.round(narrowed)),
    cpmUsd: thousands > 0 ? weighted / thousands : DEFAULT_CPM_USD,
    usesInterests: groups.length > 0,
  };
}

type Place = { readonly thousands: number; readonly cpmUsd: number };

function placesOf(targeting: JsonObject): readonly Place[] {
  const geo = targeting['geo_locations'];
  if (!isJsonObject(geo)) return [];
  const price = (code: string | undefined): number =>
    countryByCode(code ?? '')?.cpmUsd ?? DEFAULT_CPM_USD;
  const countries = listOf(geo, 'countries').map((code) => {
    const country = countryByCode(jsonText(code));
    return { thousands: country?.population ?? 0, cpmUsd: price(country?.code) };
  });
  const regions = listOf(geo, 'regions').map((entry) => {
    const region = regionByKey(keyOf(entry));
    return { thousands: region?.population ?? 0, cpmUsd: price(region?.countryCode) };
  });
  const cities = listOf(geo, 'cities').map((entry) => {
    const city = cityByKey(keyOf(entry));
    return {
      thousands: (city?.population ?? 0) * radiusFactor(entry),
      cpmUsd: price(city?.countryCode),
    };
  });
  const custom = listOf(geo, 'custom_locations').map((entry) => ({
    thousands: CUSTOM_PLACE_THOUSANDS * radiusFactor(entry),
    cpmUsd: price(isJsonObject(entry) ? jsonText(entry['country']) : undefined),
  }));
  return [...countries, ...regions, ...cities, ...custom];
}

/** A wider circle holds more people, but fewer per square kilometre. 25 km counts as 1. */
function radiusFactor(entry: Json): number {
  if (!isJsonObject(entry) || typeof entry['radius'] !== 'number') return 1;
  const kilometres =
    entry['distance_unit'] === 'kilometer' ? entry['radius'] : entry['radius'] * 1.609;
  return Math.sqrt(Math.max(1, kilometres) / 25);
}

function ageShare(targeting: JsonObject): number {
  const min = typeof targeting['age_min'] === 'number' ? targeting['age_min'] : 18;
  const max = typeof targeting['age_max'] === 'number' ? targeting['age_max'] : 65;
  return (upTo(max === 65 ? 80 : max + 1) - upTo(min)) / (upTo(80) - upTo(18));
}

/** People on Facebook and Instagram up to an age, in arbitrary units: many around thirty, fewer later. */
function upTo(age: number): number {
  return 1 / (1 + Math.exp(-(age - 34) / 11));
}

function genderShare(targeting: JsonObject): number {
  const genders = targeting['genders'];
  return isJsonList(genders) && genders.length === 1 ? 0.5 : 1;
}

function interestGroups(targeting: JsonObject): readonly (readonly Json[])[] {
  const flexible = targeting['flexible_spec'];
  const groups = isJsonList(flexible) ? flexible : [];
  const top = targeting['interests'];
  return [
    ...groups.flatMap((group) =>
      isJsonObject(group) && isJsonList(group['interests']) ? [group['interests']] : [],
    ),
    ...(isJsonList(top) ? [top] : []),
  ];
}

/** Inside a group one interest is enough; every group has to fit. */
function interestShare(groups: readonly (readonly Json[])[]): number {
  return groups.reduce((share, group) => {
    const missed = group.reduce<number>((left, option) => {
      const id = isJsonObject(option) ? option['id'] : option;
      const millions = interestById(jsonText(id))?.millions ?? 0;
      return left * (1 - Math.min(0.9, (millions / WORLD_MILLIONS) * 1.3));
    }, 1);
    return share * (1 - missed);
  }, 1);
}
