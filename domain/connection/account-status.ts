import type { AdAccountOption } from './connection.ts';
import type { DeploymentProblemCode } from '../deployment/problems.ts';

/** Meta's `account_status` numbers (Ad Account reference) in words. */
const STATUS_WORDS: Readonly<Record<number, string>> = {
  1: 'Active',
  2: 'Disabled by Facebook',
  3: 'Has an unpaid bill',
  7: 'Being reviewed by Facebook',
  8: 'Active, a payment is being settled',
  9: 'Active, a payment is overdue',
  100: 'About to be closed',
  101: 'Closed',
};

export function accountStatusWords(status: number): string {
  return STATUS_WORDS[status] ?? 'In a state I do not know';
}

/** Active, settling and grace period may run ads; the rest may not. */
export function canRunAds(status: number): boolean {
  return status === 1 || status === 8 || status === 9;
}

/** What keeps ads of this account from being made, or null. */
export function accountProblem(
  account: Pick<AdAccountOption, 'status' | 'hasPaymentMethod'>,
): DeploymentProblemCode | null {
  if (!canRunAds(account.status)) {
    if (account.status === 3) return 'meta.account_unsettled';
    if (account.status === 7) return 'meta.account_under_review';
    if (account.status === 100 || account.status === 101) return 'meta.account_closed';
    return 'meta.account_disabled';
  }
  return account.hasPaymentMethod ? null : 'meta.payment_method_missing';
}

/** An account that can be chosen: it may run ads and its currency is one we can handle. */
export function isUsableAccount(
  account: AdAccountOption,
  isKnownCurrency: (code: string) => boolean,
): boolean {
  return canRunAds(account.status) && isKnownCurrency(account.currency);
}
