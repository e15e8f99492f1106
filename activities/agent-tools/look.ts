import { daysSchema, nothingSchema } from '../../contract/claude/agent.ts';
import { APPROVAL_SUBJECTS } from '../../domain/approval/approval.ts';
import { completeBrief } from '../../domain/brief/brief.ts';
import { budgetWords } from '../../domain/brief/budget-words.ts';
import { briefText, draftFrom } from '../../domain/brief/draft.ts';
import { momentWords } from '../../domain/monitoring/calendar.ts';
import { formatMoney, parseCurrency } from '../../domain/money.ts';
import { longDay } from '../../domain/plan/words.ts';
import type { Trx } from '../../db/client.ts';
import { listActivity } from '../../db/repositories/activity.ts';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { listProjectNotifications } from '../../db/repositories/notifications.ts';
import { getProject } from '../../db/repositories/projects.ts';
import type { ClaudeTool } from '../../integrations/claude/claude-api.ts';
import { campaignInQuestion, campaignStatus, readPerformance } from './performance.ts';
import { agentTool, looked, read } from './tool.ts';
import type { ToolWork } from './tool.ts';

const RECENT = 15;

/** What the agent may look at; nothing changes by any of it. */
export function lookingTools(work: ToolWork): readonly ClaudeTool[] {
  return [
    lookAtBrief(work),
    lookAtPlan(work),
    lookAtPerformance(work),
    lookAtActivity(work),
    lookAtApprovals(work),
    lookAtNotifications(work),
  ];
}

/** The newest brief in words, with its version; null before anything is known. */
export async function briefInWords(trx: Trx, projectId: string): Promise<string | null> {
  const view = await currentBrief(trx, projectId);
  const brief = view === null ? null : completeBrief(draftFrom(view));
  return brief === null ? null : briefText(brief, budgetWords(brief.monthlyBudget));
}

function lookAtBrief(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_brief',
    description: 'Shows the brief as it stands now: what the business is, wants and can spend.',
    schema: nothingSchema,
    run: async () => {
      const brief = await read(work, (trx) => briefInWords(trx, work.question.input.projectId));
      return looked('Looked at the brief', { brief: brief ?? 'There is no whole brief yet.' });
    },
  });
}

function lookAtPlan(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_plan',
    description:
      'Shows the campaign: its state, amount a day, last day, who sees it, and the words of its ads.',
    schema: nothingSchema,
    run: async () => {
      const plan = await read(work, (trx) => planInWords(trx, work.question.input.projectId));
      return looked('Looked at the plan', plan ?? { plan: 'There is no campaign plan yet.' });
    },
  });
}

async function planInWords(trx: Trx, projectId: string) {
  const campaign = await campaignInQuestion(trx, projectId);
  if (campaign === null) return null;
  const { plan } = campaign;
  const { forecast } = plan;
  const money = (minor: number): string =>
    formatMoney({ minor, currency: parseCurrency(campaign.currency) });
  return {
    campaign: campaign.name,
    status: campaignStatus(campaign),
    dailyBudget: money(campaign.dailyBudgetMinor),
    lastDay: plan.lastDay === undefined ? null : longDay(plan.lastDay),
    whoSeesIt: plan.adSets.map(({ audience }) => audience.inWords),
    ads: plan.adSets
      .flatMap(({ ads }) => ads)
      .map(({ primaryText, headline, description }) => ({ primaryText, headline, description })),
    expected:
      forecast === null
        ? 'too early to tell'
        : `${forecast.low} to ${forecast.high} ${forecast.what} in ${forecast.periodDays} days (${forecast.basis})`,
    why: plan.reasoning,
    facebookAllows:
      'On one day up to 175 % of the daily average, in a week never more than 7 times it.',
  };
}

function lookAtPerformance(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_performance',
    description:
      'Shows what the ads brought and cost over the last days: sums with their ranges, each day, each ad, and what is too early to tell.',
    schema: daysSchema,
    run: async ({ days }) => {
      const { input, clock } = work.question;
      const found = await read(work, (trx) =>
        readPerformance(trx, { projectId: input.projectId, days, now: clock() }),
      );
      const step = days === 1 ? 'Looked at today' : `Looked at the last ${days} days`;
      return looked(
        step,
        found ?? { performance: 'No ads have run yet, so there are no numbers.' },
      );
    },
  });
}

function lookAtActivity(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_activity',
    description: 'Shows what was done lately, by whom and why, newest first.',
    schema: nothingSchema,
    run: async () => {
      const { projectId } = work.question.input;
      const found = await read(work, async (trx) => {
        const when = await whenWords(trx, projectId);
        const entries = await listActivity(trx, projectId, RECENT);
        return entries.map(({ at, actor, what, why, outcome }) => ({
          when: when(at),
          by: BY[actor],
          what,
          why,
          outcome,
        }));
      });
      return looked('Looked at what was done', { activity: found });
    },
  });
}

const BY = { agent: 'you', person: 'the owner', facebook: 'Facebook', operator: 'an operator' };

function lookAtApprovals(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_approvals',
    description:
      'Shows the cards put before the owner: what for, whether they were decided, and until when.',
    schema: nothingSchema,
    run: async () => {
      const { projectId } = work.question.input;
      const found = await read(work, async (trx) => {
        const when = await whenWords(trx, projectId);
        const cards = (await listApprovals(trx, projectId)).slice(-RECENT).toReversed();
        return cards.map((card) => ({
          about: APPROVAL_SUBJECTS[card.kind],
          state: CARD_STATES[card.status],
          asked: when(card.requestedAt),
          decided: card.decidedAt === null ? null : when(card.decidedAt),
          waitsUntil:
            card.status === 'PENDING' && card.expiresAt !== null ? when(card.expiresAt) : null,
          reason: card.reason,
        }));
      });
      return looked('Looked at your cards', { cards: found });
    },
  });
}

const CARD_STATES = {
  PENDING: 'waits for the owner',
  GRANTED: 'approved',
  REJECTED: 'declined',
  EXPIRED: 'ran out undecided',
  SUPERSEDED: 'replaced by a newer card',
} as const;

function lookAtNotifications(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'look_at_notifications',
    description: 'Shows the latest notices the owner got, and whether they were read.',
    schema: nothingSchema,
    run: async () => {
      const { projectId } = work.question.input;
      const found = await read(work, async (trx) => {
        const when = await whenWords(trx, projectId);
        const bells = await listProjectNotifications(trx, projectId, RECENT);
        return bells.map(({ title, body, createdAt, readAt }) => ({
          when: when(createdAt),
          title,
          body,
          read: readAt !== null,
        }));
      });
      return looked('Looked at your notices', { notices: found });
    },
  });
}

/** Instants as days of the owner's own calendar. */
async function whenWords(trx: Trx, projectId: string): Promise<(at: number) => string> {
  const timezone = (await getProject(trx, projectId))?.timezone ?? 'UTC';
  return (at) => momentWords(at, timezone);
}
