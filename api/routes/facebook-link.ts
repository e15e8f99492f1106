import { z } from 'zod';
import { connectFacebookSchema } from '../../contract/http.ts';
import { currentConversation } from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { MetaError } from '../../integrations/meta/errors.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { readGrant } from '../facebook/grant.ts';
import { openLink, redeemLink } from '../facebook/link.ts';
import { storeDenial, storeGrant } from '../facebook/store-connection.ts';
import type { Caller } from '../http/app-env.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

const redirect = (description: string) => ({ 302: { description, schema: null } });

/** Facebook adds words of its own to the address; they are not read. */
const callbackSchema = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
});

/** The way to Facebook and back. Both are visited by the browser itself, so what went wrong is told on the page. */
export function facebookLinkRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/auth/facebook',
      tag: 'Facebook',
      summary: 'Go to Facebook to connect a project',
      query: connectFacebookSchema,
      answers: redirect('To Facebook’s dialog'),
      refusals: [404],
      handle: async ({ c, caller, query }) => {
        const { state } = await openLink(deps, caller, query.projectId);
        // Asking again also for what was unticked before; on a first visit it changes nothing.
        return c.redirect(deps.oauth(deps.wallClock).dialogUrl({ state, rerequest: true }));
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/auth/facebook/callback',
      tag: 'Facebook',
      summary: 'Where Facebook sends the browser back to',
      query: callbackSchema,
      answers: redirect(
        'To the project’s page, or to the start page when the link is no longer good',
      ),
      handle: async ({ c, caller, query }) => {
        const projectId = await redeemLink(deps, caller, query.state);
        if (projectId === null) return c.redirect('/?facebook=link-expired');
        await takeAnswer(deps, caller, { ...query, projectId });
        return c.redirect(`/projects/${projectId}`);
      },
    }),
  ];
}

async function takeAnswer(
  deps: AppDependencies,
  { userId }: Caller,
  answer: { code?: string | undefined; error?: string | undefined; projectId: string },
): Promise<void> {
  const { code, error, projectId } = answer;
  if (error === 'access_denied') {
    await asCaller(deps, userId, async (work) => await storeDenial(deps, work, projectId));
    return;
  }
  const now = await asCaller(deps, userId, (work) => Promise.resolve(work.now));
  const offset = now - deps.wallClock();
  try {
    if (code === undefined) throw new Error('Facebook sent neither a code nor a refusal.');
    // Outside any transaction: Facebook may take seconds.
    const grant = await readGrant(
      deps.oauth(() => deps.wallClock() + offset),
      code,
    );
    await asCaller(deps, userId, async (work) => {
      const project = await projectOf(work.trx, projectId);
      await storeGrant(deps, work, { project, grant });
    });
  } catch (failure) {
    if (code !== undefined && !(failure instanceof MetaError)) throw failure;
    deps.logger.warn({ err: failure, projectId }, 'facebook sign-in did not finish');
    await asCaller(deps, userId, async (work) => await tellFailure(deps, work, projectId));
  }
}

/** Nothing was stored; the chat says so, above the button that starts over. */
async function tellFailure(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  projectId: string,
): Promise<void> {
  const conversation = await currentConversation(trx, projectId);
  if (conversation === null) return;
  await insertMessage(trx, {
    id: newId(),
    conversationId: conversation.id,
    projectId,
    ownerId,
    type: 'TEXT',
    role: 'agent',
    status: 'complete',
    content:
      'Facebook did not finish the connection, so nothing was connected and nothing was changed. Please press “Connect Facebook” again.',
    metadata: { kind: 'error', code: 'connection.unfinished' },
    replyTo: null,
    now,
  });
}
