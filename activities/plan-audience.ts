import type { PlanProposal } from '../contract/claude/plan.ts';
import type { Brief } from '../domain/brief/brief.ts';
import type { FoundAudience } from '../domain/plan/audience.ts';
import type { PlannedInterest, PlannedPlace } from '../domain/plan/plan.ts';
import type { FoundPlace, MetaApi } from '../integrations/meta/meta-api.ts';

export type ResolvedAudiences = {
  /** One entry per proposed audience. */
  readonly found: readonly FoundAudience[];
  /** Places that were named and that Meta does not know. */
  readonly unknownPlaces: readonly string[];
};

/**
 * Turns the model's words into places and interests that exist at Meta, one entry per audience. Names are searched, keys
 * are taken; places that are not found are named, and the brief's own place is the last resort.
 */
export async function resolveAudiences(
  api: MetaApi,
  proposal: PlanProposal,
  brief: Brief,
): Promise<ResolvedAudiences> {
  const search = remembering(api);
  const resolved: FoundAudience[] = [];
  const unknown = new Set<string>();
  for (const audience of proposal.audiences) {
    const places: FoundPlace[] = [];
    for (const { query, countryCode } of audience.placeQueries) {
      const place = await search.place(query, countryCode);
      if (place === null) unknown.add(query);
      else places.push(place);
    }
    const found: PlannedInterest[] = [];
    for (const query of audience.interestQueries) {
      const interest = await search.interest(query);
      if (interest !== null) found.push(interest);
    }
    // Searching may still offer what no longer delivers.
    const interests = await api.validInterests(found);
    resolved.push({ places: withoutCitiesInRegions(places), interests });
  }
  const unknownPlaces = [...unknown];
  if (resolved.some(({ places }) => places.length > 0)) return { found: resolved, unknownPlaces };
  const place = await search.place(brief.location, null);
  if (place === null) return { found: resolved, unknownPlaces };
  const places = withoutCitiesInRegions([place]);
  return { found: resolved.map((one) => ({ ...one, places })), unknownPlaces };
}

export type PlaceLookup =
  | { readonly ok: true; readonly places: readonly PlannedPlace[] }
  | { readonly ok: false; readonly unknown: string };

/**
 * Looks up places that a person typed beside those that stay.
 * @returns all of them, without cities that lie in a region among them; or the first name that Meta does not know.
 */
export async function lookUpPlaces(
  api: MetaApi,
  names: readonly string[],
  kept: readonly PlannedPlace[],
): Promise<PlaceLookup> {
  const places: FoundPlace[] = [];
  for (const name of names) {
    const [town, ...rest] = name.split(',').map((part) => part.trim());
    const found = await api.searchPlaces(town ?? name, null);
    const place = bestPlace(found, name, rest.join(', '));
    if (place === null) return { ok: false, unknown: name };
    places.push(place);
  }
  const bringsRegion = places.some(({ kind }) => kind === 'region');
  const before: FoundPlace[] = [];
  for (const place of kept) {
    // What a city lies in is not kept with the plan, and only matters beside a region.
    const found =
      bringsRegion && place.kind === 'city' ? await api.searchPlaces(townOf(place), null) : [];
    const regionKey = found.find(({ key }) => key === place.key)?.regionKey ?? null;
    before.push({ ...place, regionKey });
  }
  return { ok: true, places: withoutCitiesInRegions([...before, ...places]) };
}

function townOf({ name }: PlannedPlace): string {
  return name.split(',')[0] ?? name;
}

/** The one whose whole name was typed, else one whose country or region was, else the best match. */
function bestPlace(found: readonly FoundPlace[], name: string, within: string): FoundPlace | null {
  const whole = found.find((one) => plain(one.name) === plain(name));
  if (whole !== undefined) return whole;
  const [town] = name.split(',');
  if (within === '') return bestNamed(found, town ?? name);
  const there = found.filter((one) => plain(one.name).endsWith(plain(within)));
  return bestNamed(there, town ?? name);
}

/** The same words are searched once: each search counts against the account's allowance. */
function remembering(api: MetaApi) {
  const places = new Map<string, FoundPlace | null>();
  const interests = new Map<string, PlannedInterest | null>();
  return {
    async place(query: string, countryCode: string | null): Promise<FoundPlace | null> {
      const key = `${countryCode ?? ''}/${plain(query)}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const found = await findPlace(api, query, countryCode);
      places.set(key, found);
      return found;
    },
    async interest(query: string): Promise<PlannedInterest | null> {
      const known = interests.get(plain(query));
      if (known !== undefined) return known;
      const found = bestNamed(await api.searchInterests(query), query);
      interests.set(plain(query), found);
      return found;
    },
  };
}

async function findPlace(
  api: MetaApi,
  query: string,
  countryCode: string | null,
): Promise<FoundPlace | null> {
  const found = await api.searchPlaces(query, countryCode);
  return bestNamed(found, query);
}

/** The one of exactly this name if there is one, else Meta's own best match. */
function bestNamed<T extends { readonly name: string }>(
  found: readonly T[],
  query: string,
): T | null {
  const wanted = plain(query);
  const exact = found.find((one) => plain(one.name.split(',')[0] ?? '') === wanted);
  return exact ?? found[0] ?? null;
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

/** Meta refuses a city inside a region that is targeted as a whole. */
function withoutCitiesInRegions(places: readonly FoundPlace[]): readonly PlannedPlace[] {
  const regions = new Set(
    places.filter((place) => place.kind === 'region').map((place) => place.key),
  );
  return places
    .filter((place) => place.regionKey === null || !regions.has(place.regionKey))
    .map(({ regionKey: _region, ...place }) => place);
}
