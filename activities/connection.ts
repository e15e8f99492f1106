import type { RequestConnectionInput, RequestConnectionResult } from '../domain/lifecycle/work.ts';
import { getConnection } from '../db/repositories/connections.ts';
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

/** Asks for the Facebook connection in the chat, unless this project has an ad account and a Page already. */
async function requestConnection(
  deps: ActivityDependencies,
  input: RequestConnectionInput,
): Promise<RequestConnectionResult> {
  const { projectId, ownerId, now } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<RequestConnectionResult> => {
    const project = await getProject(trx, projectId);
    const connection = await getConnection(trx, ownerId);
    const { adAccountId = null, pageId = null } = project ?? {};
    if (connection?.state === 'CONNECTED' && adAccountId !== null && pageId !== null) {
      return { connected: { adAccountId, pageId } };
    }
    const ref = { projectId, ownerId, now, key: `connect:${now}` };
    const messageId = await say(trx, {
      ...ref,
      type: 'FB_CONNECT',
      content:
        'Now I need your Facebook ad account and your Page, so that I can draft a campaign for them. I change nothing there before you approve it.',
      metadata: { kind: 'connect' },
    });
    await ring(trx, {
      ...ref,
      kind: 'APPROVAL_NEEDED',
      title: 'Please connect Facebook',
      body: 'I need your ad account and your Page to draft a campaign.',
      messageId,
    });
    return { connected: null };
  });
}
