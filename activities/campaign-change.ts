import { ApplicationFailure } from '@temporalio/common';
import type { BriefDraft } from '../domain/brief/brief.ts';
import { readBriefChange } from '../domain/brief/change.ts';
import type { ProposeChangeInput, ProposeChangeResult } from '../domain/lifecycle/work.ts';
import { moneyFromMajor } from '../domain/money.ts';
import { dailyBudgetFrom } from '../domain/plan/budget.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { planProblemWords } from '../domain/plan/problems.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, insertApproval } from '../db/repositories/approvals.ts';
import { conversationOfCard } from '../db/repositories/card-conversation.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { decidedBefore } from './approval.ts';
import { closeOpen, pendingOf } from './brief-change.ts';
import type { ProposalOrigin, Proposed, StoredProposal } from './brief-change.ts';
import { draftChange, stillFits } from './change-draft.ts';
import type { ChangeDraft, ChangeWish } from './change-draft.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

export type ChangeActivities = {
  proposeChange(input: ProposeChangeInput): Promise<ProposeChangeResult>;
};

export function createChangeActivities(deps: ActivityDependencies): ChangeActivities {
  return { proposeChange: (input) => proposeChange(deps, input) };
}

/** What shall be different in the running campaign; absent parts stay as they are. */
export type CampaignChanges = {
  /** Average per day, as a plain decimal number in the money of the ad account. */
  readonly dailyAmount?: string;
  /** YYYY-MM-DD on the account's calendar. */
  readonly lastDay?: string;
  /** Names of all places from then on. */
  readonly places?: readonly string[];
  readonly newAd?: {
    readonly primaryText: string;
    readonly headline: string;
    readonly description: string;
  };
};

/** Drafts a change of the running campaign as a card. Nothing is written before `store`. */
export async function proposeCampaignChange(
  deps: ActivityDependencies,
  input: ProposalOrigin & { readonly changes: CampaignChanges },
): Promise<Proposed> {
  const { dailyAmount, ...changes } = input.changes;
  const wish: ChangeWish = {
    ...changes,
    ...(dailyAmount === undefined ? {} : { daily: (plan) => inMinor(dailyAmount, plan) }),
  };
  const outcome = await draftChange(deps, input, wish);
  if (!outcome.ok) return { kind: 'refused', reason: outcome.problem };
  const { draft } = outcome;
  const id = derivedId('campaign-change', input.questionId);
  return {
    kind: 'ready',
    words: wordsOf(draft),
    store: (trx) => present(trx, { ...input, id, draft, because: null }),
  };
}

function inMinor(amount: string, plan: CampaignPlan): ReturnType<NonNullable<ChangeWish['daily']>> {
  try {
    return { ok: true, minor: moneyFromMajor(amount, plan.currency).minor };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, problem: 'The amount has to be a plain number such as 20 or 12.50.' };
  }
}

function wordsOf({ diff, card }: ChangeDraft): string {
  const rows = diff.map(
    ({ label, before, after }) => `${label}: ${before ?? 'nothing'} becomes ${after ?? 'nothing'}.`,
  );
  const most = card.rows.find(({ label }) => label === 'Most it can cost')?.value ?? '';
  return [...rows, most].join(' ');
}

type ToPresent = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly conversationId: string | null;
  readonly now: number;
  readonly id: string;
  readonly draft: ChangeDraft;
  /** Why it is proposed, in one sentence; null when the person asked for it. */
  readonly because: string | null;
};

async function present(trx: Trx, work: ToPresent): Promise<StoredProposal | null> {
  const { id, draft, projectId, ownerId, now } = work;
  const known = await getApproval(trx, id);
  if (known !== null) return { approval: pendingOf(known), supersededApprovalIds: [] };
  if (!(await stillFits(trx, draft))) return null;
  const ref = { projectId, ownerId, now };
  const supersededApprovalIds = await closeOpen(trx, ref, 'campaign-change');
  const { campaign, previous, content, contentHash, card, authority, diff, expiresAt } = draft;
  const approval = {
    id,
    kind: 'campaign-change' as const,
    contentHash,
    expiresAt,
    campaignRecordId: campaign.id,
  };
  await insertApproval(trx, {
    ...ref,
    ...approval,
    card,
    content,
    authority,
    briefId: null,
    version: previous.version + 1,
    previousApprovalId: previous.id,
    diff,
    changeReason: work.because,
  });
  await announce(trx, work);
  return { approval, supersededApprovalIds };
}

