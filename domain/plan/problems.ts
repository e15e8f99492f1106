/** Why no plan could be made. Codes are for programs, words for people. */
const PROBLEMS = {
  'plan.brief_incomplete':
    'I am still missing something about your business before I can plan. Please answer my last question, and I will go on. Nothing was planned yet.',
  'plan.not_connected':
    'Facebook is not connected for this project, so I could not plan. Please connect it, and I will start. Nothing was planned yet.',
  'plan.currency_unknown':
    'Your ad account is billed in a currency I cannot handle safely yet. Please choose another ad account. Nothing was planned.',
  'plan.currency_mismatch':
    'The monthly amount in your brief is in another currency than your ad account is billed in. Please change the amount in the brief to the account’s currency, and I will plan. Nothing was planned yet.',
  'plan.budget_too_low':
    'The monthly amount in your brief is below what Facebook asks for each day in this ad account. Please raise it in the brief, and I will plan. Nothing was planned yet.',
  'plan.website_missing':
    'For this goal the ads need a web address to lead to. Please tell me the address of your website, and I will plan. Nothing was planned yet.',
  'plan.place_not_found':
    'I could not find the place from your brief on Facebook. Please name a city, a region or a country, for example "Leeds, United Kingdom", and I will plan again. Nothing was planned yet.',
  'plan.page_not_usable':
    'Facebook does not let me advertise for the chosen Page. Please choose another Page or ask its owner to make you an advertiser. Nothing was planned.',
  'plan.politics_in_eu':
    'Facebook no longer shows ads about politics, votes or social issues in the EU, so I cannot plan this campaign there. Please name another place in the brief. Or tell me if the ads are about something else. Nothing was planned.',
  'plan.copy_refused':
    'I could not find words for your ads that Facebook is likely to accept. The line at fault is named above. Please tell me how you would say it, and I will plan again. Nothing was planned.',
  'plan.text_too_long':
    'I could not write ad texts short enough for Facebook this time. Please tell me to try again. Nothing was planned.',
  'plan.picture_failed':
    'I could not draw the pictures for the ads. Please tell me in the chat to try again. Nothing was planned.',
} as const;

export type PlanProblemCode = keyof typeof PROBLEMS;

export function isPlanProblemCode(code: string): code is PlanProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

export function planProblemWords(code: PlanProblemCode): string {
  return PROBLEMS[code];
}
