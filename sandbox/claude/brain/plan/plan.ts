import { asText, isObject, type JsonObject } from '../../json.ts';
import { pick, type Random } from '../../random.ts';
import { languageOf, type Language } from '../language.ts';
import { countryName, placesIn } from '../places.ts';
import { shorten, tidy } from '../text.ts';
import { agesFrom } from './audience.ts';
import { audiencesOf, type PlaceQuery } from './groups.ts';
import { categoryOf, leadFormIn } from './rules.ts';
import { tradeOf } from './trades.ts';
import { AD_WORDS, type AdWords } from './words.ts';

const LENGTHS = { primary: 290, preferredPrimary: 125, headline: 40, pictureText: 40 } as const;

const LAYOUT_PAIRS: readonly [Pair, ...Pair[]] = [
  ['bold', 'framed'],
  ['framed', 'split'],
  ['split', 'bold'],
];
type Pair = readonly [string, string];

type Goal = keyof AdWords['descriptions'];

type BriefWords = {
  readonly business: string;
  readonly product: string;
  readonly audience: string;
  readonly location: string;
  readonly reason: string;
  readonly name: string;
  readonly goal: Goal;
  readonly feedback: string;
  readonly countryHint: string;
  readonly formWanted: boolean;
};

function briefFrom(data: JsonObject): BriefWords {
  const text = (name: string) => asText(data[name]).trim();
  const goal = text('goal');
  const known = Object.keys(AD_WORDS.en.descriptions).find((name) => name === goal);
  return {
    business: text('businessDescription'),
    product: text('product') || text('businessDescription') || 'Our offer',
    audience: text('targetAudience'),
    location: text('location'),
    // Lines that were refused came from the owner's own praise: the second time it does without.
    reason: isObject(data['correction'])
      ? text('product') || text('businessDescription')
      : text('uniqueSellingPoint') || text('businessDescription'),
    name: text('businessName') || text('pageName') || 'us',
    goal: isGoal(known) ? known : 'TRAFFIC',
    feedback: text('feedback'),
    countryHint: text('countryHint'),
    formWanted: data['formWanted'] === true,
  };
}

function isGoal(name: string | undefined): name is Goal {
  return name !== undefined && Object.hasOwn(AD_WORDS.en.descriptions, name);
}

/** A campaign from the brief's own words: who sees it, and two ads that differ in their idea. */
export function writePlan(data: JsonObject, random: Random): JsonObject {
  const brief = briefFrom(data);
  const language = languageOf([
    `${brief.business} ${brief.product} ${brief.reason} ${brief.audience}`,
    brief.feedback,
  ]);
  const words = AD_WORDS[language];
  const trade = tradeOf([brief.product, brief.business]);
  const placeQueries = placesFor(brief, language);
  const ages = agesFrom(
    /\d\d|year|jahr|ans\b|años/i.test(brief.feedback) ? brief.feedback : brief.audience,
  );
  const high = ages.ageMax === 65 ? '65+' : String(ages.ageMax);
  const isEveryAge = ages.ageMin === 18 && ages.ageMax === 65;
  const city = placeQueries.find(({ isCity }) => isCity)?.query ?? null;
  const shortProduct = firstItem(brief.product);
  const ads = adsFor(brief, { words, city, shortProduct, random });
  return {
    campaignName: shorten(
      [shortProduct, city ?? placeQueries[0]?.query ?? ''].filter(Boolean).join(' – '),
      80,
    ),
    audiences: audiencesOf({ ...brief, places: placeQueries, interests: trade.interests }),
    ads: ads.slice(0, 2),
    spareAds: ads.slice(2),
    specialAdCategory: categoryOf([brief.business, brief.product, brief.audience]),
    leadForm: brief.formWanted ? leadFormIn(language) : null,
    brandColour: trade.colour,
    reasoning: words.reasoning({
      places: placeQueries.map(({ query }) => words.placeName(query)).join(', '),
      ages: isEveryAge ? words.everyAge : words.ages(ages.ageMin, high),
      changed: brief.feedback !== '',
    }),
  };
}

const SHORT_PRODUCT = 30;

