import { APPROVAL_SUBJECTS } from '../domain/approval/approval.ts';
import { APPROVAL_REFUSALS, decideApproval, isExpired } from '../domain/approval/decide.ts';
import type {
  ApprovalClockInput,
  ApprovalClockResult,
  KnownDecision,
  RecordDecisionInput,
  RecordDecisionResult,
} from '../domain/lifecycle/work.ts';
import type { Trx } from '../db/client.ts';
import {
  closeApproval,
  decideApprovalRow,
  getApproval,
  listApprovals,
  markApprovalReminded,
} from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { applyBriefChange, briefChangeFits } from '../db/repositories/brief-change.ts';
import { getBrief, setBriefStatus } from '../db/repositories/briefs.ts';
import { getCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import { openCampaignConversation } from '../db/repositories/conversations.ts';
import { setHeadline } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { briefChangeIds } from '../integrations/crypto/brief-change-ids.ts';
import { campaignConversation } from '../integrations/crypto/campaign-conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

export type ApprovalActivities = {
  recordDecision(input: RecordDecisionInput): Promise<RecordDecisionResult>;
  expireApproval(input: ApprovalClockInput): Promise<ApprovalClockResult>;
  remindApproval(input: ApprovalClockInput): Promise<ApprovalClockResult>;
};

export function createApprovalActivities(deps: ActivityDependencies): ApprovalActivities {
  return {
    recordDecision: (input) => recordDecision(deps, input),
    expireApproval: (input) => expireApproval(deps, input),
    remindApproval: (input) => remindApproval(deps, input),
  };
}

/**
 * Brings a decision into the database unless it stands there already. The row decides between two at once; the
 * lifecycle is told what holds.
 */
async function recordDecision(
  deps: ActivityDependencies,
  input: RecordDecisionInput,
): Promise<RecordDecisionResult> {
  const { approvalId, ownerId, projectId, verdict, contentHash, by, reason, now } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<RecordDecisionResult> => {
    const before = await getApproval(trx, approvalId);
    if (before === null || before.projectId !== projectId) {
      return { status: 'SUPERSEDED', refusal: 'approval.not_found' };
    }
    // The person's decision was committed by the API; a card that is open again was taken back since.
    if (by === 'person' && before.status === 'PENDING' && before.undoneAt !== null) {
      return { status: 'PENDING', refusal: null };
    }
    const outcome = decideApproval(before, { verdict, contentHash, now });
    const puts = outcome.ok && verdict === 'approve' && before.kind === 'brief-change';
    if (puts && !(await briefChangeFits(trx, before))) {
      await closeApproval(trx, { id: approvalId, projectId, ownerId, now, status: 'SUPERSEDED' });
      return { status: 'SUPERSEDED', refusal: 'approval.stale' };
    }
    if (outcome.ok) {
      await decideApprovalRow(trx, {
        id: approvalId,
        projectId,
        ownerId,
        verdict,
        contentHash,
        by,
        reason,
        from: by === 'operator' ? 'operator signal' : 'workflow',
        now,
      });
    }
    const after = await getApproval(trx, approvalId);
    if (after === null) return { status: 'SUPERSEDED', refusal: 'approval.not_found' };
    if (outcome.ok) await tellDecision(trx, input, after);
    await followUp(trx, input, after);
    const wanted = verdict === 'approve' ? 'GRANTED' : 'REJECTED';
    return {
      status: after.status,
      // A repeat of the decision that holds is no refusal.
      refusal: after.status === wanted || outcome.ok ? null : outcome.refusal,
      reasonGiven: (after.reason ?? '').trim() !== '',
      ...(after.kind === 'brief-change' ? await outdatedPlan(trx, projectId) : {}),
    };
  });
}

/** The open card that a change of the brief leaves behind. */
async function outdatedPlan(
  trx: Trx,
  projectId: string,
): Promise<{ outdatedPlanId: string | null }> {
  const all = await listApprovals(trx, projectId);
  const open = all.findLast(({ kind, status, changing }) => {
    return kind === 'campaign-plan' && status === 'PENDING' && changing;
  });
  return { outdatedPlanId: open?.id ?? null };
}

/** What a repeat has to tell of a card that meanwhile has its decision. */
export function decidedBefore({ status, reason }: ApprovalRow): { decided?: KnownDecision } {
  if (status === 'PENDING') return {};
  return { decided: { status, reasonGiven: (reason ?? '').trim() !== '' } };
}

/** What a decision means for brief and campaign; harmless to repeat. */
async function followUp(trx: Trx, input: RecordDecisionInput, after: ApprovalRow): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now: input.now };
  if (after.kind === 'brief' && after.status === 'GRANTED' && after.briefId !== null) {
    await openCampaignConversation(trx, { ...ref, ...campaignConversation(ref.projectId) });
    const brief = await getBrief(trx, after.briefId);
    if (brief?.status === 'CONFIRMED') return;
    await setBriefStatus(trx, { ...ref, id: after.briefId, status: 'CONFIRMED' });
  }
  if (after.kind === 'brief-change' && after.status === 'GRANTED') {
    await applyBriefChange(trx, { ...ref, approval: after, ids: briefChangeIds(after.id) });
  }
  if (after.status === 'REJECTED') await shelve(trx, ref, after);
}

