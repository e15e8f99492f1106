import { briefChangeCard } from '../domain/approval/brief-change-card.ts';
import type { BriefChangeMeets } from '../domain/approval/brief-change-card.ts';
import type { BriefDraft } from '../domain/brief/brief.ts';
import { changeBrief } from '../domain/brief/change.ts';
import type { BriefChange, BriefChangeOutcome } from '../domain/brief/change.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import type { PendingApproval } from '../domain/lifecycle/work.ts';
import type { Trx } from '../db/client.ts';
import {
  closeApproval,
  getApproval,
  insertApproval,
  listApprovals,
} from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { listCampaigns } from '../db/repositories/campaigns.ts';
import { asOwner } from '../db/tenant.ts';
import { briefChangeHash } from '../integrations/crypto/brief-hash.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

/** A drafted card, or the reason why there is none, as one sentence for the model. */
export type Proposed =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'ready';
      /** Before and after in a sentence or two. */
      readonly words: string;
      /** Lays the card before the person; null when what it was drafted for is not there any more. */
      readonly store: (trx: Trx) => Promise<StoredProposal | null>;
    };

export type StoredProposal = {
  readonly approval: PendingApproval;
  readonly supersededApprovalIds: readonly string[];
};

/** The message that a proposal comes from; `now` in epoch ms on the owner's clock. */
export type ProposalOrigin = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly questionId: string;
  readonly now: number;
};

type Drafted = Extract<BriefChangeOutcome, { ok: true }> & { readonly change: BriefChange };

/**
 * Drafts a change of the brief as a card. Nothing is written before `store`; a repeat for the same message finds the
 * card that is there.
 */
export async function proposeBriefChange(
  deps: ActivityDependencies,
  input: ProposalOrigin & { readonly changes: BriefDraft },
): Promise<Proposed> {
  const drafted = await asOwner(deps.db, input.ownerId, (trx) => draft(trx, input));
  if (typeof drafted === 'string') return { kind: 'refused', reason: drafted };
  const words = drafted.diff.map(
    ({ label, before, after }) => `${label}: ${before ?? 'nothing'} becomes ${after ?? 'nothing'}.`,
  );
  return {
    kind: 'ready',
    words: words.join(' '),
    store: (trx) => present(trx, input, drafted),
  };
}

async function draft(
  trx: Trx,
  { projectId, changes }: ProposalOrigin & { readonly changes: BriefDraft },
): Promise<Drafted | string> {
  const view = await currentBrief(trx, projectId);
  if (view?.status !== 'CONFIRMED') {
    return 'The brief is not approved yet; it can be changed on its own card.';
  }
  const outcome = changeBrief(draftFrom(view), changes);
  if (!outcome.ok) return outcome.problem;
  return { ...outcome, change: { fromVersion: view.version, changes: outcome.changes } };
}

async function present(
  trx: Trx,
  input: ProposalOrigin,
  { change, changes, diff }: Drafted,
): Promise<StoredProposal | null> {
  const { projectId, ownerId, questionId, now } = input;
  const id = derivedId('brief-change', questionId);
  const known = await getApproval(trx, id);
  if (known !== null) return { approval: pendingOf(known), supersededApprovalIds: [] };
  const view = await currentBrief(trx, projectId);
  if (view?.version !== change.fromVersion || view.status !== 'CONFIRMED') return null;
  const ref = { projectId, ownerId, now };
  const supersededApprovalIds = await closeOpen(trx, ref, 'brief-change');
  const card = briefChangeCard(changes, await meetsOf(trx, projectId));
  const approval: PendingApproval = {
    id,
    kind: 'brief-change',
    contentHash: briefChangeHash(change),
    expiresAt: null,
    campaignRecordId: null,
  };
  await insertApproval(trx, {
    ...ref,
    ...approval,
    card,
    content: change,
    authority: null,
    briefId: view.id,
    version: change.fromVersion + 1,
    diff,
  });
  await announce(trx, input, { id, question: card.question });
  return { approval, supersededApprovalIds };
}

/** Only one change of a kind waits at a time. @returns the ids of those whose place was taken. */
export async function closeOpen(
  trx: Trx,
  ref: { projectId: string; ownerId: string; now: number },
  kind: ApprovalRow['kind'],
): Promise<readonly string[]> {
  const open = (await listApprovals(trx, ref.projectId)).filter(
    (one) => one.kind === kind && one.status === 'PENDING',
  );
  for (const { id } of open) await closeApproval(trx, { ...ref, id, status: 'SUPERSEDED' });
  return open.map(({ id }) => id);
}

/** A card as the lifecycle knows it. */
export function pendingOf(row: ApprovalRow): PendingApproval {
  const { id, kind, contentHash, expiresAt, campaignRecordId } = row;
  return { id, kind, contentHash, expiresAt, campaignRecordId };
}

async function meetsOf(trx: Trx, projectId: string): Promise<BriefChangeMeets> {
  const statuses = new Set((await listCampaigns(trx, projectId)).map(({ status }) => status));
  const runs = (['ACTIVE', 'PAUSED', 'DEPLOYING'] as const).some((one) => statuses.has(one));
  if (runs) return 'campaign';
  return statuses.has('PENDING_APPROVAL') ? 'plan' : 'nothing';
}

async function announce(
  trx: Trx,
  { projectId, ownerId, conversationId, now }: ProposalOrigin,
  { id, question }: { id: string; question: string },
): Promise<void> {
  const ref = { projectId, ownerId, now, key: `brief-change:${id}` };
  const messageId = await say(trx, {
    ...ref,
    conversationId,
    type: 'APPROVAL_REQUEST',
    content: 'This is what I would change in your brief. It counts once you press the button.',
    metadata: { kind: 'approval', approvalId: id },
  });
  await ring(trx, {
    ...ref,
    kind: 'APPROVAL_NEEDED',
    title: 'A change of your brief waits for you',
    body: `${question} It costs nothing.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: 'I drafted a change of your brief',
    outcome: 'Waiting for your word',
  });
}
