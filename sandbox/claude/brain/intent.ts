import { fold } from './text.ts';

export type Intent = 'facts' | 'greeting' | 'yes' | 'no' | 'unsure' | 'question' | 'order';

const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|servus|gruss gott|bonjour|bonsoir|salut|hola|buenas|buenos dias|buenas tardes)(?: there| all| zusammen)?[\s.!,]*$/;
const YES =
  /^(?:yes|yeah|yep|yup|sure|ok|okay|fine|please do|sounds good|go ahead|that works|why not|ja|gern|gerne|klar|passt|einverstanden|ja bitte|oui|d'accord|volontiers|bien sur|si|claro|vale|de acuerdo|por supuesto|perfecto|adelante)(?:[\s,]+(?:please|that'?s? (?:is )?(?:fine|good|ok)|bitte|gerne|merci|gracias|do that|let'?s do that|sounds good|por favor))?[\s.!]*$/;
const NO =
  /^(?:no|nope|no thanks|no thank you|nein|nein danke|non|non merci|no gracias|leave it|keep it|stay with it|dabei bleiben|lassen wir so|on garde|dejalo)[\s.!]*$/;
const UNSURE =
  /^(?:(?:i )?(?:really )?(?:don'?t|do not) (?:really )?know(?: yet)?|not sure(?: yet)?|no idea|dunno|idk|hard to say|you tell me|whatever you think|skip(?: it| this)?|pass|keine ahnung|weiss (?:ich )?nicht|ich weiss (?:es )?nicht(?: genau)?|schwer zu sagen|je ne sais pas(?: encore)?|aucune idee|pas sur|no (?:lo )?se|ni idea|no estoy segur[oa])[\s.!?,]*(?:what do you (?:suggest|think|recommend)|was empfehlen sie|que conseillez-vous|que me recomienda)?[\s.!?]*$/;
const ORDER =
  /\b(?:ignore|forget|disregard) (?:all |your |the |any )*(?:previous |prior |above )*(?:instructions|rules|prompt)|\b(?:system|hidden) prompt\b|\bact as\b|\byou are now\b|\bignorier\w* (?:alle |deine )*(?:anweisungen|regeln)|\bignore[zr]? (?:toutes |les |tes )*(?:instructions|consignes)|\bignora (?:todas |las |tus )*(?:instrucciones|reglas)/;
const ASKS =
  /^(?:¿|how|what|why|when|who|can|could|do|does|is|are|will|which|where|wie|was|warum|wann|wer|kann|konnen|kannst|muss|ist|sind|welche|comment|combien|pourquoi|quand|qui|est-ce|quel|que|como|cuanto|por que|cuando|quien|puede|puedo)\b/;

/** What kind of message this is, before it is searched for facts. */
export function intentOf(text: string): Intent {
  const plain = fold(text).trim();
  if (ORDER.test(plain)) return 'order';
  if (GREETING.test(plain)) return 'greeting';
  if (YES.test(plain)) return 'yes';
  if (NO.test(plain)) return 'no';
  if (UNSURE.test(plain)) return 'unsure';
  if (plain.endsWith('?') && (ASKS.test(plain) || plain.startsWith('¿'))) return 'question';
  return 'facts';
}

/** "Yes, that would be good": an agreement with more words after it. */
export function startsWithYes(text: string): boolean {
  return /^(?:yes|yeah|yep|sure|ok|okay|ja|gern|gerne|oui|d'accord|si|claro|vale)\b/.test(
    fold(text).trim(),
  );
}