async function announce(trx: Trx, work: ToPresent): Promise<void> {
  const { id, draft, projectId, ownerId, conversationId, now, because } = work;
  const ref = { projectId, ownerId, now, key: `campaign-change:${id}` };
  const messageId = await say(trx, {
    ...ref,
    ...(conversationId === null ? {} : { conversationId }),
    type: 'APPROVAL_REQUEST',
    content: `${because === null ? '' : `${because} `}Here is what I would change in your campaign. Nothing changes before you approve it with the button.`,
    metadata: { kind: 'approval', approvalId: id },
  });
  await ring(trx, {
    ...ref,
    kind: 'APPROVAL_NEEDED',
    title: 'A change of your campaign waits for you',
    body: `${draft.card.question} Your ads run on as they are until you approve it.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `I drafted a change of “${draft.campaign.name}”`,
    why: because,
    outcome: 'Waiting for your approval',
  });
}

/**
 * Compares the running campaign with the brief that was just changed, and lays before the person what has to follow; or
 * says why nothing has to. A repeat finds the card that is there. @throws ApplicationFailure for what passes
 */
async function proposeChange(
  deps: ActivityDependencies,
  input: ProposeChangeInput,
): Promise<ProposeChangeResult> {
  const id = derivedId('campaign-change', input.approvalId);
  const loaded = await asOwner(deps.db, input.ownerId, async (trx) => ({
    known: await getApproval(trx, id),
    approval: await getApproval(trx, input.approvalId),
    conversationId: await conversationOfCard(trx, input.approvalId),
  }));
  const { known, approval, conversationId } = loaded;
  if (known !== null) return resultOf(known);
  const changes = readBriefChange(approval?.content)?.changes ?? {};
  const wish = wishOf(changes);
  const common = { ...input, conversationId };
  if (Object.keys(wish).length === 0) return await sayNothing(deps, common, quiet(changes));
  const outcome = await draftChange(deps, input, wish);
  if (!outcome.ok) {
    return await sayNothing(
      deps,
      common,
      `I did not draft a change of your ads. ${outcome.problem}`,
    );
  }
  const { draft } = outcome;
  const stored = await asOwner(deps.db, input.ownerId, (trx) =>
    present(trx, { ...common, id, draft, because: 'You changed your brief.' }),
  );
  // Something else has changed the campaign meanwhile: the next attempt compares anew.
  if (stored === null)
    throw ApplicationFailure.retryable('The campaign has changed.', 'change.moved');
  return stored;
}

function resultOf(row: Parameters<typeof pendingOf>[0]): ProposeChangeResult {
  const isOpen = decidedBefore(row).decided === undefined;
  return { approval: isOpen ? pendingOf(row) : null, supersededApprovalIds: [] };
}

/** What of a changed brief stands in a running campaign and can be changed there. */
function wishOf({ monthlyBudget, location, websiteUrl }: BriefDraft): ChangeWish {
  return {
    ...(monthlyBudget === undefined
      ? {}
      : {
          daily: (plan: CampaignPlan, minimumDailyMinor: number) => {
            const budget = dailyBudgetFrom(monthlyBudget, {
              currency: plan.currency,
              minimumDailyMinor,
            });
            if (budget.ok) return { ok: true as const, minor: budget.dailyBudgetMinor };
            return { ok: false as const, problem: planProblemWords(budget.problem) };
          },
        }),
    ...(location === undefined ? {} : { places: placesIn(location) }),
    ...(websiteUrl === undefined || websiteUrl === null ? {} : { websiteUrl }),
  };
}

/** "Leeds and York" are two places; "Leeds, United Kingdom" is one. */
function placesIn(location: string): readonly string[] {
  return location
    .split(/\s*(?:[;/]|\s(?:and|und|et|y)\s)\s*/i)
    .map((place) => place.trim())
    .filter((place) => place !== '')
    .slice(0, MOST_PLACES);
}

const MOST_PLACES = 5;

function quiet({ goal }: BriefDraft): string {
  return goal === undefined
    ? 'Your brief is changed. Your ads run on as you approved them: what you changed does not stand in them.'
    : 'Your brief is changed. Your ads run on with the goal you approved, because Facebook cannot change it later. The next campaign gets the new goal.';
}

async function sayNothing(
  deps: ActivityDependencies,
  {
    projectId,
    ownerId,
    approvalId,
    conversationId,
    now,
  }: ProposeChangeInput & { readonly conversationId: string | null },
  content: string,
): Promise<ProposeChangeResult> {
  await asOwner(deps.db, ownerId, (trx) =>
    say(trx, {
      projectId,
      ownerId,
      now,
      key: `brief-compared:${approvalId}`,
      ...(conversationId === null ? {} : { conversationId }),
      type: 'AGENT_ACTION',
      content,
      metadata: { kind: 'action', action: 'planned', evidence: null },
    }),
  );
  return { approval: null, supersededApprovalIds: [] };
}
