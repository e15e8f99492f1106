import { sql } from 'kysely';
import type { OperationKind, OperationState } from '../../domain/deployment/deployment.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'opKey',
  'campaignRecordId',
  'kind',
  'label',
  'ordinal',
  'requestHash',
  'marker',
  'state',
  'attempt',
  'metaId',
  'approvalId',
  'errorCode',
  'startedAt',
  'finishedAt',
] as const;

/** One write to Meta. `attempt` is the fence of the deployment that sent it. */
export type OperationRow = {
  opKey: string;
  campaignRecordId: string;
  kind: OperationKind;
  label: string;
  ordinal: number;
  requestHash: string;
  marker: string | null;
  state: OperationState;
  attempt: number;
  metaId: string | null;
  approvalId: string | null;
  errorCode: string | null;
  startedAt: number | null;
  finishedAt: number | null;
};

type Change = {
  opKey: string;
  campaignRecordId: string;
  projectId: string;
  ownerId: string;
  now: number;
};

async function announce(trx: Trx, change: Change): Promise<void> {
  await appendEvent(trx, { ...change, type: 'campaign', refId: change.campaignRecordId });
}

/** Those of the given pictures, by Meta's hash, that another campaign of the person has sent up and not had removed. */
export async function picturesInUse(
  trx: Trx,
  { campaignRecordId, hashes }: { campaignRecordId: string; hashes: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await trx
    .selectFrom('metaOperation')
    .innerJoin('campaignRecord', 'campaignRecord.id', 'metaOperation.campaignRecordId')
    .select('metaOperation.metaId')
    .where('metaOperation.kind', '=', 'upload-image')
    .where('metaOperation.metaId', 'in', [...hashes])
    .where('metaOperation.campaignRecordId', '<>', campaignRecordId)
    .where('campaignRecord.status', '<>', 'REMOVED')
    .execute();
  return new Set(rows.flatMap(({ metaId }) => metaId ?? []));
}

/** Writes down what is going to be done. An intent that exists is left as it is, whatever its state. */
export async function insertIntents(
  trx: Trx,
  work: {
    campaignRecordId: string;
    projectId: string;
    ownerId: string;
    now: number;
    operations: readonly Pick<
      OperationRow,
      'opKey' | 'kind' | 'label' | 'ordinal' | 'requestHash' | 'marker' | 'approvalId'
    >[];
  },
): Promise<void> {
  if (work.operations.length === 0) return;
  const inserted = await trx
    .insertInto('metaOperation')
    .values(
      work.operations.map((operation) => ({
        opKey: operation.opKey,
        kind: operation.kind,
        label: operation.label,
        ordinal: operation.ordinal,
        requestHash: operation.requestHash,
        marker: operation.marker,
        approvalId: operation.approvalId,
        campaignRecordId: work.campaignRecordId,
        projectId: work.projectId,
        ownerId: work.ownerId,
        state: 'INTENT' as const,
        metaId: null,
        errorCode: null,
      })),
    )
    .onConflict((conflict) => conflict.column('opKey').doNothing())
    .returning('opKey')
    .execute();
  if (inserted.length > 0) {
    await appendEvent(trx, { ...work, type: 'campaign', refId: work.campaignRecordId });
  }
}

/** In the order they are to happen. */
export async function listOperations(trx: Trx, campaignRecordId: string): Promise<OperationRow[]> {
  return await trx
    .selectFrom('metaOperation')
    .select(COLUMNS)
    .where('campaignRecordId', '=', campaignRecordId)
    .orderBy('ordinal')
    .orderBy('opKey')
    .execute();
}

type Work = Omit<Change, 'opKey'>;

/**
 * Claims operations just before their calls: INTENT (or one of `from`) to SENT, only while the caller's fence is the
 * newest. The transaction must be committed before anything is sent.
 * @returns the keys of those that are the caller's; somebody else has the others.
 */
export async function markOperationsSent(
  trx: Trx,
  work: Work & {
    fence: number;
    operations: readonly { opKey: string; from: readonly OperationState[] }[];
  },
): Promise<ReadonlySet<string>> {
  const { fence, operations, campaignRecordId, now } = work;
  if (operations.length === 0) return new Set();
  const rows = await trx
    .updateTable('metaOperation')
    .set({ state: 'SENT', attempt: fence, startedAt: instant(now), errorCode: null })
    .where((eb) =>
      eb.or(
        operations.map(({ opKey, from }) =>
          eb.and([eb('opKey', '=', opKey), eb('state', 'in', from)]),
        ),
      ),
    )
    .where('attempt', '<=', fence)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('campaignRecord')
          .select('campaignRecord.id')
          .where('campaignRecord.id', '=', campaignRecordId)
          .where('campaignRecord.deployFence', '=', fence),
      ),
    )
    .returning('opKey')
    .execute();
  if (rows.length > 0) await announce(trx, { ...work, opKey: '' });
  return new Set(rows.map(({ opKey }) => opKey));
}

