import type { BriefDto } from '../../../contract/model.ts';
import type { EditBrief } from '../../../contract/http.ts';
import { GOALS } from '../../../domain/brief/brief.ts';
import type { BriefFact, Goal } from '../../../domain/brief/brief.ts';
import { isCurrencyCode, minorUnitsPerMajor, moneyFromMajor } from '../../../domain/money.ts';
import { money } from '../format.ts';

export const FIELD_LABELS: Readonly<Record<BriefFact, string>> = {
  businessName: 'Name of your business',
  businessDescription: 'Your business',
  product: 'What to advertise',
  targetAudience: 'Who it is for',
  goal: 'What you want',
  monthlyBudget: 'Monthly budget',
  location: 'Where',
  uniqueSellingPoint: 'What sets you apart',
  websiteUrl: 'Website',
};

export const GOAL_WORDS: Readonly<Record<Goal, string>> = {
  LEADS: 'Enquiries from new customers',
  SALES: 'Sales on your website',
  TRAFFIC: 'Visits to your website',
  APP_INSTALLS: 'Installs of your app',
};

const SOURCE_WORDS = { said: 'You said', website: 'From your website', edited: 'You changed it' };

export function sourceWords(brief: BriefDto, field: BriefFact): string | null {
  const source = brief.sources[field];
  return source === undefined ? null : SOURCE_WORDS[source];
}

/** The row's value as people read it. */
export function fieldWords(brief: BriefDto, field: BriefFact): string {
  if (field === 'goal') return brief.goal === null ? 'Not said yet' : GOAL_WORDS[brief.goal];
  if (field === 'monthlyBudget') {
    const budget = brief.monthlyBudget;
    return budget === null ? 'Not said yet' : `${money(budget.minor, budget.currency)} a month`;
  }
  return brief[field] ?? (field === 'websiteUrl' ? 'None' : 'Not said yet');
}

/** The row's value as it is edited; a budget in major units. */
export function editableValue(brief: BriefDto, field: BriefFact): string {
  if (field !== 'monthlyBudget') return brief[field] ?? '';
  const budget = brief.monthlyBudget;
  if (budget === null) return '';
  const { currency } = budget;
  const per = currency !== null && isCurrencyCode(currency) ? minorUnitsPerMajor(currency) : 100;
  return String(budget.minor / per);
}

export type ParsedEdit =
  | { readonly ok: true; readonly changes: EditBrief['changes'] }
  | { readonly ok: false; readonly problem: string };

const no = (problem: string): ParsedEdit => ({ ok: false, problem });

/** What was typed into a row, as a change for the API, or why it cannot be one. */
export function parseEdit(brief: BriefDto, field: BriefFact, typed: string): ParsedEdit {
  const text = typed.trim();
  if (field === 'monthlyBudget') return parseBudget(text, brief.monthlyBudget?.currency ?? null);
  if (field === 'websiteUrl') return parseWebsite(text);
  if (field === 'goal') {
    const goal = GOALS.find((one) => one === text);
    return goal === undefined ? no('Please choose one of these.') : { ok: true, changes: { goal } };
  }
  if (text === '') return no('Please write a few words here. I need them to plan your campaign.');
  return { ok: true, changes: { [field]: text } };
}

function parseBudget(text: string, currency: string | null): ParsedEdit {
  const number = text.replace(/[\s,](?=\d{3}\b)/g, '').replace(/^[^\d-]+/, '');
  const problem = 'Please give the amount as a number, such as 300.';
  if (!/^\d+(?:\.\d+)?$/.test(number)) return no(problem);
  const known = currency !== null && isCurrencyCode(currency) ? currency : null;
  const minor = moneyFromMajor(number, known ?? 'EUR').minor;
  if (minor <= 0) return no(problem);
  return { ok: true, changes: { monthlyBudget: { minor, currency } } };
}

function parseWebsite(text: string): ParsedEdit {
  if (text === '') return { ok: true, changes: { websiteUrl: null } };
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) && new URL(address).hostname.includes('.')
    ? { ok: true, changes: { websiteUrl: address } }
    : no('This does not look like a web address. An example: www.example.com');
}
