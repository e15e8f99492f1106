import { askWords } from '../domain/connection/ask-words.ts';
import { missingFormScopes } from '../domain/connection/scopes.ts';
import type { RequestConnectionInput, RequestConnectionResult } from '../domain/lifecycle/work.ts';
import { isAskOpen } from '../db/repositories/connection-loss.ts';
import { getConnection } from '../db/repositories/connections.ts';
import { formNeeds } from '../db/repositories/form-needs.ts';
import { getProject } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { ring, say } from './feed.ts';

export type ConnectionActivities = {
  requestConnection(input: RequestConnectionInput): Promise<RequestConnectionResult>;
};

export function createConnectionActivities(deps: ActivityDependencies): ConnectionActivities {
  return { requestConnection: (input) => requestConnection(deps, input) };
}

/**
 * Asks for the Facebook connection in the chat, unless this project has an ad account and a Page already, or an
 * earlier request still waits for its answer: one card at a time.
 */
async function requestConnection(
  deps: ActivityDependencies,
  input: RequestConnectionInput,
): Promise<RequestConnectionResult> {
  const { projectId, ownerId, now } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<RequestConnectionResult> => {
    const project = await getProject(trx, projectId);
    const connection = await getConnection(trx, ownerId);
    const { required: needsForms } = await formNeeds(trx, projectId);
    const { state = null, scopes = [] } = connection ?? {};
    const { adAccountId = null, pageId = null } = project ?? {};
    const isUp = state === 'CONNECTED' || state === 'NEEDS_SELECTION';
    const isEnough = isUp && missingFormScopes(scopes, needsForms).length === 0;
    if (isEnough && adAccountId !== null && pageId !== null) {
      return { connected: { adAccountId, pageId } };
    }
    if (await isAskOpen(trx, projectId)) return { connected: null };
    const { content, title, body } = askWords({ state, scopes, needsForms });
    const ref = { projectId, ownerId, now, key: `connect:${now}` };
    const messageId = await say(trx, {
      ...ref,
      type: 'FB_CONNECT',
      content,
      metadata: { kind: 'connect' },
    });
    await ring(trx, { ...ref, kind: 'APPROVAL_NEEDED', title, body, messageId });
    return { connected: null };
  });
}