/** The same for a single operation. @returns false when somebody else has it. */
export async function markOperationSent(
  trx: Trx,
  change: Change & { fence: number; from: readonly OperationState[] },
): Promise<boolean> {
  const { opKey, from, ...work } = change;
  const taken = await markOperationsSent(trx, { ...work, operations: [{ opKey, from }] });
  return taken.has(opKey);
}

/** How one operation ended. */
export type OperationEnd = {
  readonly opKey: string;
  readonly state: 'CONFIRMED' | 'UNKNOWN' | 'FAILED' | 'INTENT';
  readonly metaId: string | null;
  readonly errorCode: string | null;
};

/**
 * How operations ended, all at once. CONFIRMED is final and is never overwritten; any other news counts only from the
 * newest attempt, while what was made exists, whoever reports it. @returns the keys of those that were changed.
 */
export async function settleOperations(
  trx: Trx,
  work: Work & { fence: number; ends: readonly OperationEnd[] },
): Promise<ReadonlySet<string>> {
  const { ends, fence, now } = work;
  if (ends.length === 0) return new Set();
  const column = (read: (end: OperationEnd) => string | null) => ends.map(read);
  const { rows } = await sql<{ opKey: string }>`
    update meta_operation as o
    set state = v.state, error_code = v.error_code, meta_id = coalesce(v.meta_id, o.meta_id),
        finished_at = case when v.state in ('CONFIRMED', 'FAILED') then ${instant(now)}::timestamptz end
    from unnest(
      ${column((end) => end.opKey)}::text[], ${column((end) => end.state)}::text[],
      ${column((end) => end.metaId)}::text[], ${column((end) => end.errorCode)}::text[]
    ) as v(op_key, state, meta_id, error_code)
    where o.op_key = v.op_key and o.state <> 'CONFIRMED'
      and (v.state = 'CONFIRMED' or o.attempt <= ${fence})
    returning o.op_key as "opKey"`.execute(trx);
  if (rows.length > 0) await announce(trx, { ...work, opKey: '' });
  return new Set(rows.map(({ opKey }) => opKey));
}

/** Looks and comparisons are made anew, and refused steps, which made nothing, may be sent again. */
export async function reopenOperations(
  trx: Trx,
  work: Work & { kinds: readonly OperationKind[] },
): Promise<void> {
  const rows = await trx
    .updateTable('metaOperation')
    .set({ state: 'INTENT', errorCode: null, finishedAt: null })
    .where('campaignRecordId', '=', work.campaignRecordId)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'FAILED'),
        ...work.kinds.map((kind) => eb.and([eb('kind', '=', kind), eb('state', '<>', 'INTENT')])),
      ]),
    )
    .returning('opKey')
    .execute();
  if (rows.length > 0) await announce(trx, { ...work, opKey: '' });
}

/**
 * How an operation ended, or that nobody knows. CONFIRMED is final and is never overwritten. With a `fence`, a late
 * answer to an earlier attempt says nothing about the attempt that runs now. @returns false when nothing was changed.
 */
export async function settleOperation(
  trx: Trx,
  change: Change & {
    state: 'CONFIRMED' | 'UNKNOWN' | 'FAILED' | 'INTENT';
    metaId: string | null;
    errorCode: string | null;
    fence?: number;
  },
): Promise<boolean> {
  const { fence } = change;
  const finished = change.state === 'CONFIRMED' || change.state === 'FAILED';
  const row = await trx
    .updateTable('metaOperation')
    .set({
      state: change.state,
      errorCode: change.errorCode,
      finishedAt: finished ? instant(change.now) : null,
      ...(change.metaId === null ? {} : { metaId: change.metaId }),
    })
    .where('opKey', '=', change.opKey)
    .where('state', '<>', 'CONFIRMED')
    .$if(fence !== undefined, (query) => query.where('attempt', '<=', fence ?? 0))
    .returning('opKey')
    .executeTakeFirst();
  if (row === undefined) return false;
  await announce(trx, change);
  return true;
}
