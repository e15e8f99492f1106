import { madeSoFar } from '../domain/deployment/made.ts';
import { requestFor, withoutEditList } from '../domain/deployment/meta-requests.ts';
import type { MetaRequest } from '../domain/deployment/meta-requests.ts';
import { actionOf } from '../domain/approval/policy.ts';
import { isRepeatable, orderOf } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { roomFor } from '../domain/deployment/pacing.ts';
import { getAsset } from '../db/repositories/artifacts.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { MetaWrite, WriteResult } from '../integrations/meta/writes.ts';
import { faultPoint } from './fault-points.ts';
import { guardFor } from './deployment-ledger.ts';
import { conclude, fail, worstOf } from './deployment-outcome.ts';
import type { StepOutcome } from './deployment-outcome.ts';
import { currencyOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';

type Prepared = { readonly operation: PlannedOperation; readonly request: MetaRequest };

/** Sends steps that do not need each other, as many as the account's allowance has room for. */
export async function performWave(
  session: DeploymentSession,
  operations: readonly PlannedOperation[],
): Promise<StepOutcome> {
  const room = roomFor(session.api.usage(), operations.length);
  if (room.writes === 0) return { kind: 'wait', ms: room.waitMs, reason: 'pacing' };
  const prepared: Prepared[] = [];
  for (const operation of operations.slice(0, room.writes)) {
    const request = await requestOf(session, operation);
    if (request === null) {
      return fail(session, operation, { code: 'meta.picture_refused', cause: null });
    }
    prepared.push({ operation, request });
  }
  const writes = prepared.map((one) => writeFor(session, one));
  const guard = guardFor(
    session,
    prepared.map(({ operation }) => operation),
  );
  const results = await session.api.writeAll(writes, guard);
  const kinds = prepared.map(({ operation }) => operation.kind).join(',');
  if (kinds.startsWith('extend-lease')) faultPoint('lease.answered', kinds);
  else faultPoint('wave.answered', kinds);
  const outcomes: StepOutcome[] = [];
  for (const [index, result] of results.entries()) {
    const one = prepared[index];
    if (one === undefined) continue;
    outcomes.push(conclude(session, one.operation, await plainly(session, one, result)));
  }
  return worstOf(outcomes);
}

async function requestOf(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<MetaRequest | null> {
  const { campaign, terms, ledger } = session;
  const made = madeSoFar([...ledger.rows.values()]);
  return await withPicture(session, requestFor(campaign.plan, operation, made, terms));
}

export function writeFor(session: DeploymentSession, { operation, request }: Prepared): MetaWrite {
  return {
    action: actionOf(operation.kind),
    method: 'POST',
    path: request.path,
    body: request.body,
    currency: currencyOf(session.campaign),
    repeatable: isRepeatable(operation.kind),
    order: orderOf(operation),
    ...(request.asPage === undefined ? {} : { asPage: request.asPage }),
  };
}

/** Not every account knows every editing feature; a repeat of a refused creative makes no second one. */
async function plainly(
  session: DeploymentSession,
  { operation, request }: Prepared,
  result: WriteResult,
): Promise<WriteResult> {
  const refused = result.kind === 'rejected' && result.failure.problem === 'meta.plan_refused';
  if (operation.kind !== 'create-creative' || !refused) return result;
  const plain = writeFor(session, { operation, request: withoutEditList(request) });
  return await session.api.write(
    plain,
    guardFor(session, [operation], () => ['SENT']),
  );
}

/** Adds the stored bytes; null when they are not the ones that were approved. */
async function withPicture(
  session: DeploymentSession,
  request: MetaRequest,
): Promise<MetaRequest | null> {
  const assetId = request.imageAssetId;
  if (assetId === null) return request;
  const { deps, ownerId, campaign } = session;
  const asset = await asOwner(deps.db, ownerId, (trx) => getAsset(trx, assetId));
  const planned = campaign.plan.adSets
    .flatMap((adSet) => [...adSet.ads, ...(adSet.spares ?? [])])
    .find((ad) => ad.image.assetId === assetId);
  if (asset === null || planned === undefined) return null;
  if (sha256(asset.bytes) !== planned.image.sha256) return null;
  return { ...request, body: { bytes: asset.bytes.toString('base64') } };
}
