import type { JsonObject } from '../../json.ts';
import { languageOf } from '../language.ts';
import { fold } from '../text.ts';
import { clearlyBetter, isTooEarly, viewFrom, type CampaignView, type Figures } from './figures.ts';
import { TALK_WORDS, type TalkWords } from './talk-words.ts';

type Topic =
  | 'approve'
  | 'pause'
  | 'better'
  | 'change'
  | 'working'
  | 'results'
  | 'budget'
  | 'spent'
  | 'clicks'
  | 'seen'
  | 'next'
  | 'thanks'
  | 'hello';

/** The first that matches wins: requests come before questions about figures. */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  [
    'approve',
    /^(?:yes|ok|okay|ja|oui|si|vale|approved?|genehmigt|approuve|aprobado)[\s.!]*$|\b(?:i approve|approve (?:it|this|the)|genehmige|j'approuve|lo apruebo|go live|launch it)\b/,
  ],
  [
    'better',
    /\b(?:which|what|welche|quelle|laquelle|cual) .*(?:ad|anzeige|annonce|anuncio|one|better|best|besser|mieux|mejor)|\bbest ad\b|\bbetter ad\b|\bcompare/,
  ],
  [
    'pause',
    /\b(?:pause|stop|turn off|switch off|anhalten|stoppen|pausier|ausschalten|arrete|suspend|detener|pausa|parar|apagar)/,
  ],
  [
    'change',
    /\b(?:increase|raise|lower|reduce|double|halve|change|edit|replace|update|add|remove|make the|erhoh|senk|ander|ersetz|augmente|baisse|chang|modifi|sube|subir|baja|bajar|cambia)/,
  ],
  [
    'results',
    /\b(?:results?|leads?|sales|orders|enquir|inquir|bookings?|conversions?|installs?|customers did|ergebnis|anfragen|verkauf|bestell|resultat|ventes|demandes|resultado|ventas|consultas)/,
  ],
  [
    'working',
    /\b(?:working|going|doing|performing|any good|worth|lauft|funktioniert|wie geht|bringt|marche|fonctionne|ca va|funciona|va bien|como va)/,
  ],
  [
    'spent',
    /\b(?:spent|spend|spending|cost|money|charged|paid|ausgegeben|gekostet|geld|depens|coute|argent|gast|cost|dinero)/,
  ],
  ['budget', /\bbudget\b|\bpresupuesto\b|\ba day\b|\bam tag\b/],
  [
    'clicks',
    /\b(?:clicks?|clicked|visits?|visitors?|traffic|klick|besuch|clics?|visites?|visitas?|ctr|cpc)\b|\bklick|\bbesuch/,
  ],
  [
    'seen',
    /\b(?:reach|reached|people|seen|saw|shown|views?|impressions?|gesehen|erreicht|gezeigt|leute|vues?|vu|montre|personnes|visto|vieron|mostr|personas|gente)/,
  ],
  ['next', /\b(?:when|next|how often|wann|nachste|wie oft|quand|prochain|cuando|proxim)/],
  ['thanks', /\b(?:thanks|thank you|great|cool|danke|super|merci|gracias|perfect)/],
  ['hello', /^(?:hi|hello|hey|hallo|guten tag|bonjour|hola)\b/],
];

/** Answers from the figures in the data block and from nothing else. */
export function talkAboutCampaign(data: JsonObject, said: readonly string[]): string {
  const words = TALK_WORDS[languageOf(said)];
  const view = viewFrom(data);
  const plain = fold(said[0] ?? '').trim();
  const found = TOPICS.find(([, pattern]) => pattern.test(plain))?.[0];
  const topic = asksForResults(plain, view) ? 'results' : found;
  if (topic === undefined) return `${words.guess} ${words.help}`;
  return answerOn(topic, view, words);
}

/** "How many visits": clicks, unless visits are what this campaign counts. "Cost per visit" likewise. */
function asksForResults(plain: string, view: CampaignView): boolean {
  const countsVisits = /visit/.test(view.resultName ?? '');
  const asksHowMany = /\b(?:how many|wie viele|combien|cuant\w+)\b.*(?:visit|besuch)/.test(plain);
  const asksEach = /\b(?:cost|kostet|coute|cuesta)\b.*\b(?:per|pro|par|por|each|a visit)\b/.test(
    plain,
  );
  return (countsVisits && asksHowMany) || asksEach;
}

function answerOn(topic: Topic, view: CampaignView, words: TalkWords): string {
  switch (topic) {
    case 'approve':
      return words.approve(view.waitingFor);
    case 'pause':
      return words.pause;
    case 'change':
      return words.change;
    case 'next':
      return words.next(view.nextCheck);
    case 'thanks':
      return words.thanks;
    case 'hello':
      return `${words.hello} ${words.help}`;
    case 'budget':
      return view.dailyBudget === null ? words.guess : words.budget(view.dailyBudget);
    default:
      return view.totals === null
        ? words.nothingYet(view)
        : figuresOn(topic, view, view.totals, words);
  }
}

function figuresOn(
  topic: 'better' | 'working' | 'results' | 'spent' | 'clicks' | 'seen',
  view: CampaignView,
  totals: Figures,
  words: TalkWords,
): string {
  const early = isTooEarly(view) ? ` ${words.tooEarly}` : '';
  const name = view.resultName ?? 'results';
  const results = totals.results === null ? words.notCounted(name) : words.results(totals, name);
  switch (topic) {
    case 'spent':
      return words.spent(totals, view.yesterday);
    case 'clicks':
      return words.clicks(totals);
    case 'seen':
      return words.seen(totals);
    case 'results':
      return `${results}${early}`;
    case 'better': {
      const lead = isTooEarly(view) ? null : clearlyBetter(view.ads);
      if (lead !== null) return words.better(lead.best, lead.other);
      return view.ads.length === 0 ? words.guess : `${words.noneBetter(view.ads)}${early}`;
    }
    default:
      return `${words.clicks(totals)} ${early === '' ? `${results} ${words.goesOn}` : early.trim()}`;
  }
}
