import { CITIES, REGIONS } from '../catalog/cities.ts';
import type { City } from '../catalog/cities.ts';
import { COUNTRIES, countryByCode } from '../catalog/countries.ts';
import { findInterests, interestById, INTERESTS } from '../catalog/interests.ts';
import type { Interest } from '../catalog/interests.ts';
import { LOCALES } from '../catalog/locales.ts';
import { badParam } from '../http/graph-error.ts';
import type { SignedCall } from '../http/call.ts';
import { integerParam, requiredText, textListParam, textParam } from '../http/params.ts';
import type { Json, JsonObject } from '../json.ts';

const DEFAULT_LIMIT = 8;

/** `GET /search?type=…`: names to keys. What is not known answers with an empty list, never with a guess. */
export function search(call: SignedCall): JsonObject {
  const limit = integerParam(call.params, 'limit') ?? DEFAULT_LIMIT;
  const type = requiredText(call.params, 'type');
  switch (type) {
    case 'adgeolocation':
      return { data: searchPlaces(call, limit) };
    case 'adinterest':
      return {
        data: findInterests(requiredText(call.params, 'q'), limit)
          .filter((interest) => !call.settings.deadInterests.has(interest.id))
          .map((interest) => showInterest(interest)),
      };
    case 'adinterestsuggestion':
      return { data: suggestInterests(textListParam(call.params, 'interest_list') ?? [], limit) };
    case 'adinterestvalid':
      return { data: validInterests(call) };
    case 'adlocale': {
      const query = (textParam(call.params, 'q') ?? '').toLowerCase();
      return {
        data: LOCALES.filter((locale) => locale.name.toLowerCase().includes(query)).slice(0, limit),
      };
    }
    case 'adTargetingCategory':
      return { data: targetingCategory(textParam(call.params, 'class') ?? 'interests', limit) };
    case 'targetingoptionstatus':
      return { data: optionStatuses(call) };
    case 'adgeolocationmeta':
      return { data: placeMeta(call) };
    default:
      throw badParam(`Param type has an unknown value "${type}".`, 'type');
  }
}

function searchPlaces(call: SignedCall, limit: number): readonly JsonObject[] {
  const query = fold(textParam(call.params, 'q') ?? '');
  const types = textListParam(call.params, 'location_types') ?? ['country', 'region', 'city'];
  const only = textParam(call.params, 'country_code')?.toUpperCase() ?? null;
  if (query === '') return [];
  const inCountry = (code: string): boolean => only === null || code === only;
  const found: { readonly score: number; readonly row: JsonObject }[] = [];
  if (types.includes('country')) {
    for (const { code, name } of COUNTRIES) {
      const score = fold(code) === query ? 3 : nameScore(name, query);
      if (score > 0 && inCountry(code))
        found.push({ score: score + 0.2, row: showCountry(code, name) });
    }
  }
  if (types.includes('region')) {
    for (const region of REGIONS) {
      const score = nameScore(region.name, query);
      if (score > 0 && inCountry(region.countryCode))
        found.push({ score, row: showRegion(region.key, region.name, region.countryCode) });
    }
  }
  if (types.includes('city')) {
    for (const city of CITIES) {
      const score = nameScore(city.name, query);
      if (score > 0 && inCountry(city.countryCode))
        found.push({ score: score + Math.min(0.1, city.population / 1e6), row: showCity(city) });
    }
  }
  return found
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ row }) => row);
}

/** Case and accents do not matter: "Dusseldorf" finds Düsseldorf. */
function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l');
}

function nameScore(name: string, query: string): number {
  const folded = fold(name);
  if (folded === query) return 3;
  return folded.startsWith(query) ? 1 : 0;
}

function showCountry(code: string, name: string): JsonObject {
  return {
    key: code,
    name,
    type: 'country',
    country_code: code,
    country_name: name,
    supports_region: true,
    supports_city: true,
  };
}

