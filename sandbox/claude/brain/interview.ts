import type { Answer } from '../http/answer.ts';
import type { JsonObject } from '../json.ts';
import { asArray, asObject, asText } from '../json.ts';
import type { Random } from '../random.ts';
import { askedIn, PHRASES, type Asked } from './asked.ts';
import { acknowledge, perDayAmount } from './acknowledge.ts';
import { languageOf } from './language.ts';
import { intentOf, startsWithYes, type Intent } from './intent.ts';
import type { Phrases } from './phrases/phrases.ts';
import { readMessage, type Facts, type Field } from './read/message.ts';
import { emptyInput } from './schema-fill.ts';

/** The order of an easy conversation: what, where, who, why you, then aims and money. */
const ORDER: readonly Field[] = [
  'businessDescription',
  'product',
  'location',
  'targetAudience',
  'uniqueSellingPoint',
  'websiteUrl',
  'goal',
  'monthlyBudget',
];
/** Answers to two of these at once could not be told apart. */
const FREE_WORDS: readonly Field[] = [
  'businessDescription',
  'product',
  'targetAudience',
  'uniqueSellingPoint',
];

export type Conversation = {
  /** What the person said, newest first. */
  readonly said: readonly string[];
  /** Our previous message; empty at the beginning. */
  readonly lastReply: string;
  readonly known: JsonObject;
  readonly missing: readonly Field[];
  /** How reading the person's website went; null where nobody tried. */
  readonly website: string | null;
  /** Facts that only the website told. */
  readonly foundOnWebsite: JsonObject;
  readonly tool: { readonly name: string; readonly schema: JsonObject };
};

/** One turn of the interview: what was heard goes into the tool call, the reply says so and asks on. */
export function interview(conversation: Conversation, random: Random): Answer {
  const latest = conversation.said[0] ?? '';
  const phrases = PHRASES[languageOf(conversation.said)];
  const asked = askedIn(conversation.lastReply, conversation.known);
  const intent = intentOf(latest);
  const facts = factsFrom(conversation, { latest, asked, intent });
  const missing = stillMissing(conversation, facts);
  const reply = [
    ...acknowledge(facts, phrases, random),
    ...tellOfWebsite(conversation, facts, phrases),
    ...helpWith(conversation, { latest, asked, intent, facts, phrases }),
    ...nextQuestions({
      conversation,
      facts,
      missing,
      asked,
      phrases,
      isGreeting: intent === 'greeting',
    }),
  ].join(' ');
  const input = { ...emptyInput(conversation.tool.schema), ...facts };
  const toolCalls =
    Object.keys(facts).length === 0 ? [] : [{ name: conversation.tool.name, input }];
  return { text: reply, toolCalls };
}

/** After a tool result came back: either words are still owed, or a fact was not accepted. */
export function afterToolResult(conversation: Conversation, wasRefused: boolean): Answer {
  const phrases = PHRASES[languageOf(conversation.said)];
  const field = conversation.missing[0];
  const question = field === undefined ? phrases.nothingOpen : phrases.askAgain[field];
  const text = wasRefused ? `${phrases.mistaken} ${question}` : question;
  return { text, toolCalls: [] };
}

type Turn = {
  readonly latest: string;
  readonly asked: Asked;
  readonly intent: Intent;
};

/** A figure and little else: "5 then", "ok, 10". */
const BARE_FIGURE = /^\D{0,25}\d[\d.,]*\D{0,20}$/;

function factsFrom(conversation: Conversation, { latest, asked, intent }: Turn): Facts {
  if (intent === 'order' || intent === 'greeting') return {};
  const agrees = intent === 'yes' || startsWithYes(latest);
  if (intent === 'unsure') return factsFromUnsure(latest, asked);
  const reraises = asked.warnedOfBudget && BARE_FIGURE.test(latest);
  const fields = reraises ? [...asked.fields, 'monthlyBudget' as const] : asked.fields;
  const facts = readMessage(latest, {
    asked: intent === 'question' || intent === 'yes' ? [] : fields,
    again: asked.again,
    known: new Set(Object.keys(conversation.known)),
    hasWebsite: asText(conversation.known['websiteUrl']) !== '',
    smallFigureIsDaily: asked.suggestedBudget || asked.again.includes('monthlyBudget') || reraises,
  });
  if (Object.keys(facts).length > 0 || !agrees) return facts;
  if (asked.offeredForm) return { goal: 'LEADS' };
  if (!asked.suggestedBudget) return {};
  return { monthlyBudget: { amount: '10', period: 'day', currency: null } };
}

/** Said twice that they do not know: it stands as said, so that the conversation does not stall. */
function factsFromUnsure(latest: string, asked: Asked): Facts {
  const field = asked.again.find((candidate) => FREE_WORDS.includes(candidate));
  return field === undefined ? {} : { [field]: latest.trim() };
}

function stillMissing(conversation: Conversation, facts: Facts): readonly Field[] {
  const goal = facts.goal ?? conversation.known['goal'];
  const hasAddress =
    facts.websiteUrl !== undefined || asText(conversation.known['websiteUrl']) !== '';
  const open = new Set<Field>(conversation.missing.filter((field) => facts[field] === undefined));
  open.delete('websiteUrl');
  if (goal !== undefined && goal !== 'LEADS' && !hasAddress) open.add('websiteUrl');
  return ORDER.filter((field) => open.has(field));
}

