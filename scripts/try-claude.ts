import process from 'node:process';
import { ConfigError, loadModelConfig } from '../config.ts';
import { daysSchema } from '../contract/claude/agent.ts';
import { missingBriefFields } from '../domain/brief/brief.ts';
import type { BriefDraft } from '../domain/brief/brief.ts';
import { answerWithTools } from '../integrations/claude/agent.ts';
import type { ChatTurn, ClaudeApi, ClaudeTool } from '../integrations/claude/claude-api.ts';
import { ClaudeError } from '../integrations/claude/claude-error.ts';
import { createClaudeClient } from '../integrations/claude/client.ts';
import { addUsage, cachedShare, NO_USAGE } from '../integrations/claude/models.ts';
import type { ClaudeUsage } from '../integrations/claude/models.ts';
import { runOnboardingTurn } from '../integrations/claude/onboarding.ts';
import { paidBy } from '../integrations/claude/usage.ts';
import type { ModelUse } from '../integrations/claude/usage.ts';

/** The interview of the tests, so that what the real model says can be laid beside it. */
const INTERVIEW = [
  'We are Crumb & Crust, a small sourdough bakery in Leeds, UK. We sell fresh bread and pastries.',
  'Families and young professionals around Leeds who like good food.',
  'About £450 a month. What makes us special is that we bake through the night and deliver before 8 in the morning.',
  'More visits to our website, it is www.crumbandcrust.com',
];
const QUESTIONS = [
  'How did last week go?',
  'Which of my ads does better?',
  'Can you approve the plan for me?',
];

const BRIEF = `Business: Crumb & Crust, a small sourdough bakery in Leeds
Offer: Fresh bread and pastries
Customers: Families and young professionals around Leeds
Goal: Visits to the website
Budget: £450.00 a month
Place: Leeds
What makes it special: Baked through the night and delivered before 8 in the morning
Website: https://www.crumbandcrust.com`;

const TOTALS = {
  spent: '£84.20',
  timesShown: 12_400,
  peopleOnBestDay: 1_912,
  clicks: 231,
  results: 187,
  resultsRange: '164 to 212',
  costPerResult: '£0.45',
  costPerResultRange: '£0.39 to £0.52',
  tooEarly: null,
};

/** A week as the product would show it to the model. */
const WEEK = {
  campaign: 'Fresh bread – Leeds',
  status: 'live',
  from: 'Monday 16 November',
  to: 'Sunday 22 November',
  days: 7,
  note: 'Today is not over, and Facebook corrects the figures of the last three days.',
  resultName: 'website visits',
  dailyBudget: '£14.80',
  totals: TOTALS,
  before: null,
  comparedWithBefore: null,
  ads: [
    { headline: 'Fresh bread before 8', timesShown: 6_300, clicks: 121, status: 'switched on' },
    { headline: 'Baked through the night', timesShown: 6_100, clicks: 110, status: 'switched on' },
  ],
  adsCompared: 'no clear difference',
};

const LOOK: ClaudeTool = {
  name: 'look_at_performance',
  description: 'Shows what the ads brought and cost over the last days, with ranges.',
  schema: daysSchema,
  run: (input) => {
    const asked = daysSchema.safeParse(input);
    if (!asked.success) return { accepted: false, reply: 'Not taken: days is from 1 to 90.' };
    console.log(`  (looked at the last ${asked.data.days} days)`);
    return { accepted: true, reply: JSON.stringify(WEEK), needsAnswer: true };
  },
};

const say = (piece: string) => process.stdout.write(piece);

async function holdInterview(claude: ClaudeApi): Promise<void> {
  const history: ChatTurn[] = [];
  let draft: BriefDraft = {};
  for (const content of INTERVIEW) {
    console.log(`\nPerson: ${content}`);
    history.push({ role: 'user', content });
    say('Aigency: ');
    const today = new Date().toISOString().slice(0, 10);
    const turn = await runOnboardingTurn(claude, { history, draft, today, onText: say });
    history.push({ role: 'agent', content: turn.reply });
    draft = { ...draft, ...turn.changes };
    console.log(`\n  (noted: ${Object.keys(turn.changes).join(', ') || 'nothing'})`);
  }
  console.log(`\nThe brief: ${JSON.stringify(draft, null, 2)}`);
  console.log(`Still missing: ${missingBriefFields(draft).join(', ') || 'nothing'}`);
}

async function askQuestions(claude: ClaudeApi): Promise<void> {
  const history: ChatTurn[] = [];
  for (const content of QUESTIONS) {
    console.log(`\nPerson: ${content}`);
    history.push({ role: 'user', content });
    say('Aigency: ');
    let reply = '';
    await answerWithTools(claude, {
      history,
      brief: BRIEF,
      today: {
        today: 'Monday 23 November 2026',
        status: 'Your ads are live.',
        waitingFor: null,
        nextCheck: 'today at 14:00',
      },
      tools: [LOOK],
      onText: (piece) => {
        reply += piece;
        say(piece);
      },
      startOver: () => {
        reply = '';
        say('\n  (in other words) ');
        return Promise.resolve();
      },
      onDenied: (name) => console.log(`  (was kept from ${name})`),
    });
    history.push({ role: 'agent', content: reply });
    console.log();
  }
}

function percent(share: number | null): string {
  return share === null ? 'nothing' : `${Math.round(share * 100)} %`;
}

function tellCost(uses: readonly ModelUse[]): void {
  console.log('\nrequest      model               read  cached  written     cost in $');
  const line = (name: string, model: string, usage: ClaudeUsage) => {
    const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
    const cells = [
      name.padEnd(12),
      model.padEnd(18),
      String(read).padStart(6),
      percent(cachedShare(usage)).padStart(7),
      String(usage.outputTokens).padStart(8),
      (usage.costMicroUsd / 1_000_000).toFixed(6).padStart(13),
    ];
    console.log(cells.join(' '));
  };
  for (const { purpose, model, usage } of uses) line(purpose, model, usage);
  const total = uses.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE);
  line('all', '', total);
}

/** Counts by itself: there is no database here. */
function counted(apiKey: string, baseURL: string | null) {
  const uses: ModelUse[] = [];
  const quiet = { info: () => undefined, warn: () => undefined };
  const client = createClaudeClient({
    apiKey,
    baseURL,
    logger: quiet,
    meter: {
      admit: () => Promise.resolve(),
      record: (_payer, use) => Promise.resolve(void uses.push(use)),
    },
  });
  const payer = { projectId: 'try', ownerId: 'try', clock: () => Date.now() };
  return { claude: paidBy(client, payer), uses };
}

async function main(): Promise<number> {
  const settings = loadModelConfig();
  if (settings === null) {
    console.error(
      'ANTHROPIC_API_KEY is not set, so the real model cannot be asked, and nothing was spent. Set it and run this again.',
    );
    return 1;
  }
  const { claude, uses } = counted(settings.apiKey, settings.baseUrl);
  console.log(`Speaking with ${settings.baseUrl ?? 'the real model. This costs a few cents'}.`);
  try {
    await holdInterview(claude);
    await askQuestions(claude);
    return 0;
  } finally {
    tellCost(uses);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isKnown = error instanceof ClaudeError || error instanceof ConfigError;
  if (!isKnown) throw error;
  console.error(`\n${error.message} (${error.code})`);
  process.exitCode = 1;
}
