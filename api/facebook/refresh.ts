import type { ConnectionDto } from '../../contract/model.ts';
import { LOOK_PROBLEMS } from '../../domain/connection/login-errors.ts';
import { deploymentProblemWords, needsReconnect } from '../../domain/deployment/problems.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { loseConnection } from '../../db/repositories/connection-loss.ts';
import { connectionView } from '../../db/views/connection-view.ts';
import { MetaError } from '../../integrations/meta/errors.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import { GrantLost, LoginRefused, rereadGrant } from './grant.ts';
import type { FacebookGrant } from './grant.ts';
import { storeReread } from './store-connection.ts';
import { openStoredToken } from './stored-token.ts';
import type { StoredToken } from './stored-token.ts';

const GONE = 'connection.facebook_away';
const ANEW = 'connection.signed_in_anew';

/**
 * Reads accounts, Pages and rights anew with the stored token, for a person who has just put something right at
 * Facebook. @throws ApiError 404, 409 when only a new sign-in helps, 503 when Facebook does not answer.
 */
export async function refreshConnection(
  deps: AppDependencies,
  ownerId: string,
  projectId: string,
): Promise<ConnectionDto> {
  const { stored, now } = await asCaller(deps, ownerId, async (work) => {
    await projectOf(work.trx, projectId);
    return { stored: await openStoredToken(deps, work), now: work.now };
  });
  if (stored === null) {
    throw conflict(
      'connection.not_connected',
      'Facebook is not connected, so there is nothing to check. Please connect Facebook first.',
    );
  }
  const grant = await reread(deps, { ownerId, stored, now });
  return await asCaller(deps, ownerId, async (work) => {
    const project = await projectOf(work.trx, projectId);
    await storeReread(deps, work, { project, grant, before: stored.row });
    return await connectionView(work.trx, await projectOf(work.trx, projectId));
  });
}

async function reread(
  deps: AppDependencies,
  { ownerId, stored, now }: { ownerId: string; stored: StoredToken; now: number },
): Promise<FacebookGrant> {
  const offset = now - deps.wallClock();
  try {
    // Outside any transaction: Facebook may take seconds.
    return await rereadGrant(
      deps.oauth(() => deps.wallClock() + offset),
      stored.token,
      now,
    );
  } catch (failure) {
    const code = lossIn(failure);
    if (code === null) throw away(deps, failure);
    const sealedToken = stored.row.tokenCiphertext;
    const isLost = await asCaller(deps, ownerId, ({ trx, now: at }) =>
      loseConnection(trx, { ownerId, code, now: at, sealedToken, newId: () => deps.newId() }),
    );
    // Signed in anew in another tab meanwhile: what failed was the old sign-in.
    if (!isLost) throw conflict(ANEW, LOOK_PROBLEMS[ANEW]);
    throw conflict(code, deploymentProblemWords(code));
  }
}

function lossIn(failure: unknown): DeploymentProblemCode | null {
  if (failure instanceof GrantLost) return failure.code;
  // The token was made for somebody else: as good as none.
  if (failure instanceof LoginRefused) return 'meta.token_revoked';
  return failure instanceof MetaError && needsReconnect(failure.code) ? failure.code : null;
}

function away(deps: AppDependencies, failure: unknown): unknown {
  if (!(failure instanceof MetaError)) return failure;
  deps.logger.warn({ err: failure }, 'facebook could not be asked again');
  return new ApiError({
    status: 503,
    code: GONE,
    message: LOOK_PROBLEMS[GONE],
  });
}
