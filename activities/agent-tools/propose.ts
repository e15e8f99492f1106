import {
  proposeBriefChangeSchema,
  proposeCampaignChangeSchema,
} from '../../contract/claude/agent.ts';
import type { ProposeBriefChange, ProposeCampaignChange } from '../../contract/claude/agent.ts';
import type { BriefDraft, MonthlyBudget } from '../../domain/brief/brief.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { readBudget } from '../../integrations/claude/budget.ts';
import type { ClaudeTool } from '../../integrations/claude/claude-api.ts';
import { readWebsiteUrl } from '../../integrations/claude/website-url.ts';
import { proposeBriefChange } from '../brief-change.ts';
import { proposeCampaignChange } from '../campaign-change.ts';
import { agentTool, looked, read, refused } from './tool.ts';
import type { ToolWork } from './tool.ts';

/** What a proposal needs to know of the question it comes from. */
function origin({ question }: ToolWork) {
  const { projectId, ownerId, messageId } = question.input;
  const conversationId = question.conversation.id;
  return { projectId, ownerId, conversationId, questionId: messageId, now: question.clock() };
}

/** Lays a card about the brief before the person, once the answer is finished. */
export function briefChangeTool(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'propose_brief_change',
    description:
      'Puts a card before the owner with what is different about the business now. Nothing changes before they approve it. At most once in an answer.',
    schema: proposeBriefChangeSchema,
    run: async (wanted) => {
      const view = await read(work, (trx) => currentBrief(trx, work.question.input.projectId));
      const reading = readChanges(wanted, view?.monthlyBudget ?? null);
      if (typeof reading === 'string') return refused(reading);
      const proposed = await proposeBriefChange(work.deps, { ...origin(work), changes: reading });
      if (proposed.kind === 'refused') return refused(proposed.reason);
      work.onFinish.push(async (trx) => void (await proposed.store(trx)));
      return looked('Drafted a change of the brief', { onTheCard: proposed.words });
    },
  });
}

/** What the model wrote as fields of a brief, or what is wrong with it in words. */
function readChanges(
  wanted: ProposeBriefChange,
  budgetNow: { readonly currency: string | null } | null,
): BriefDraft | string {
  const { monthlyBudget, websiteUrl, goal, ...texts } = wanted;
  const changes: { -readonly [Field in keyof BriefDraft]: BriefDraft[Field] } = {};
  for (const field of TEXT_FIELDS) {
    const text = texts[field]?.trim().slice(0, LONGEST_FACT) ?? '';
    if (text !== '') changes[field] = text;
  }
  if (goal !== null) changes.goal = goal;
  if (monthlyBudget !== null) {
    const budget = readAmount(monthlyBudget, budgetNow);
    if (typeof budget === 'string') return budget;
    changes.monthlyBudget = budget;
  }
  if (websiteUrl !== null) {
    const url = readWebsiteUrl(websiteUrl);
    if (url === null) return 'That is not a web address that everyone can open.';
    changes.websiteUrl = url;
  }
  return Object.keys(changes).length === 0 ? 'Nothing was named that should change.' : changes;
}

const TEXT_FIELDS = [
  'businessName',
  'businessDescription',
  'product',
  'targetAudience',
  'location',
  'uniqueSellingPoint',
] as const;
const LONGEST_FACT = 1_000;

/** A figure without a currency keeps the one of the brief. */
function readAmount(
  statement: NonNullable<ProposeBriefChange['monthlyBudget']>,
  now: { readonly currency: string | null } | null,
): MonthlyBudget | string {
  const currency = statement.currency ?? now?.currency ?? null;
  const reading = readBudget({ ...statement, currency });
  if (reading.kind === 'budget') return reading.budget;
  return `The budget cannot be taken, because ${reading.why}.`;
}

/** Lays a card about the running campaign before the person, once the answer is finished. */
export function campaignChangeTool(work: ToolWork): ClaudeTool {
  return agentTool(work, {
    name: 'propose_campaign_change',
    description:
      'Puts a card before the owner that changes the campaign: the amount a day, the last day, the places, or one more ad. Nothing changes before they approve it. At most once in an answer.',
    schema: proposeCampaignChangeSchema,
    run: async (wanted) => {
      const changes = given(wanted);
      if (Object.keys(changes).length === 0)
        return refused('Nothing was named that should change.');
      const proposed = await proposeCampaignChange(work.deps, { ...origin(work), changes });
      if (proposed.kind === 'refused') return refused(proposed.reason);
      work.onFinish.push(async (trx) => void (await proposed.store(trx)));
      return looked('Drafted a change of the campaign', { onTheCard: proposed.words });
    },
  });
}

function given({ dailyAmount, lastDay, places, newAd }: ProposeCampaignChange) {
  return {
    ...(dailyAmount === null ? {} : { dailyAmount }),
    ...(lastDay === null ? {} : { lastDay }),
    ...(places === null ? {} : { places }),
    ...(newAd === null ? {} : { newAd }),
  };
}
