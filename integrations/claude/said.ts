import type { BudgetTalk } from '../../domain/brief/budget-said.ts';
import { figuresIn } from '../../domain/brief/figures.ts';
import { isGrounded } from '../../domain/brief/grounding.ts';
import type { Grounding } from '../../domain/brief/grounding.ts';
import type { ChatTurn } from './claude-api.ts';
import { isPlainText } from './plain-text.ts';
import { websiteIn } from './website-url.ts';

/** What the person themselves put into the conversation, as far as it is remembered. */
export type Said = {
  /** Their messages, oldest first. */
  readonly messages: readonly string[];
  /** Everything a fact may be taken from. */
  readonly texts: readonly string[];
  /** Our own last question, where the person did little more than agree to it ("yes please"). */
  readonly agreedTo: string | null;
  /** Our own last question, whatever they answered. */
  readonly asked: string;
};

/** An answer this short may be a yes to what we proposed. */
const SHORT_ANSWER_WORDS = 6;
const QUESTION = /[^.!?。？؟\n]*[?？؟]/gu;

/** @param known facts that were recorded before: they were said, even where the message is out of sight by now. */
export function saidIn(history: readonly ChatTurn[], known: readonly string[]): Said {
  const own = history.filter(({ role }) => role === 'user').map(({ content }) => content);
  const latest = own.at(-1) ?? '';
  const proposal = history.findLast(({ role }) => role === 'agent')?.content ?? '';
  const isShort = (latest.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) <= SHORT_ANSWER_WORDS;
  const isBare = isShort && figuresIn(latest).size === 0 && websiteIn(latest) === null;
  // Only a question can be agreed to; whatever else we wrote is no word of theirs.
  const questions = proposal.match(QUESTION)?.join(' ') ?? '';
  return {
    messages: own,
    texts: [...own, ...known],
    agreedTo: isBare && questions !== '' ? questions : null,
    asked: questions,
  };
}

/** Whether the person said a fact, or agreed to it in plain words. */
export function wasSaid(value: string, { texts, agreedTo }: Said, how: Grounding): boolean {
  if (isGrounded(value, texts, how)) return true;
  if (agreedTo === null || value.length > LONGEST_PROPOSAL || !isPlainText(value)) return false;
  return isGrounded(value, [...texts, agreedTo], how);
}

const LONGEST_PROPOSAL = 120;

/** What was said about money: by the person, and by us where they did little more than agree. */
export function budgetTalk({ messages, agreedTo, asked }: Said): BudgetTalk {
  return { messages, agreedTo: agreedTo ?? '', asked };
}

/** An address letter for letter, however its dots were spelled out. */
export function addressWasSaid(address: string, { texts }: Said): boolean {
  const bare = address.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  return letters(texts.join('\n')).includes(letters(bare));
}

function letters(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(?:dot|punkt|point|punto|slash|dash|hyphen|minus|bindestrich|tiret|guion)\b/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
