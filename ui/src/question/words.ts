import type { QuestionDto } from '../../../contract/launch.ts';

export type Category = NonNullable<QuestionDto['facts']['suggested']>;

/** Facebook's special kinds of advertising in the words of somebody who never heard of them. */
export const CATEGORIES: readonly { readonly id: Category; readonly words: string }[] = [
  { id: 'EMPLOYMENT', words: 'Jobs: a position, training for work, or a job fair' },
  { id: 'HOUSING', words: 'Homes: selling, letting, insuring or repairing them' },
  {
    id: 'FINANCIAL_PRODUCTS_SERVICES',
    words: 'Money: loans, credit cards, insurance, shares or savings',
  },
  {
    id: 'ISSUES_ELECTIONS_POLITICS',
    words: 'Politics: elections, parties, laws or public debate',
  },
  { id: 'ONLINE_GAMBLING_AND_GAMING', words: 'Gambling or games for money on the internet' },
];

export function categoryWords(category: Category): string {
  return CATEGORIES.find(({ id }) => id === category)?.words ?? 'Something else';
}

/** What was answered, on one line. */
export function answerWords({ kind, answer }: QuestionDto): string {
  if (kind === 'lead-form-privacy') {
    const url = answer?.privacyPolicyUrl ?? null;
    return url === null
      ? 'You said: no form on Facebook; the ads lead to your website'
      : `You said: your privacy policy is at ${url}`;
  }
  const category = answer?.category ?? null;
  return category === null
    ? 'You said: your ads are about none of the special subjects'
    : `You said your ads are about this: ${categoryWords(category)}`;
}

/** A web address as people type it, made whole; null when it is none. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !URL.canParse(address)) return null;
  return new URL(address).hostname.includes('.') ? address : null;
}
