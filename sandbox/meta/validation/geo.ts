import { cityByKey, regionByKey } from '../catalog/cities.ts';
import { countryByCode } from '../catalog/countries.ts';
import { isJsonList, isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { badParam, ruleBroken } from '../http/graph-error.ts';

const GEO_KEYS = new Set([
  'countries',
  'regions',
  'cities',
  'custom_locations',
  'zips',
  'country_groups',
  'location_types',
]);

/** Meta takes a circle around a city of 10 to 50 miles. */
const RADIUS = { mile: { min: 10, max: 50 }, kilometer: { min: 17, max: 80 } } as const;
const CUSTOM_RADIUS = { mile: { min: 1, max: 50 }, kilometer: { min: 1, max: 80 } } as const;

/** @throws GraphError when places are missing, unknown, overlapping or given in a dead form. */
export function requireGeo(spec: JsonObject): void {
  const geo = spec['geo_locations'];
  if (!isJsonObject(geo)) throw missingLocation();
  for (const key of Object.keys(geo)) {
    if (key === 'location_types') {
      throw ruleBroken(
        1870199,
        'Location Types Can No Longer Be Set',
        'Remove location_types: ads reach people living in or recently in a location.',
        'targeting',
        'geo_locations',
      );
    }
    if (!GEO_KEYS.has(key)) throw unknownPlace(key, geo[key] ?? null);
    if (key === 'zips' || key === 'country_groups') throw unknownPlace(key, geo[key] ?? null);
  }
  const countries = listOf(geo, 'countries');
  for (const code of countries)
    if (typeof code !== 'string' || !countryByCode(code)) throw unknownPlace('countries', code);
  const regions = listOf(geo, 'regions');
  for (const region of regions) requireRegion(region);
  const cities = listOf(geo, 'cities');
  for (const city of cities) requireCity(city);
  const custom = listOf(geo, 'custom_locations');
  for (const place of custom) requireCustomPlace(place);
  if (countries.length + regions.length + cities.length + custom.length === 0)
    throw missingLocation();
  refuseOverlap(countries, regions, cities);
}

/** The country codes a spec reaches, from whatever kind of place. */
export function countriesTouched(spec: JsonObject): readonly string[] {
  const geo = spec['geo_locations'];
  if (!isJsonObject(geo)) return [];
  const codes = new Set<string>();
  for (const code of listOf(geo, 'countries')) if (typeof code === 'string') codes.add(code);
  for (const region of listOf(geo, 'regions'))
    codes.add(regionByKey(keyOf(region))?.countryCode ?? '');
  for (const city of listOf(geo, 'cities')) codes.add(cityByKey(keyOf(city))?.countryCode ?? '');
  for (const place of listOf(geo, 'custom_locations')) {
    if (isJsonObject(place) && typeof place['country'] === 'string') codes.add(place['country']);
  }
  codes.delete('');
  return [...codes];
}

export function listOf(object: JsonObject, key: string): readonly Json[] {
  const value = object[key];
  if (value === undefined || value === null) return [];
  if (!isJsonList(value))
    throw badParam(`${key} must be an array.`, 'targeting', 'geo_locations', key);
  return value;
}

export function keyOf(place: Json): string {
  const key = isJsonObject(place) ? place['key'] : undefined;
  return typeof key === 'string' || typeof key === 'number' ? String(key) : '';
}

function requireRegion(place: Json): void {
  if (!regionByKey(keyOf(place))) throw unknownPlace('regions', place);
}

function requireCity(place: Json): void {
  if (!cityByKey(keyOf(place)) || !isJsonObject(place)) throw unknownPlace('cities', place);
  requireRadius(place, RADIUS);
}

function requireCustomPlace(place: Json): void {
  const coordinates = isJsonObject(place) ? [place['latitude'], place['longitude']] : [];
  if (
    !isJsonObject(place) ||
    !coordinates.every((value) => typeof value === 'number') ||
    place['radius'] === undefined
  ) {
    throw unknownPlace('custom_locations', place);
  }
  requireRadius(place, CUSTOM_RADIUS);
}

function requireRadius(place: JsonObject, limits: typeof RADIUS | typeof CUSTOM_RADIUS): void {
  const radius = place['radius'];
  if (radius === undefined) return;
  const unit = place['distance_unit'] ?? 'mile';
  if (unit !== 'mile' && unit !== 'kilometer') {
    throw badParam(
      'distance_unit must be mile or kilometer.',
      'targeting',
      'geo_locations',
      'distance_unit',
    );
  }
  const { min, max } = limits[unit];
  if (typeof radius === 'number' && radius >= min && radius <= max) return;
  throw ruleBroken(
    1487851,
    'Radius Is Out of Range',
    `The radius must be from ${min} to ${max} ${unit}s.`,
    'targeting',
    'geo_locations',
    'radius',
  );
}

function refuseOverlap(
  countries: readonly Json[],
  regions: readonly Json[],
  cities: readonly Json[],
): void {
  const inCountry = (code: string | undefined): boolean =>
    code !== undefined && countries.includes(code);
  const regionKeys = new Set(regions.map((region) => keyOf(region)));
  const clash =
    regions.some((region) => inCountry(regionByKey(keyOf(region))?.countryCode)) ||
    cities.some((place) => {
      const city = cityByKey(keyOf(place));
      return inCountry(city?.countryCode) || (city !== undefined && regionKeys.has(city.regionId));
    });
  if (!clash) return;
  throw ruleBroken(
    1487756,
    'Some of Your Locations Overlap',
    'One of the locations lies inside another. Remove one of them.',
    'targeting',
    'geo_locations',
  );
}

function missingLocation(): Error {
  return ruleBroken(
    1885364,
    'Location Is Missing',
    'Your audience needs at least one location.',
    'targeting',
    'geo_locations',
  );
}

function unknownPlace(kind: string, place: Json): Error {
  return badParam(
    `Invalid location in ${kind}: ${JSON.stringify(place).slice(0, 120)} is not a known key.`,
    'targeting',
    'geo_locations',
    kind,
  );
}
