import { intentOf } from '../intent.ts';
import { fold, sentencesOf } from '../text.ts';

export type Topic =
  | 'order'
  | 'resume'
  | 'report'
  | 'waiting'
  | 'approve'
  | 'done'
  | 'notices'
  | 'better'
  | 'pause'
  | 'campaign-change'
  | 'brief-change'
  | 'results'
  | 'working'
  | 'spent'
  | 'clicks'
  | 'seen'
  | 'plan'
  | 'brief'
  | 'change'
  | 'next'
  | 'thanks'
  | 'hello';

export type Wish = { readonly topic: Topic; readonly sentence: string };

/** Requests come before questions, and what is particular before what is general. */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  [
    'resume',
    /\b(?:resume|unpause|(?:turn|switch) (?:\w+ ){0,2}back on|(?:ads|anzeigen) (?:again|wieder)|wieder (?:\w+ ){0,2}(?:ein|an|laufen|starten|zeigen)|relanc\w*|repren\w*|reanud\w*|reactiv\w*)/,
  ],
  ['report', /\b(?:report|bericht|rapport|informe)\b/],
  [
    'waiting',
    /\b(?:wait(?:s|ing)? for (?:me|my)|(?:anything|something|what) (?:\w+ ){0,3}(?:to |i (?:have|need) to )(?:approve|decide|do)|pending|open cards?|my cards|wartet? (?:\w+ )?auf mich|offene? (?:karten?|entscheidung\w*)|m'attend|en attente|me espera|pendiente\w*|tarjetas?)/,
  ],
  [
    'approve',
    /^(?:yes|ok|okay|ja|oui|si|vale|approved?|genehmigt|approuve|aprobado)[\s.!]*$|\b(?:i approve|approve (?:it|this|the)|genehmige|j'approuve|lo apruebo|go live|launch it)\b/,
  ],
  [
    'done',
    /\bwhat (?:did|have) you (?:do|done|change)|\bwhat (?:has )?(?:happened|was done)|\b(?:activity|history)\b|\bwas (?:haben sie|hast du|wurde|ist) (?:\w+ ){0,3}(?:getan|gemacht|geandert|passiert)|\bqu'avez-vous fait|\bque s'est-il passe|\bque ha (?:hecho|pasado)/,
  ],
  [
    'notices',
    /\b(?:notices?|notifications?|did i miss|hinweise?|meldungen|benachrichtigung\w*|verpasst|avis|avisos|notificaciones)\b/,
  ],
  [
    'better',
    /\b(?:which|what|welche|quelle|laquelle|cual|que) .*(?:ad|anzeige|annonce|anuncio|one|better|best|besser|mieux|mejor)\b.*|\bbest ad\b|\bbetter ad\b|\bcompare/,
  ],
  [
    'pause',
    /\b(?:pause|stop|turn off|switch off|anhalten|halten sie|halte|stoppen|stopp|pausier\w*|ausschalten|arrete\w*|suspend\w*|deten\w*|pausa\w*|para|pare|parar|apag\w*)\b/,
  ],
  [
    'results',
    /\b(?:results?|leads?|sales|orders|enquir|inquir|bookings?|conversions?|installs?|how many (?:visits|visitors)|ergebnis|anfragen|verkauf|bestell|wie viele besuch|resultat|ventes|demandes|combien de visites|resultado|ventas|consultas|cuantas visitas)/,
  ],
  [
    'working',
    /\b(?:working|going|go|doing|performing|performance|numbers|any good|worth|lauft|lief|liefen|funktioniert|wie geht|bringt|zahlen|marche|fonctionne|ca va|se sont passees|chiffres|funciona\w*|va bien|como van?|como fue|como estan|cifras)\b/,
  ],
  [
    'spent',
    /\b(?:spent|spend|spending|cost|money|charged|paid|ausgegeben|gekostet|geld|depens|coute|argent|gast|dinero)/,
  ],
  [
    'clicks',
    /\b(?:clicks?|clicked|visits?|visitors?|traffic|clics?|visites?|visitas?|ctr|cpc)\b|\bklick|\bbesuch/,
  ],
  [
    'seen',
    /\b(?:reach|reached|people|seen|saw|shown|views?|impressions?|gesehen|erreicht|gezeigt|leute|vues?|montre|personnes|visto|vieron|mostr|personas|gente)/,
  ],
  [
    'plan',
    /\b(?:plan|budget|presupuesto|a day|am tag|who sees|ads? say|audience|how long|end date|wer sieht|plane|qui voit|quien ve)\b/,
  ],
  [
    'brief',
    /\b(?:brief|my business|about (?:me|us)|meinen? betrieb|uber (?:mich|uns)|mon activite|mon entreprise|mi negocio)\b/,
  ],
  [
    'change',
    /\b(?:increase|raise|lower|reduce|double|halve|change|edit|replace|update|add|remove|make the|erhoh|senk|ander|ersetz|augmente|baisse|chang|modifi|sube|subir|baja|bajar|cambia)/,
  ],
  ['next', /\b(?:when|next|how often|wann|nachste|wie oft|quand|prochain|cuando|proxim)/],
  ['thanks', /\b(?:thanks|thank you|great|cool|danke|super|merci|gracias|perfect)/],
  ['hello', /^(?:hi|hello|hey|hallo|guten tag|bonjour|hola)\b/],
];

const NOT_STOP =
  /\b(?:don'?t|do not|never|nicht|ne|no|n')\b[^.]{0,20}\b(?:pause|stop|anhalten|stoppen|pausieren|arret\w*|suspend\w*|deten\w*|pausa\w*|pare)/;
const ASKS_ABOUT =
  /^(?:what|how|why|when|which|who|did|was|wie|wann|wer|warum|welche|comment|pourquoi|quand|combien|quel|quelle|que|como|cuando|por que|cuanto|cual)\b/;

/** Whether a sentence asks about something rather than for something. */
export function asksAbout(sentence: string): boolean {
  return ASKS_ABOUT.test(fold(sentence).trim().replace(/^¿/, ''));
}

const MOST_WISHES = 3;
/** "... and what is waiting for me": a second wish in one sentence. */
const NEXT_WISH =
  /\s(?:and|und|et|y)\s(?=(?:what|how|was|wie|que|qu'|comment|como|is|ist|make|write|pause)\b)/iu;

/**
 * What a message wants, sentence by sentence. `changeIn` says whether a sentence states a change that can go on a card.
 */
export function wishesIn(
  text: string,
  changeIn: (sentence: string) => 'campaign-change' | 'brief-change' | null,
): readonly Wish[] {
  const wishes: Wish[] = [];
  for (const { value } of sentencesOf(text)) {
    // An order to forget the rules makes everything around it part of the order.
    const parts = intentOf(value) === 'order' ? [value] : value.split(NEXT_WISH);
    for (const sentence of parts) {
      const topic = topicOf(sentence, changeIn);
      if (topic !== null) wishes.push({ topic, sentence });
    }
  }
  const isOnlyPolite = wishes.every(({ topic }) => topic === 'hello' || topic === 'thanks');
  return wishes
    .filter(({ topic }) => isOnlyPolite || (topic !== 'hello' && topic !== 'thanks'))
    .slice(0, MOST_WISHES);
}

function topicOf(
  sentence: string,
  changeIn: (sentence: string) => 'campaign-change' | 'brief-change' | null,
): Topic | null {
  const plain = fold(sentence).trim();
  if (intentOf(sentence) === 'order') return 'order';
  const change = asksAbout(sentence) ? null : changeIn(sentence);
  if (change !== null) return change;
  const found = TOPICS.find(
    ([topic, pattern]) =>
      pattern.test(plain) && (topic !== 'pause' || (!asksAbout(sentence) && !NOT_STOP.test(plain))),
  );
  return found?.[0] ?? null;
}
