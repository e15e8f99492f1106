import type { ApprovalKind, ApprovalStatus, Authority } from '../../domain/approval/approval.ts';
import type { ApprovalCardView, ApprovalView } from '../../domain/project/views.ts';
import { sql } from 'kysely';
import type { DiffRow } from '../../domain/plan/diff.ts';
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
  'version',
  'previousApprovalId',
  'diff',
  'changeReason',
  'changing',
  'content',
  'usedAt',
  'undoneAt',
] as const;

export type ApprovalRow = Omit<ApprovalView, 'decidedBy' | 'undoUntil'> & {
  decidedBy: 'person' | 'operator' | null;
  /** What the hash covers where no other row holds it. */
  content: unknown;
  usedAt: number | null;
  undoneAt: number | null;
};

/**
 * A card as people read it: who decided, and until when they can take it back.
 * @param undoWindowMs how long the lifecycle waits before it begins.
 */
export function toApprovalView(row: ApprovalRow, undoWindowMs: number): ApprovalView {
  const names = { person: 'You', operator: 'Operator' };
  const { content: _content, usedAt, undoneAt: _undoneAt, ...shown } = row;
  const canUndo = row.status === 'GRANTED' && row.authority !== null && usedAt === null;
  return {
    ...shown,
    decidedBy: row.decidedBy === null ? null : names[row.decidedBy],
    undoUntil: canUndo && row.decidedAt !== null ? row.decidedAt + undoWindowMs : null,
  };
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
    version?: number;
    previousApprovalId?: string | null;
    diff?: readonly DiffRow[];
    changeReason?: string | null;
    content?: unknown;
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
      version: approval.version ?? 1,
      previousApprovalId: approval.previousApprovalId ?? null,
      diff: json(approval.diff ?? []),
      changeReason: approval.changeReason ?? null,
      content: approval.content === undefined ? null : json(approval.content),
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
    .where('changing', '=', false)
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

/**
 * Marks a granted approval as used, before the first work under it. From then on it cannot be taken back.
 * @returns false when it is not granted any more.
 */
export async function useApproval(trx: Trx, change: Change): Promise<boolean> {
  const row = await trx
    .updateTable('approval')
    .set({ usedAt: sql<string>`coalesce(used_at, ${instant(change.now)}::timestamptz)` })
    .where('id', '=', change.id)
    .where('status', '=', 'GRANTED')
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendEvent(trx, { ...change, type: 'approval', refId: change.id });
  await appendEvent(trx, { ...change, type: 'money', refId: change.projectId });
  return true;
}

/**
 * Takes a granted approval back; one that moves no money has no such time.
 * @returns the open card, or null when it was used, decided otherwise or its window is over.
 */
export async function undoApproval(
  trx: Trx,
  change: Change & { undoWindowMs: number },
): Promise<ApprovalRow | null> {
  const row = await trx
    .updateTable('approval')
    .set({
      status: 'PENDING',
      decidedAt: null,
      decidedBy: null,
      decidedFrom: null,
      undoneAt: instant(change.now),
    })
    .where('id', '=', change.id)
    .where('status', '=', 'GRANTED')
    .where('authority', 'is not', null)
    .where('usedAt', 'is', null)
    .where('decidedAt', '>', moment(change.now - change.undoWindowMs))
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row === undefined) return null;
  await appendEvent(trx, { ...change, type: 'approval', refId: change.id });
  return row;
}

/** While a change made on the card is being worked in, the card cannot be decided. @returns false when it is closed. */
export async function setChanging(
  trx: Trx,
  change: Change & { changing: boolean },
): Promise<boolean> {
  const row = await trx
    .updateTable('approval')
    .set({ changing: change.changing })
    .where('id', '=', change.id)
    .where('status', '=', 'PENDING')
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendEvent(trx, { ...change, type: 'approval', refId: change.id });
  return true;
}
