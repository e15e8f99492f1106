import type { ApprovalFacts, Authority, Verdict } from './approval.ts';
import { tighter } from './authority.ts';

export const APPROVAL_REFUSALS = {
  'approval.not_found': 'This card no longer exists. Nothing was decided.',
  'approval.already_decided': 'This card was decided already. Nothing changed just now.',
  'approval.superseded':
    'There is a newer version of this card. Please look at that one. Nothing was decided.',
  'approval.expired':
    'This card has run out, so nothing happened and nothing will. Ask me for a new one when you are ready.',
  'approval.changing':
    'I am just working your change into this card. Please decide on the new one in a moment. Nothing was decided.',
  'approval.stale':
    'The card changed after you opened it. Please look at the latest version. Nothing was decided.',
} as const;
export type ApprovalRefusal = keyof typeof APPROVAL_REFUSALS;

export type Decision = {
  readonly verdict: Verdict;
  /** Hash of the content the person had before their eyes. */
  readonly contentHash: string;
  /** Epoch ms on the owner's clock. */
  readonly now: number;
};

export type DecisionOutcome =
  | { readonly ok: true; readonly status: 'GRANTED' | 'REJECTED' }
  | { readonly ok: false; readonly refusal: ApprovalRefusal };

/** The one rule for taking a decision, whoever brings it: browser, operator or a repeat of either. */
export function decideApproval(facts: ApprovalFacts, decision: Decision): DecisionOutcome {
  switch (facts.status) {
    case 'GRANTED':
    case 'REJECTED':
      return refuse('approval.already_decided');
    case 'SUPERSEDED':
      return refuse('approval.superseded');
    case 'EXPIRED':
      return refuse('approval.expired');
    case 'PENDING':
      if (isExpired(facts, decision.now)) return refuse('approval.expired');
      if (facts.changing === true) return refuse('approval.changing');
      if (facts.contentHash !== decision.contentHash) return refuse('approval.stale');
      return { ok: true, status: decision.verdict === 'approve' ? 'GRANTED' : 'REJECTED' };
    default:
      return facts.status;
  }
}

export function isExpired(facts: Pick<ApprovalFacts, 'expiresAt'>, now: number): boolean {
  return facts.expiresAt !== null && now >= facts.expiresAt;
}

function refuse(refusal: ApprovalRefusal): DecisionOutcome {
  return { ok: false, refusal };
}

const granted: unique symbol = Symbol('granted');

/**
 * A permission that was checked against the stored approval. Only `grantFrom` makes one, and everything that spends
 * or changes an audience asks for it: forgetting the approval does not compile.
 */
export type GrantedApproval = {
  readonly [granted]: true;
  readonly approvalId: string;
  readonly contentHash: string;
  readonly authority: Authority;
};

/** An approval row as the database holds it at this moment. */
export type StoredApproval = ApprovalFacts & {
  readonly authority: Authority | null;
  readonly campaignRecordId: string | null;
};

export type GrantOutcome =
  | { readonly ok: true; readonly grant: GrantedApproval }
  | {
      readonly ok: false;
      readonly code: 'deployment.approval_missing' | 'deployment.approval_changed';
    };

/**
 * Turns a stored approval into a permission for one campaign.
 * @param contentHash hash of what is about to be done, computed anew by the caller.
 */
export function grantFrom(
  stored: StoredApproval | null,
  wanted: {
    readonly campaignRecordId: string;
    readonly contentHash: string;
    /** What the permission has to be for; a whole plan where nothing is said. */
    readonly kind?: 'campaign-plan' | 'ad-fix' | 'campaign-change';
  },
): GrantOutcome {
  if (
    stored === null ||
    stored.kind !== (wanted.kind ?? 'campaign-plan') ||
    stored.status !== 'GRANTED' ||
    stored.authority === null
  ) {
    return { ok: false, code: 'deployment.approval_missing' };
  }
  if (
    stored.campaignRecordId !== wanted.campaignRecordId ||
    stored.contentHash !== wanted.contentHash
  ) {
    return { ok: false, code: 'deployment.approval_changed' };
  }
  const { id, contentHash, authority } = stored;
  return { ok: true, grant: seal({ approvalId: id, contentHash, authority }) };
}

/** The same permission within a tighter limit. */
export function narrowed(grant: GrantedApproval, limit: Authority): GrantedApproval {
  const { approvalId, contentHash, authority } = grant;
  return seal({ approvalId, contentHash, authority: tighter(authority, limit) });
}

function seal(facts: Omit<GrantedApproval, typeof granted>): GrantedApproval {
  return { ...facts, [granted]: true };
}