/** What the website told, said once: in the answer to the message that names it. */
function tellOfWebsite(
  { website, foundOnWebsite }: Conversation,
  facts: Facts,
  phrases: Phrases,
): readonly string[] {
  if (facts.websiteUrl === undefined || website === null) return [];
  if (website !== 'read') return [phrases.websiteClosed];
  const found = Object.entries(foundOnWebsite)
    .filter(([field]) => !(field in facts))
    .map(([, value]) => asText(value))
    .filter((value) => value !== '');
  return found.length === 0 ? [] : [phrases.foundOnWebsite(found.join(', '))];
}

type Help = Turn & { readonly facts: Facts; readonly phrases: Phrases };

/** Answers to questions, and a way on where the person is stuck. */
function helpWith(conversation: Conversation, help: Help): readonly string[] {
  const { intent, facts, phrases, asked, latest } = help;
  const perDay =
    facts.monthlyBudget === undefined ? null : perDayAmount(facts.monthlyBudget, phrases);
  if (perDay !== null) return [phrases.smallBudget(perDay)];
  if (Object.keys(facts).length > 0) return [];
  if (intent === 'greeting') return conversation.lastReply === '' ? [phrases.hello] : [];
  if (intent === 'order') return [phrases.cannotFollow];
  if (intent === 'question') return [answerTo(latest, phrases)];
  if (intent === 'unsure') return [];
  return asked.fields.length === 0 && intent === 'facts' ? [phrases.thanks] : [];
}

function answerTo(question: string, phrases: Phrases): string {
  const { answers } = phrases;
  const asks = (words: RegExp) => words.test(question.toLowerCase());
  if (asks(/cost|price|charge|pay|fee|kost|preis|zahl|coût|coute|prix|payer|cuesta|precio|pagar/)) {
    return answers.cost;
  }
  if (asks(/how long|when|lange|wann|combien de temps|quand|cuánto tiempo|cuándo|cuando/)) {
    return answers.time;
  }
  if (
    asks(
      /how many|result|guarantee|work\?|wie viele|ergebnis|bringt|résultat|marche|resultado|funciona/,
    )
  ) {
    return answers.results;
  }
  if (asks(/why|warum|wieso|pourquoi|por qué/)) return answers.why;
  if (
    asks(/who are you|are you|wer bist|wer sind sie|qui êtes|quién eres|robot|bot|human|mensch/)
  ) {
    return answers.who;
  }
  return answers.other;
}

type Next = {
  readonly conversation: Conversation;
  readonly facts: Facts;
  readonly missing: readonly Field[];
  readonly asked: Asked;
  readonly phrases: Phrases;
  /** Only said hello: the question is put as if for the first time. */
  readonly isGreeting: boolean;
};

function nextQuestions(next: Next): readonly string[] {
  const { conversation, facts, missing, asked, phrases } = next;
  const [first] = missing;
  if (first === undefined) {
    if (conversation.missing.length > 0) return [phrases.complete];
    return [Object.keys(facts).length > 0 ? phrases.changed : phrases.nothingOpen];
  }
  const hasNoWebsite = facts.hasNoWebsite === true || conversation.known['hasNoWebsite'] === true;
  if (first === 'websiteUrl' && hasNoWebsite) {
    return [asked.offeredForm ? phrases.askAgain.websiteUrl : phrases.offerForm];
  }
  const gaveNothing = Object.keys(facts).length === 0;
  const wasAsked = asked.fields.includes(first);
  if (gaveNothing && wasAsked && first === 'monthlyBudget' && !asked.suggestedBudget) {
    return [phrases.suggestBudget];
  }
  const question = wasAsked && !next.isGreeting ? phrases.askAgain[first] : phrases.ask[first];
  const second = companionOf(first, next, hasNoWebsite);
  return second === null ? [question] : [question, phrases.ask[second]];
}

/** A second question, if its answer can be told from the first one's. */
function companionOf(first: Field, next: Next, hasNoWebsite: boolean): Field | null {
  const { conversation, facts, missing, asked } = next;
  if (asked.fields.includes(first) || first === 'businessDescription') return null;
  if (first === 'uniqueSellingPoint') {
    const isOpen =
      asText(conversation.known['websiteUrl']) === '' && facts.websiteUrl === undefined;
    return isOpen && !hasNoWebsite && !asked.fields.includes('websiteUrl') ? 'websiteUrl' : null;
  }
  const isFree = FREE_WORDS.includes(first);
  const second = missing
    .slice(1)
    .find((field) => field !== 'websiteUrl' && !(isFree && FREE_WORDS.includes(field)));
  const pairs: Readonly<Partial<Record<Field, Field>>> = {
    product: 'location',
    goal: 'monthlyBudget',
  };
  return second !== undefined && pairs[first] === second && !asked.fields.includes(second)
    ? second
    : null;
}

/** Reads what the prompt says about the draft; without that, everything the tool can record is missing. */
export function draftFrom(blocks: readonly JsonObject[], schema: JsonObject) {
  const draft = blocks.find((block) => 'missing' in block || 'known' in block) ?? {};
  const fields = ORDER.filter((field) => field in asObject(schema['properties']));
  const missing = Array.isArray(draft['missing'])
    ? fields.filter((field) => asArray(draft['missing']).includes(field))
    : fields;
  const website = asObject(draft['website']);
  const state = asText(website['state']);
  return {
    known: asObject(draft['known']),
    missing,
    website: state === '' ? null : state,
    foundOnWebsite: asObject(website['found']),
  };
}
