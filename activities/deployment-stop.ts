import { madeSoFar } from '../domain/deployment/made.ts';
import { metaIdFor } from '../domain/deployment/meta-requests.ts';
import { ApplicationFailure } from '@temporalio/common';
import { guardFor, noteEnd, save } from './deployment-ledger.ts';
import { currencyOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';

/**
 * The person stopped everything while nobody knew whether the campaign was switched on already: a worker may have died
 * right after that call. It is switched off again, and the step is done anew when the person resumes.
 * @throws ApplicationFailure while Facebook does not confirm it: a stop has to hold.
 */
export async function takeBackSwitchingOn(session: DeploymentSession): Promise<void> {
  const { operations, ledger, campaign } = session;
  const switching = operations.find(({ kind }) => kind === 'activate-campaign');
  const state = switching === undefined ? undefined : ledger.rows.get(switching.opKey)?.state;
  if (switching === undefined || (state !== 'SENT' && state !== 'UNKNOWN')) return;
  const made = madeSoFar([...ledger.rows.values()]);
  const result = await session.api.write(
    {
      action: 'pause-campaign',
      method: 'POST',
      path: [metaIdFor(switching, made)],
      body: { status: 'PAUSED' },
      currency: currencyOf(campaign),
      repeatable: true,
    },
    guardFor(session, [switching], () => ['SENT', 'UNKNOWN']),
  );
  if (result.kind === 'done') noteEnd(session, switching, { state: 'INTENT' });
  await save(session, () => Promise.resolve());
  if (result.kind === 'done' || result.kind === 'superseded') return;
  throw ApplicationFailure.create({
    type: 'meta.busy',
    message: 'The campaign may be on although everything was stopped.',
    ...(result.kind === 'throttled' ? { nextRetryDelay: result.retryAfterMs } : {}),
  });
}
