export const CONVERSATION_TYPES = ['ONBOARDING', 'CAMPAIGN', 'AGENT'] as const;
export type ConversationType = (typeof CONVERSATION_TYPES)[number];
export const CONVERSATION_STATUSES = ['ACTIVE', 'COMPLETED', 'ARCHIVED'] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

export const MESSAGE_TYPES = [
  'TEXT',
  'APPROVAL_REQUEST',
  'APPROVAL_RESPONSE',
  'AGENT_ACTION',
  'FB_CONNECT',
  'QUESTION',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];
export type MessageRole = 'user' | 'agent';
/**
 * `streaming` rows are not shown as final; `stopped` keeps its partial text; `withdrawn` was taken back by the person
 * before it was answered.
 */
export const MESSAGE_STATUSES = [
  'complete',
  'streaming',
  'stopped',
  'failed',
  'withdrawn',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** One thing the agent did on the way to an answer, in words: "Looked at the last 7 days". */
export type AnswerStep = { readonly tool: string; readonly words: string };

/** Cards carry references; their live state is read from approval, deployment and connection views. */
export type MessageMetadata =
  | { readonly kind: 'none' }
  /** `waiting`: the model cannot answer just now and is asked again by itself. */
  | {
      readonly kind: 'answer';
      readonly steps: readonly AnswerStep[];
      readonly waiting: 'busy' | null;
    }
  /** The person's click below a stopped or failed answer; it has no words of its own. */
  | { readonly kind: 'retry'; readonly answerId: string; readonly mode: 'continue' | 'again' }
  | { readonly kind: 'approval'; readonly approvalId: string }
  | {
      readonly kind: 'approval-response';
      readonly approvalId: string;
      readonly verdict: 'approve' | 'reject';
    }
  | { readonly kind: 'connect' }
  | { readonly kind: 'question'; readonly questionId: string }
  | { readonly kind: 'deployment'; readonly campaignRecordId: string }
  | {
      readonly kind: 'action';
      /** One of the words `domain/activity` knows. */
      readonly action: string;
      readonly evidence: string | null;
    }
  | { readonly kind: 'error'; readonly code: string };