/** A plan nobody approved stays as a draft to look at; it is never built. */
async function shelve(
  trx: Trx,
  ref: { projectId: string; ownerId: string; now: number },
  approval: ApprovalRow,
): Promise<void> {
  if (approval.campaignRecordId === null) return;
  const campaign = await getCampaign(trx, approval.campaignRecordId);
  if (campaign?.status !== 'PENDING_APPROVAL') return;
  await updateCampaign(trx, { ...ref, id: campaign.id, set: { status: 'DRAFT' } });
  await setHeadline(trx, { ...ref, headline: NOTHING_PLANNED });
}

const NOTHING_PLANNED = 'No plan waits for you. Write to me when you want a new one.';

async function tellDecision(
  trx: Trx,
  input: RecordDecisionInput,
  after: ApprovalRow,
): Promise<void> {
  const { projectId, ownerId, now, approvalId, verdict, by } = input;
  const ref = { projectId, ownerId, now, key: `decision:${approvalId}` };
  const who = by === 'operator' ? 'An operator' : 'You';
  const did = verdict === 'approve' ? 'approved' : 'declined';
  const what = APPROVAL_SUBJECTS[after.kind];
  await say(trx, {
    ...ref,
    type: 'APPROVAL_RESPONSE',
    content: `${who} ${did} ${what}.`,
    metadata: { kind: 'approval-response', approvalId, verdict },
  });
  await note(trx, { ...ref, actor: by, what: `${who} ${did} ${what}`, why: after.reason });
}

const EXPIRED_WORDS: Readonly<Record<ApprovalRow['kind'], string>> = {
  brief: 'The brief has run out, so nothing happened. Write to me when you want to go on.',
  'campaign-plan':
    'The plan has run out after 48 hours, so nothing happened and nothing was spent. Write to me when you are ready, and I will draft a fresh one.',
  'brief-change':
    'The change of your brief has run out, so the brief stays as it is. Tell me again when you want it.',
  'campaign-change':
    'The change of your campaign has run out after 48 hours, so it runs on as you approved it. Tell me again when you want it.',
  'ad-fix':
    'The new ad has run out after 48 hours, so the refused one stays switched off. Your other ads go on as they are.',
};

async function expireApproval(
  deps: ActivityDependencies,
  input: ApprovalClockInput,
): Promise<ApprovalClockResult> {
  const { approvalId, projectId, ownerId, now } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<ApprovalClockResult> => {
    const before = await getApproval(trx, approvalId);
    if (before === null) return { status: 'EXPIRED' };
    if (before.status !== 'PENDING' || !isExpired(before, now)) return { status: before.status };
    const ref = { projectId, ownerId, now };
    const status = await closeApproval(trx, { ...ref, id: approvalId, status: 'EXPIRED' });
    await shelve(trx, ref, before);
    const key = `expired:${approvalId}`;
    const messageId = await say(trx, {
      ...ref,
      key,
      type: 'AGENT_ACTION',
      content: EXPIRED_WORDS[before.kind],
      metadata: { kind: 'action', action: 'expired', evidence: null },
    });
    await ring(trx, {
      ...ref,
      key,
      kind: 'AGENT_UPDATE',
      title: 'A card has run out',
      body: APPROVAL_REFUSALS['approval.expired'],
      messageId,
    });
    await note(trx, {
      ...ref,
      key,
      actor: 'agent',
      what: `Nobody decided about ${APPROVAL_SUBJECTS[before.kind]} in time`,
    });
    return { status: status ?? 'EXPIRED' };
  });
}

const STILL_WAITS: Readonly<Record<ApprovalRow['kind'], string>> = {
  brief: 'Your brief still waits',
  'campaign-plan': 'Your campaign plan still waits',
  'ad-fix': 'A new ad still waits',
  'brief-change': 'A change of your brief still waits',
  'campaign-change': 'A change of your campaign still waits',
};

async function remindApproval(
  deps: ActivityDependencies,
  input: ApprovalClockInput,
): Promise<ApprovalClockResult> {
  const { approvalId, projectId, ownerId, now } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<ApprovalClockResult> => {
    const ref = { projectId, ownerId, now };
    const before = await getApproval(trx, approvalId);
    const first = await markApprovalReminded(trx, { ...ref, id: approvalId });
    if (first) {
      await ring(trx, {
        ...ref,
        key: `reminder:${approvalId}`,
        kind: 'APPROVAL_NEEDED',
        title: STILL_WAITS[before?.kind ?? 'campaign-plan'],
        body: 'It waits another 24 hours. Without your approval nothing happens and nothing is spent.',
        messageId: null,
      });
    }
    const after = await getApproval(trx, approvalId);
    return { status: after?.status ?? 'SUPERSEDED' };
  });
}
