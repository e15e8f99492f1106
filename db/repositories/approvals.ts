import type { ApprovalKind, ApprovalStatus, Authority } from '../../domain/approval/approval.ts';
import type { ApprovalCardView, ApprovalView } from '../../domain/project/views.ts';
import { instant, json, moment } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'projectId',
  'kind',
  'status',
  'contentHash',
  'card',
  'authority',
  'briefId',
  'campaignRecordId',
  'requestedAt',
  'expiresAt',
  'decidedAt',
  'decidedBy',
  'reason',
] as const;

export type ApprovalRow = Omit<ApprovalView, 'decidedBy'> & {
  decidedBy: 'person' | 'operator' | null;
};

/** Who decided, as people read it. */
export function toApprovalView(row: ApprovalRow): ApprovalView {
  const names = { person: 'You', operator: 'Operator' };
  return { ...row, decidedBy: row.decidedBy === null ? null : names[row.decidedBy] };
}

type Change = { id: string; projectId: string; ownerId: string; now: number };

/** Idempotent by id. @returns false when it was there already. */
export async function insertApproval(
  trx: Trx,
  approval: {
    id: string;
    projectId: string;
    ownerId: string;
    kind: ApprovalKind;
    contentHash: string;
    card: ApprovalCardView | null;
    authority: Authority | null;
    briefId: string | null;
    campaignRecordId: string | null;
    expiresAt: number | null;
    now: number;
  },
): Promise<boolean> {
  const { id, projectId, ownerId, kind, contentHash, briefId, campaignRecordId } = approval;
  const { now, card, authority, expiresAt } = approval;
  const inserted = await trx
    .insertInto('approval')
    .values({
      id,
      projectId,
      ownerId,
      kind,
      contentHash,
      briefId,
      campaignRecordId,
      status: 'PENDING',
      card: card === null ? null : json(card),
      authority: authority === null ? null : json(authority),
      requestedAt: instant(now),
      expiresAt: expiresAt === null ? null : instant(expiresAt),
      decidedBy: null,
      decidedFrom: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  await appendEvent(trx, { ...approval, type: 'approval', refId: approval.id });
  return true;
}

export async function getApproval(trx: Trx, id: string): Promise<ApprovalRow | null> {
  const row = await trx
    .selectFrom('approval')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Reads a card and keeps it from changing until the end of the transaction. */
export async function lockApproval(trx: Trx, id: string): Promise<ApprovalRow | null> {
  const row = await trx
    .selectFrom('approval')
    .select(COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function listApprovals(trx: Trx, projectId: string): Promise<ApprovalRow[]> {
  return await trx
    .selectFrom('approval')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('requestedAt')
    .execute();
}

/**
 * The one place where a verdict takes effect: only a pending card, with the very hash the person saw, before it
 * expires. Of two decisions at once exactly one changes the row.
 * @returns the row as it stands, and whether this call decided it; null when there is no such approval.
 */
export async function decideApprovalRow(
  trx: Trx,
  decision: Change & {
    verdict: 'approve' | 'reject';
    contentHash: string;
    by: 'person' | 'operator';
    from: string | null;
    reason: string | null;
  },
): Promise<{ decided: boolean; approval: ApprovalRow } | null> {
  const row = await trx
    .updateTable('approval')
    .set({
      status: decision.verdict === 'approve' ? 'GRANTED' : 'REJECTED',
      decidedAt: instant(decision.now),
      decidedBy: decision.by,
      decidedFrom: decision.from,
      reason: decision.reason,
    })
    .where('id', '=', decision.id)
    .where('status', '=', 'PENDING')
    .where('contentHash', '=', decision.contentHash)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', moment(decision.now))]))
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row !== undefined) {
    await appendEvent(trx, { ...decision, type: 'approval', refId: decision.id });
    return { decided: true, approval: row };
  }
  const existing = await getApproval(trx, decision.id);
  return existing === null ? null : { decided: false, approval: existing };
}

/** Ends a pending card without a verdict. @returns the status that holds afterwards; null when unknown. */
export async function closeApproval(
  trx: Trx,
  change: Change & { status: 'EXPIRED' | 'SUPERSEDED' },
): Promise<ApprovalStatus | null> {
  const row = await trx
    .updateTable('approval')
    .set({ status: change.status })
    .where('id', '=', change.id)
    .where('status', '=', 'PENDING')
    .returning('status')
    .executeTakeFirst();
  if (row !== undefined) {
    await appendEvent(trx, { ...change, type: 'approval', refId: change.id });
    return row.status;
  }
  return (await getApproval(trx, change.id))?.status ?? null;
}

/** @returns true the first time: the reminder is sent once. */
export async function markApprovalReminded(trx: Trx, change: Change): Promise<boolean> {
  const row = await trx
    .updateTable('approval')
    .set({ remindedAt: instant(change.now) })
    .where('id', '=', change.id)
    .where('status', '=', 'PENDING')
    .where('remindedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Binds a pending card to changed content, a brief that was edited in place, and words it anew. */
export async function reviseApproval(
  trx: Trx,
  change: Change & { contentHash: string; briefId: string; card: ApprovalCardView },
): Promise<ApprovalRow | null> {
  const { contentHash, briefId, card } = change;
  const row = await trx
    .updateTable('approval')
    .set({ contentHash, briefId, card: json(card) })
    .where('id', '=', change.id)
    .where('status', '=', 'PENDING')
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row === undefined) return null;
  await appendEvent(trx, { ...change, type: 'approval', refId: change.id });
  return row;
}
