import type { JsonObject } from '../../json.ts';
import { placesIn } from '../places.ts';
import { findBudget } from '../read/budget.ts';
import { readMessage, type Facts } from '../read/message.ts';
import { fold, shorten, tidy } from '../text.ts';
import { lastDayIn } from './dates.ts';
import { asksAbout } from './wishes.ts';

const DIFFERENT =
  /\b(?:moved?|moving|now|no longer|changed?|changing|new|renamed|from now on|instead|switched|umgezogen|ziehen um|jetzt|neu\w*|nun|ab sofort|geandert|andern|heissen|demenag\w*|maintenant|desormais|chang\w*|nouvel\w*|nouveau|mudado|mudamos|ahora|nuev\w*|cambi\w*)\b/;
const OURS =
  /\b(?:we|i|our|my|us|the budget|the place|the website|wir|unser\w*|ich|mein\w*|uns|das budget|nous|notre|nos|je|mon|ma|on|j'ai|le budget|hemos|nuestr\w*|mi|nos|tenemos|ya|somos|vendemos|el presupuesto)\b/;
const WHERE_TO =
  /\b(?:moved|moving|move|relocated|umgezogen|ziehen|demenag\w*|mudad\w*|mudamos|trasladad\w*)\b.{0,12}?\s(?:to|nach|in|a|à|en)\s/;
const NOW = /(?<![\p{L}])(?:now|jetzt|nun|maintenant|désormais|ahora|from now on|ab sofort)\s?/giu;
const NAME = /^\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+)*/u;

/** What a sentence says is different about the business; null when it says nothing of the kind. */
export function briefChangeIn(sentence: string): Facts | null {
  const plain = fold(sentence);
  if (asksAbout(sentence) || !DIFFERENT.test(plain) || !OURS.test(plain)) return null;
  if (isAboutAds(plain)) return null;
  const { hasNoWebsite: _none, ...facts } = readMessage(sentence.replace(NOW, ''), {
    asked: [],
    again: [],
    known: new Set(),
    hasWebsite: false,
    smallFigureIsDaily: false,
  });
  const town = newTown(sentence, plain);
  const all: Facts = town === null ? facts : { ...facts, location: town };
  return Object.keys(all).length === 0 ? null : all;
}

function newTown(sentence: string, plain: string): string | null {
  const match = WHERE_TO.exec(plain);
  if (match === null) return null;
  const rest = sentence.slice(match.index + match[0].length);
  return NAME.exec(rest)?.[0] ?? null;
}

function isAboutAds(plain: string): boolean {
  return /\b(?:new|another|neue|weitere|nouvelle|autre|nuevo|otro)\s(?:ad|anzeige|annonce|anuncio)\b/.test(
    plain,
  );
}

export type CampaignChange = {
  readonly dailyAmount: string | null;
  readonly lastDay: string | null;
  readonly places: readonly string[] | null;
  /** What one more ad should be about; an empty text when that was not said. */
  readonly newAdAbout: string | null;
};

const CHANGES_MONEY =
  /\b(?:make it|make that|set|raise|lower|increase|reduce|change|put|go (?:up|down)|until|till|spend|erhoh\w*|senk\w*|setz\w*|stell\w*|mach\w*|bis|ander\w*|augment\w*|baiss\w*|mett\w*|pass\w*|jusqu\w*|sub\w*|baj\w*|pon\w*|hasta|cambi\w*|gast\w*)\b/;
const SHOWS =
  /\b(?:show|run|advertise|target|zeig\w*|schalt\w*|werb\w*|montr\w*|diffus\w*|muestr\w*|mostr\w*|anunci\w*)\b/;
const ALSO = /\b(?:also|too|as well|auch|zusatzlich|aussi|egalement|tambien|ademas)\b/;
const ONE_MORE =
  /\b(?:another|new|one more|second|third|neue|weitere|noch eine|nouvelle|autre|otro|nuevo)\s(?:ad|anzeige|annonce|anuncio)\b/;
const ABOUT =
  /\b(?:about|for|saying|that says|with|uber|fur|mit|sur|pour|avec|sobre|para|con)\s(?:our |my |the |unsere? |meine? |das |die |den |notre |nos |mon |le |la |les |nuestr\w+ |mi |el |los |las )?/;

/** What a sentence wants changed in the campaign itself; null when it wants nothing of the kind. */
export function campaignChangeIn(
  sentence: string,
  { today, placeNow }: { readonly today: string | null; readonly placeNow: string },
): CampaignChange | null {
  const plain = fold(sentence);
  const isMoneyTalk = CHANGES_MONEY.test(plain);
  // A date is no figure of money.
  const lastDay = lastDayIn(sentence, today);
  const budget = isMoneyTalk
    ? findBudget(sentence, { asked: true, smallFigureIsDaily: false })?.value
    : undefined;
  const dailyAmount = budget?.period === 'day' ? budget.amount : null;
  const places = SHOWS.test(plain) ? placesAsked(sentence, plain, placeNow) : null;
  const newAdAbout = ONE_MORE.test(plain) ? topicOfAd(sentence, plain) : null;
  const change = { dailyAmount, lastDay, places, newAdAbout };
  return Object.values(change).every((part) => part === null) ? null : change;
}

function placesAsked(sentence: string, plain: string, placeNow: string): readonly string[] | null {
  const names = placesIn(sentence).map(({ value }) => value.name);
  if (names.length === 0) return null;
  const before = ALSO.test(plain) ? placesIn(placeNow).map(({ value }) => value.name) : [];
  return [...new Set([...before, ...names])].slice(0, 5);
}

function topicOfAd(sentence: string, plain: string): string {
  const from = ONE_MORE.exec(plain);
  const about = ABOUT.exec(plain.slice(from?.index ?? 0));
  if (from === null || about === null) return '';
  return shorten(tidy(sentence.slice(from.index + about.index + about[0].length)), 40);
}

/** The words of one more ad. */
export function adAbout(topic: string, primaryText: (topic: string) => string): JsonObject {
  return {
    primaryText: shorten(primaryText(topic), 290),
    headline: shorten(topic, 40),
    description: '',
  };
}
