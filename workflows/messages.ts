import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decision } from '../domain/lifecycle/state.ts';
import type { LifecycleStatus } from '../domain/lifecycle/status.ts';
import type { InboxItem, InboxKind } from '../domain/lifecycle/work.ts';
import type { LifecycleInput } from './lifecycle-input.ts';

export type { LifecycleInput } from './lifecycle-input.ts';

export const LIFECYCLE_WORKFLOW_TYPE = 'CampaignLifecycle';
export type LifecycleWorkflow = (input: LifecycleInput) => Promise<void>;

/** How far the inbox has come after an item was taken in. */
export type InboxReceipt = { readonly lastSeq: number };

type ItemOf<Kind extends InboxKind> = Extract<InboxItem, { kind: Kind }>;

// Updates, since the sender must know that the item arrived; the outbox sends each until one is acknowledged.
export const submitMessage = defineUpdate<InboxReceipt, [ItemOf<'message'>]>('submitMessage');
export const decideApproval = defineUpdate<InboxReceipt, [ItemOf<'decision'>]>('decideApproval');
export const reviseApproval = defineUpdate<InboxReceipt, [ItemOf<'approval-revised'>]>(
  'reviseApproval',
);
export const facebookConnected = defineUpdate<InboxReceipt, [ItemOf<'connected'>]>(
  'facebookConnected',
);
export const changePolicy = defineUpdate<InboxReceipt, [ItemOf<'policy'>]>('changePolicy');
export const retryDeployment = defineUpdate<InboxReceipt, [ItemOf<'retry-deployment'>]>(
  'retryDeployment',
);

export const undoApproval = defineUpdate<InboxReceipt, [ItemOf<'undo-approval'>]>('undoApproval');
export const editPlan = defineUpdate<InboxReceipt, [ItemOf<'plan-edited'>]>('editPlan');
export const answerQuestion = defineUpdate<InboxReceipt, [ItemOf<'question-answered'>]>(
  'answerQuestion',
);
export const removeCampaign = defineUpdate<InboxReceipt, [ItemOf<'remove-campaign'>]>(
  'removeCampaign',
);
export const facebookLost = defineUpdate<InboxReceipt, [ItemOf<'connection-lost'>]>('facebookLost');

/** The update that carries each kind of inbox item. */
export const INBOX_UPDATES = {
  message: submitMessage,
  decision: decideApproval,
  'approval-revised': reviseApproval,
  connected: facebookConnected,
  policy: changePolicy,
  'retry-deployment': retryDeployment,
  'undo-approval': undoApproval,
  'plan-edited': editPlan,
  'question-answered': answerQuestion,
  'remove-campaign': removeCampaign,
  'connection-lost': facebookLost,
} as const satisfies Record<InboxKind, unknown>;

/** An operator's decision, typed on a command line; `why` and `who` are kept as its reason. */
export type OperatorDecision = Pick<Decision, 'approvalId' | 'verdict' | 'contentHash'> & {
  readonly who?: string;
  readonly why?: string;
};

// Signals, since operators and tests send them from a command line where no worker may be running.
export const approvalDecision = defineSignal<[OperatorDecision]>('approvalDecision');
export const checkNow = defineSignal('checkNow');
export const pauseAll = defineSignal('pauseAll');
export const resume = defineSignal('resume');
export const rollover = defineSignal('rollover');

export const getStatus = defineQuery<LifecycleStatus>('getStatus');
