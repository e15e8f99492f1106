import type { OperationKind } from '../deployment/deployment.ts';

/** Everything Aigency can ever do to an ad account. A new kind does not compile until it is classified below. */
export const ACTION_KINDS = [
  'build-campaign',
  'switch-on-campaign',
  'pause-campaign',
  'resume-campaign',
  'remove-duplicate',
  'pause-ad',
  'extend-lease',
  'change-campaign',
  'remove-campaign',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export type Permission = 'autonomous' | 'needs-approval';

/**
 * Whether an action may be done without asking. Only what can lower spending and never raise it is autonomous;
 * resuming goes back to an amount that was approved, under the same approval.
 */
export function permissionFor(kind: ActionKind): Permission {
  switch (kind) {
    case 'pause-campaign':
    case 'pause-ad':
    // Asked for by the person's own click, and only for what never ran.
    case 'remove-campaign':
    // A duplicate is always switched off when it is found, and never the object a person approved.
    case 'remove-duplicate':
      return 'autonomous';
    case 'build-campaign':
    case 'switch-on-campaign':
    case 'resume-campaign':
    // Another amount, another end, other people.
    case 'change-campaign':
    // Prolonging lets ads spend on; the approved end is part of the permission.
    case 'extend-lease':
      return 'needs-approval';
    default:
      return unclassified(kind);
  }
}

function unclassified(kind: never): never {
  throw new Error(`An action is not classified: ${String(kind)}`);
}

/** The action that a step of the ledger belongs to. */
export function actionOf(kind: OperationKind): ActionKind {
  switch (kind) {
    case 'preflight':
    case 'create-lead-form':
    case 'create-campaign':
    case 'create-ad-set':
    case 'upload-image':
    case 'create-creative':
    case 'create-ad':
    case 'verify':
      return 'build-campaign';
    case 'activate-ad':
    case 'activate-ad-set':
    case 'activate-campaign':
      return 'switch-on-campaign';
    case 'pause-ad':
      return 'pause-ad';
    case 'extend-lease':
      return 'extend-lease';
    case 'update-campaign-budget':
    case 'update-ad-set-budget':
    case 'update-targeting':
    case 'update-end':
      return 'change-campaign';
    case 'remove-campaign':
      return 'remove-campaign';
    case 'pause-campaign':
      return 'pause-campaign';
    case 'resume-campaign':
      return 'resume-campaign';
    default:
      return unclassified(kind);
  }
}
