import type { PlanProposal } from '../contract/claude/plan.ts';
import type { Brief } from '../domain/brief/brief.ts';
import type { PlannedInterest, PlannedPlace } from '../domain/plan/plan.ts';
import type { FoundPlace, MetaApi } from '../integrations/meta/meta-api.ts';

export type ResolvedAudience = {
  readonly places: readonly PlannedPlace[];
  readonly interests: readonly PlannedInterest[];
};

/**
 * Turns the model's words into places and interests that exist at Meta. Names are searched, keys are taken; what is
 * not found is left out, and the brief's own place is the last resort.
 */
export async function resolveAudience(
  api: MetaApi,
  proposal: PlanProposal,
  brief: Brief,
): Promise<ResolvedAudience> {
  const places: FoundPlace[] = [];
  for (const { query, countryCode } of proposal.audience.placeQueries) {
    const place = await findPlace(api, query, countryCode);
    if (place !== null) places.push(place);
  }
  if (places.length === 0) {
    const place = await findPlace(api, brief.location, null);
    if (place !== null) places.push(place);
  }
  const found: PlannedInterest[] = [];
  for (const query of proposal.audience.interestQueries) {
    const interest = bestNamed(await api.searchInterests(query), query);
    if (interest !== null) found.push(interest);
  }
  return {
    places: withoutCitiesInRegions(places),
    // Searching may still offer what no longer delivers.
    interests: await api.validInterests(found),
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
