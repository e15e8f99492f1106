import type { Phrases } from './phrases.ts';

export const EN: Phrases = {
  noted: [
    (quote) => `Thanks, I noted “${quote}”.`,
    (quote) => `Got it: “${quote}”.`,
    (quote) => `Understood: “${quote}”.`,
  ],
  heardName: (name) => `Nice to meet ${name}.`,
  heardLocation: (place) => `The ads will be shown here: ${place}.`,
  heardGoal: {
    LEADS: 'So people should get in touch with you.',
    SALES: 'So people should buy from you.',
    TRAFFIC: 'So people should visit your website.',
    APP_INSTALLS: 'So people should install your app.',
  },
  heardBudget: (stated, other) =>
    other === null ? `${stated} it is.` : `${stated} it is. That is about ${other}.`,
  heardWebsite: (host) => `The ads will lead to ${host}.`,
  heardNoWebsite: 'No website is fine. People can leave their details in a form on Facebook.',
  foundOnWebsite: (found) => `I read your website and noted: ${found}. Tell me what is not right.`,
  websiteClosed: 'I could not open your website just now.',
  perDay: (amount) => `${amount} a day`,
  perWeek: (amount) => `${amount} a week`,
  perMonth: (amount) => `${amount} a month`,
  thanks: 'Thanks.',
  ask: {
    businessDescription: 'What does your business do?',
    product: 'Which product or service should the ads be about?',
    targetAudience: 'Who are your best customers, the people who should see the ads?',
    goal: 'What should people do after seeing the ad: get in touch, buy something, visit your website, or install an app?',
    monthlyBudget: 'What would you like to spend on ads in a month?',
    location: 'In which town, region or country should people see the ads?',
    uniqueSellingPoint: 'Why do people choose you and not someone else?',
    websiteUrl: 'Do you have a website, and what is its address?',
  },
  askAgain: {
    businessDescription:
      'Tell me in one sentence what you do, for example “a hair salon for curly hair”.',
    product: 'Name one thing you would like to sell more of, for example “wedding cakes”.',
    targetAudience: 'Think of the last people who bought from you. Who were they?',
    goal: 'Which of these helps you most: that people get in touch, buy something, visit your website, or install an app?',
    monthlyBudget: 'A rough figure is enough, for example “10 a day” or “300 a month”.',
    location: 'Name a town, a region or a country, for example “Leeds and 20 km around”.',
    uniqueSellingPoint: 'What do customers praise, for example “always on time” or “made by hand”?',
    websiteUrl: 'Write the address as you have it, or say that there is none.',
  },
  smallBudget: (perDay) =>
    `That is about ${perDay}, which reaches very few people. From about 5 a day it becomes easier to see what works. You can raise it, or we stay with it.`,
  suggestBudget:
    'Many small businesses begin with 5 to 15 a day in their own money. Shall I put down 10 a day?',
  offerForm:
    'Without a website, people can leave their details in a form on Facebook. Shall I plan it that way?',
  complete:
    'That is all I need. I will show you a short summary now, so that you can check that I understood you.',
  changed: 'I changed that. I will show you the summary again, so that you can check it.',
  nothingOpen:
    'I have everything I need. Look at the summary, and tell me if something should be different.',
  hello: 'Hello. I will ask a few short questions, and then plan your first ads.',
  cannotFollow: 'I can only help with ads for your business here, so let us go on with that.',
  mistaken: 'I did not get one of those details right.',
  answers: {
    cost: 'You decide what you spend, and Facebook charges your own ad account. Nothing is spent before you approve a plan.',
    time: 'The questions take about three minutes. After you approve the plan, the ads are set up in a few minutes and Facebook checks them, often within a day.',
    results:
      'I cannot promise a number. With the plan you will see a range of what is likely, and what it is based on.',
    why: 'I ask so that the right people see your ads and the words fit your business.',
    who: 'I am Aigency, a program that plans and looks after Facebook ads for small businesses.',
    other: 'I will come back to that once I know your business a little better.',
  },
};
