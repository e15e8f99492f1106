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

/**
 * Claims one operation just before its call: INTENT (or one of `from`) to SENT, only while the caller's fence is the
 * newest. The transaction must be committed before anything is sent. @returns false when somebody else has it.
 */
export async function markOperationSent(
  trx: Trx,
  change: Change & { fence: number; from: readonly OperationState[] },
): Promise<boolean> {
  const row = await trx
    .updateTable('metaOperation')
    .set({ state: 'SENT', attempt: change.fence, startedAt: instant(change.now), errorCode: null })
    .where('opKey', '=', change.opKey)
    .where('state', 'in', change.from)
    .where('attempt', '<=', change.fence)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('campaignRecord')
          .select('campaignRecord.id')
          .where('campaignRecord.id', '=', change.campaignRecordId)
          .where('campaignRecord.deployFence', '=', change.fence),
      ),
    )
    .returning('opKey')
    .executeTakeFirst();
  if (row === undefined) return false;
  await announce(trx, change);
  return true;
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
