import { undoApprovalSchema } from '../../contract/http.ts';
import { approvalSchema } from '../../contract/launch.ts';
import { APPROVAL_REFUSALS } from '../../domain/approval/decide.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { getApproval, undoApproval } from '../../db/repositories/approvals.ts';
import type { ApprovalRow } from '../../db/repositories/approvals.ts';
import { conversationOfCard } from '../../db/repositories/card-conversation.ts';
import { currentConversation } from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCardOwner } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

export function undoRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/chat/undo',
      tag: 'Approvals',
      summary: 'Take an approval back within its few seconds, before anything was sent to Facebook',
      body: undoApprovalSchema,
      answers: { 200: { description: 'The card, open again', schema: approvalSchema } },
      refusals: [404, 409],
      handle: async ({ c, caller, body }) => {
        const take = async (work: OwnerWork) => await takeBack(deps, work, body.approvalId);
        return c.json(await asCardOwner(deps, caller.userId, take));
      },
    }),
  ];
}

/** The row decides between taking back and the first work under the approval; one of the two comes first. */
async function takeBack(
  deps: AppDependencies,
  work: OwnerWork,
  approvalId: string,
): Promise<ApprovalRow> {
  const { trx, ownerId, now, undoWindowMs } = work;
  const before = await getApproval(trx, approvalId);
  if (before === null) {
    const code = 'approval.not_found';
    throw new ApiError({ status: 404, code, message: APPROVAL_REFUSALS[code] });
  }
  // Pressed twice it is one thing the person did.
  if (before.status === 'PENDING' && before.undoneAt !== null) return before;
  const ref = { id: approvalId, projectId: before.projectId, ownerId, now };
  const open = await undoApproval(trx, { ...ref, undoWindowMs });
  if (open === null) {
    throw conflict(
      'approval.too_late',
      'It is too late to take this back: the work has begun. Nothing runs before everything is built; press “Pause all ads” to stop it.',
    );
  }
  await tell(deps, work, open);
  return open;
}

async function tell(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { id: approvalId, projectId }: ApprovalRow,
): Promise<void> {
  const common = { projectId, ownerId, now };
  const conversationId =
    (await conversationOfCard(trx, approvalId)) ?? (await currentConversation(trx, projectId))?.id;
  if (conversationId !== undefined) {
    await insertMessage(trx, {
      ...common,
      id: newId(),
      conversationId,
      type: 'TEXT',
      role: 'agent',
      status: 'complete',
      content:
        'You took your approval back in time. Nothing was sent to Facebook and nothing was spent. The card is open again.',
      metadata: { kind: 'none' },
      replyTo: null,
    });
  }
  await insertActivity(trx, {
    ...common,
    id: newId(),
    actor: 'person',
    what: 'You took your approval back',
    why: null,
    outcome: 'Nothing was sent to Facebook',
  });
  const item = { kind: 'undo-approval', approvalId } as const;
  await enqueueInbox(trx, { ...common, id: newId(), item });
}
