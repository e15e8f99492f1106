import { fold } from '../text.ts';

/** Offers for which Facebook has rules of its own, as people describe them. */
const CATEGORIES: readonly (readonly [string, RegExp])[] = [
  [
    'EMPLOYMENT',
    /\bhiring\b|\bvacanc|\bjob offers?\b|\bapprentice|\brecruit|\b(?:drivers|carers|nurses|cooks|staff|people) wanted\b|\bjoin our team\b|\bstellenangebot|\bwir stellen ein\b|\boffres? d.emploi\b|\bofertas? de empleo\b/,
  ],
  [
    'HOUSING',
    /\bestate agen|\blettings?\b|\b(?:flats?|rooms?|houses?|apartments?) to (?:let|rent)\b|\bimmobilien|\binmobiliaria/,
  ],
  [
    'FINANCIAL_PRODUCTS_SERVICES',
    /\bmortgage|\bloans?\b|\binsurance\b|\bpension plan|\bkredit|\bversicherung|\bhipoteca/,
  ],
  ['ISSUES_ELECTIONS_POLITICS', /\belection|\bpolitical\b|\bpetition\b|\bwahlkampf\b/],
  ['ONLINE_GAMBLING_AND_GAMING', /\bcasino|\bbetting\b|\bsportwetten\b|\bapuestas\b/],
];

export function categoryOf(texts: readonly string[]): string | null {
  const plain = fold(texts.join('\n'));
  return CATEGORIES.find(([, words]) => words.test(plain))?.[0] ?? null;
}

const THANKS = {
  en: 'Thank you. We will answer you soon.',
  de: 'Danke. Wir melden uns bald bei Ihnen.',
  fr: 'Merci. Nous vous répondrons bientôt.',
  es: 'Gracias. Le responderemos pronto.',
} as const;

export function leadFormIn(language: keyof typeof THANKS) {
  return { questions: ['FULL_NAME', 'EMAIL', 'PHONE'], thanks: THANKS[language] };
}
