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
/** `streaming` rows are not shown as final; `stopped` keeps its partial text. */
export type MessageStatus = 'complete' | 'streaming' | 'stopped' | 'failed';

/** Cards carry references; their live state is read from approval, deployment and connection views. */
export type MessageMetadata =
  | { readonly kind: 'none' }
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
