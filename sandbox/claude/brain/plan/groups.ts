import { agesFrom, genderFrom } from './audience.ts';

export type PlaceQuery = {
  readonly query: string;
  readonly countryCode: string;
  readonly isCity: boolean;
};

/** The words with which people add a group or a town that they mean apart from the first. */
const ALSO = /,?\s+(?:and also|and separately|und auch|und außerdem|et aussi|y también)\s+/i;
const MOST = 3;

/** One group as the plan names it. */
function group(about: string, places: readonly PlaceQuery[], interests: readonly string[]) {
  return {
    ...agesFrom(about),
    gender: genderFrom(about),
    interestQueries: interests,
    placeQueries: places.map(({ query, countryCode }) => ({ query, countryCode })),
  };
}

/** One audience, or one for each group or town that the brief adds with "and also". */
export function audiencesOf(brief: {
  readonly audience: string;
  readonly location: string;
  readonly feedback: string;
  readonly places: readonly PlaceQuery[];
  readonly interests: readonly string[];
}) {
  const { places, interests, feedback } = brief;
  const asked = /\d\d|year|jahr|ans\b|años/i.test(feedback) ? feedback : null;
  const people = brief.audience.split(ALSO).slice(0, MOST);
  if (people.length > 1) {
    return shared(people.map((who) => group(asked ?? `${who} ${feedback}`, places, interests)));
  }
  const about = asked ?? `${brief.audience} ${feedback}`;
  if (ALSO.test(brief.location) && places.length > 1) {
    const towns = places.slice(0, MOST);
    return shared(towns.map((place) => group(about, [place], interests)));
  }
  return shared([group(about, places, interests)]);
}

function shared<Group>(groups: readonly Group[]) {
  const share = Math.floor(100 / groups.length);
  return groups.map((one, index) => ({
    ...one,
    sharePercent: index === 0 ? 100 - share * (groups.length - 1) : share,
  }));
}
