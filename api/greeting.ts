/** The first words in every project: what happens here, and the first question. */
export const GREETING = [
  'Hello, I am your marketing agency. Tell me about your business and I write a short brief. Then I show you a plan for Facebook: the ads, who sees them and what they cost.',
  'Nothing is published and no money is spent before you have seen the plan and approved it. After that I look after the ads every few hours and tell you what I see.',
  'Let us start simply. What does your business do? And which product or service should more people find?',
].join('\n\n');

/** What the project list says until the first answer. */
export const FIRST_HEADLINE = 'Tell me about your business, so that I can write your brief.';
export const FIRST_CONVERSATION_TITLE = 'Getting to know you';
