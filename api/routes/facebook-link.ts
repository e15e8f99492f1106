import { z } from 'zod';
import { connectFacebookSchema } from '../../contract/http.ts';
import {
  exchangeProblem,
  LOGIN_PROBLEMS,
  loginOutcome,
} from '../../domain/connection/login-errors.ts';
import type { LoginProblemCode } from '../../domain/connection/login-errors.ts';
import { currentConversation } from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { MetaError } from '../../integrations/meta/errors.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { LoginRefused, readGrant } from '../facebook/grant.ts';
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
  error_reason: z.string().max(200).optional(),
  error_code: z.string().max(20).optional(),
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
        const { state, scopes } = await openLink(deps, caller, query.projectId);
        // Asking again also for what was unticked before; on a first visit it changes nothing.
        return c.redirect(deps.oauth(deps.wallClock).dialogUrl({ state, scopes, rerequest: true }));
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
  answer: z.output<typeof callbackSchema> & { projectId: string },
): Promise<void> {
  const { code, projectId } = answer;
  const outcome = loginOutcome({
    error: answer.error,
    errorReason: answer.error_reason,
    errorCode: answer.error_code,
  });
  if (outcome === 'denied') {
    await asCaller(deps, userId, async (work) => await storeDenial(deps, work, projectId));
    return;
  }
  const problem = outcome ?? (await takeCode(deps, { userId, projectId, code }));
  if (problem === null) return;
  await asCaller(
    deps,
    userId,
    async (work) => await tellFailure(deps, work, { projectId, problem }),
  );
}

/** @returns what went wrong; null when the connection stands. */
async function takeCode(
  deps: AppDependencies,
  { userId, projectId, code }: { userId: string; projectId: string; code: string | undefined },
): Promise<LoginProblemCode | null> {
  // Facebook sent neither a code nor a refusal.
  if (code === undefined || code === '') return 'connection.unfinished';
  const now = await asCaller(deps, userId, (work) => Promise.resolve(work.now));
  const offset = now - deps.wallClock();
  try {
    // Outside any transaction: Facebook may take seconds.
    const grant = await readGrant(
      deps.oauth(() => deps.wallClock() + offset),
      code,
    );
    await asCaller(deps, userId, async (work) => {
      const project = await projectOf(work.trx, projectId);
      await storeGrant(deps, work, { project, grant });
    });
    return null;
  } catch (failure) {
    deps.logger.warn({ err: failure, projectId }, 'facebook sign-in did not finish');
    if (failure instanceof LoginRefused) return failure.code;
    if (failure instanceof MetaError) return exchangeProblem(failure.failure);
    throw failure;
  }
}

/** Nothing was stored; the chat says so, above the button that starts over. */
async function tellFailure(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { projectId, problem }: { projectId: string; problem: LoginProblemCode },
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
    content: LOGIN_PROBLEMS[problem],
    metadata: { kind: 'error', code: problem },
    replyTo: null,
    now,
  });
}
