import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { asOwner } from '../db/tenant.ts';
import type { WriteGuard } from '../integrations/meta/writes.ts';
import { currencyOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { note } from './feed.ts';

/**
 * Removes a second object of the same step. Like everything during building it is switched off and was never the one
 * a person approved, so nothing is lost with it; a copy that cannot be removed costs nothing.
 */
export async function removeDuplicate(
  session: DeploymentSession,
  operation: PlannedOperation,
  duplicateId: string,
): Promise<void> {
  const { deps, ownerId, projectId, campaign, clock } = session;
  const result = await session.api.write(
    {
      action: 'remove-duplicate',
      method: 'DELETE',
      path: [duplicateId],
      body: {},
      currency: currencyOf(campaign),
      repeatable: true,
    },
    // The ledger holds one row a step, and that one belongs to the object that stays.
    { claim: (admit) => admitted(admit) },
  );
  const removed = result.kind === 'done';
  deps.logger.warn({ step: operation.kind, removed }, 'Meta held a step of a deployment twice');
  await asOwner(deps.db, ownerId, (trx) =>
    note(trx, {
      projectId,
      ownerId,
      now: clock(),
      key: `duplicate:${duplicateId}`,
      actor: 'agent',
      what: `I found a second copy of “${operation.label}” at Facebook`,
      why: 'An answer of Facebook got lost, so one step was carried out twice.',
      outcome: removed
        ? 'I removed the copy. It was switched off all the time.'
        : 'The copy is switched off and costs nothing; I could not remove it.',
    }),
  );
}

/** Needs no permission; the door makes sure that nothing but removing is done. */
async function admitted(
  admit: Parameters<WriteGuard['claim']>[0],
): ReturnType<WriteGuard['claim']> {
  const code = await admit(() =>
    Promise.resolve({ stopped: false, grant: null, otherDailyMinor: 0 }),
  );
  return code === null ? { kind: 'claimed', taken: [true] } : { kind: 'refused', code };
}