/** The first thing of a list, short enough for a headline: parts go before words are cut. */
function firstItem(product: string): string {
  const first = (product.split(/[,;.:(]|\s(?:–|-)\s/)[0] ?? '').trim();
  const whole = first === '' ? product : first;
  if (whole.length <= SHORT_PRODUCT) return tidy(whole);
  const part =
    whole.split(
      /\s(?:and|und|et|y|for|für|pour|para|that|which|die|der|das|qui|que|in|with|mit|avec|con)\s/iu,
    )[0] ?? whole;
  return tidy(shorten(part.trim() === '' ? whole : part.trim(), SHORT_PRODUCT));
}

type AdMaterial = {
  readonly words: AdWords;
  readonly city: string | null;
  readonly shortProduct: string;
  readonly random: Random;
};

function adsFor(brief: BriefWords, { words, city, shortProduct, random }: AdMaterial) {
  const reason = tidy(shorten(brief.reason.split(/[.!?](?:\s|$)/)[0] ?? brief.reason, 110));
  const shortReason = tidy(shorten(reason, LENGTHS.headline));
  // After a refusal the sentences change as well as what was asked for.
  const variant = brief.feedback === '' ? 0 : 1;
  const [plainDescription, otherDescription] = words.descriptions[brief.goal];
  const cta = callToAction(brief);
  const withPlace = city === null ? shortProduct : words.inPlace(shortProduct, city);
  const headline = withPlace.length <= LENGTHS.headline ? withPlace : shortProduct;
  const inSentence = (text: string) => (words.lowersNouns ? lowered(text) : text);
  const parts = { place: city, name: brief.name, reason };
  const starts = variant === 0;
  const offer = words.offer[variant]({
    ...parts,
    product: starts ? tidy(brief.product) : inSentence(brief.product),
  });
  const why = words.reason[variant]({ ...parts, product: inSentence(shortProduct) });
  const spare = words.offer[variant === 0 ? 1 : 0]({
    ...parts,
    product: starts ? inSentence(brief.product) : tidy(brief.product),
  });
  const layouts = pick(random, LAYOUT_PAIRS);
  return [
    {
      primaryText: fitting(offer, `${tidy(shortProduct)}. ${reason}.`),
      headline,
      description: plainDescription,
      callToAction: cta,
      pictureText: shortReason,
      pictureLayout: layouts[0],
    },
    {
      primaryText: fitting(why, `${reason}. ${tidy(shortProduct)}.`),
      headline: shortReason === headline ? shorten(brief.name, LENGTHS.headline) : shortReason,
      description: otherDescription,
      callToAction: cta,
      pictureText: shorten(shortProduct, LENGTHS.pictureText),
      pictureLayout: layouts[1],
    },
    {
      primaryText: fitting(spare, `${shorten(brief.name, 60)}: ${tidy(shortProduct)}.`),
      headline: shorten(brief.name, LENGTHS.headline),
      description: otherDescription,
      callToAction: cta,
      pictureText: shorten(brief.name, LENGTHS.pictureText),
      pictureLayout: layouts[0],
    },
  ];
}

/** The full sentence where it is of a good length, the short one where it would be cut off on a phone. */
function fitting(full: string, short: string): string {
  return full.length <= LENGTHS.preferredPrimary + 40 ? full : shorten(short, LENGTHS.primary);
}

function lowered(text: string): string {
  const isName = /^\p{Lu}[\p{Lu}\d]|^\p{Lu}\p{L}*['’]s\b/u.test(text);
  return isName ? text : (text[0] ?? '').toLowerCase() + text.slice(1);
}

function callToAction(brief: BriefWords): string {
  if (brief.goal === 'SALES') return 'SHOP_NOW';
  if (brief.goal === 'TRAFFIC') return 'LEARN_MORE';
  if (brief.goal === 'APP_INSTALLS') return 'INSTALL_MOBILE_APP';
  const about = `${brief.business} ${brief.product}`.toLowerCase();
  if (
    /lesson|class|appointment|termin|salon|yoga|massage|rendez-vous|cita|kurs|clase|cours/.test(
      about,
    )
  ) {
    return 'BOOK_NOW';
  }
  if (
    /plumb|install|build|repair|roof|kitchen|garden|clean|reparatur|klempner|devis|obra/.test(about)
  ) {
    return 'GET_QUOTE';
  }
  return 'CONTACT_US';
}

const HOME: Readonly<Record<Language, string>> = { en: 'GB', de: 'DE', fr: 'FR', es: 'ES' };
const MOST_PLACES = 5;

/** Known places of the brief; an unknown name is searched in the country that the rest points to. */
function placesFor(brief: BriefWords, language: Language): readonly PlaceQuery[] {
  const asked = placesIn(brief.feedback);
  const found = (asked.length > 0 ? asked : placesIn(brief.location)).map(({ value }) => value);
  const country = found.find(({ kind }) => kind === 'country')?.countryCode;
  const cities = found.filter(({ kind }) => kind === 'city');
  if (cities.length > 0) {
    return unique(
      cities.map(({ name, countryCode }) => ({ query: name, countryCode, isCity: true })),
    );
  }
  const fallback = country ?? (brief.countryHint || HOME[language]);
  const name = /\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+)*/u.exec(
    brief.location.replace(
      /^(?:In|Around|All|Near|Just|The|Im|Rund|Nur|Dans|Autour|En|Cerca)\b/u,
      '',
    ),
  )?.[0];
  if (found.length === 0 && name !== undefined) {
    return [{ query: name, countryCode: fallback, isCity: true }];
  }
  const countries =
    found.length > 0 ? found : [{ name: countryName(fallback), countryCode: fallback }];
  return unique(
    countries.map((place) => ({
      query: place.name,
      countryCode: place.countryCode,
      isCity: false,
    })),
  );
}

function unique(places: readonly PlaceQuery[]): readonly PlaceQuery[] {
  const seen = new Map(places.map((place) => [`${place.query}/${place.countryCode}`, place]));
  return [...seen.values()].slice(0, MOST_PLACES);
}