function showRegion(key: string, name: string, countryCode: string): JsonObject {
  const countryName = countryByCode(countryCode)?.name ?? countryCode;
  return {
    key,
    name,
    type: 'region',
    country_code: countryCode,
    country_name: countryName,
    supports_region: true,
    supports_city: true,
  };
}

function showCity(city: City): JsonObject {
  return {
    key: city.key,
    name: city.name,
    type: 'city',
    country_code: city.countryCode,
    country_name: countryByCode(city.countryCode)?.name ?? city.countryCode,
    region: city.region,
    region_id: Number(city.regionId),
    supports_region: true,
    supports_city: true,
  };
}

export function showInterest(interest: Interest): JsonObject {
  return {
    id: interest.id,
    name: interest.name,
    path: interest.path,
    audience_size_lower_bound: Math.round(interest.millions * 0.92e6),
    audience_size_upper_bound: Math.round(interest.millions * 1.08e6),
    topic: interest.path[1] ?? '',
    disambiguation_category: null,
  };
}

function suggestInterests(names: readonly string[], limit: number): readonly Json[] {
  const given = names.flatMap((name) => findInterests(name, 1));
  const subjects = new Set(given.map((interest) => interest.path[1]));
  return INTERESTS.filter(
    (interest) => !interest.dead && subjects.has(interest.path[1]) && !given.includes(interest),
  )
    .slice(0, limit)
    .map((interest) => showInterest(interest));
}

function validInterests(call: SignedCall): readonly Json[] {
  const ids = textListParam(call.params, 'interest_fbid_list') ?? [];
  const names = textListParam(call.params, 'interest_list') ?? [];
  const byId = ids.map((id) => validRow(call, interestById(id), { id }));
  const byName = names.map((name) => {
    const found = INTERESTS.find((interest) => fold(interest.name) === fold(name));
    return validRow(call, found, { name });
  });
  return [...byId, ...byName];
}

function validRow(call: SignedCall, interest: Interest | undefined, asked: JsonObject): JsonObject {
  if (!interest || interest.dead || call.settings.deadInterests.has(interest.id))
    return { ...asked, ...(interest ? { name: interest.name } : {}), valid: false };
  const { path: _path, topic: _topic, ...row } = showInterest(interest);
  return { ...row, valid: true };
}

function targetingCategory(kind: string, limit: number): readonly Json[] {
  if (kind === 'interests')
    return INTERESTS.filter((interest) => !interest.dead)
      .slice(0, limit)
      .map((interest) => showInterest(interest));
  if (kind === 'user_os') {
    return ['iOS', 'Android'].map((platform) => ({
      platform,
      name: platform,
      type: 'user_os',
      description: `${platform} devices`,
    }));
  }
  return [];
}

function optionStatuses(call: SignedCall): readonly Json[] {
  return (textListParam(call.params, 'targeting_option_list') ?? []).map((id) => {
    const interest = interestById(id);
    const dead = interest === undefined || interest.dead || call.settings.deadInterests.has(id);
    return {
      id,
      ...(interest ? { name: interest.name } : {}),
      current_status: dead ? 'NON-DELIVERABLE' : 'NORMAL',
    };
  });
}

/** Names and countries of keys that are known already. */
function placeMeta(call: SignedCall): JsonObject {
  const asked = (name: string): readonly string[] => textListParam(call.params, name) ?? [];
  const rows = (
    keys: readonly string[],
    show: (key: string) => JsonObject | null,
  ): Record<string, Json> =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const row = show(key);
        return row === null ? [] : [[key, row]];
      }),
    );
  return {
    cities: rows(asked('cities'), (key) => {
      const city = CITIES.find((row) => row.key === key);
      return city ? showCity(city) : null;
    }),
    regions: rows(asked('regions'), (key) => {
      const region = REGIONS.find((row) => row.key === key);
      return region ? showRegion(region.key, region.name, region.countryCode) : null;
    }),
    countries: rows(asked('countries'), (code) => {
      const country = countryByCode(code);
      return country ? showCountry(code, country.name) : null;
    }),
  };
}
