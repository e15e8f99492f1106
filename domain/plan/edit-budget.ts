import { formatMoney } from '../money.ts';
import { refuseEdit } from './edit-refusal.ts';
import type { EditRefusal } from './edit-refusal.ts';
import type { PlanChanges } from './edit.ts';
import type { CampaignPlan, PlannedAdSet } from './plan.ts';
import { splitBudget } from './shares.ts';

type Funded = {
  readonly ok: true;
  readonly adSets: readonly PlannedAdSet[];
  readonly dailyBudgetMinor: number;
};

type Wanted = {
  readonly changes: Pick<PlanChanges, 'dailyBudgetMinor' | 'audiences'>;
  /** The least the account asks for per audience, minor units. */
  readonly minimumDailyMinor: number;
};

/**
 * The audiences with their parts of the daily amount. Without amounts of their own they share the whole as before; with
 * them the whole is their sum. A single audience has no part: the campaign itself holds the amount.
 * @param adSets the audiences that the change leaves, in the plan's order.
 */
export function changeBudget(
  adSets: readonly PlannedAdSet[],
  plan: CampaignPlan,
  wanted: Wanted,
): Funded | EditRefusal {
  const { audiences = [], dailyBudgetMinor = plan.dailyBudgetMinor } = wanted.changes;
  if (audiences.length > 0) return eachItsOwn(adSets, plan, wanted);
  const least = leastOf(wanted) * adSets.length;
  if (!Number.isSafeInteger(dailyBudgetMinor) || dailyBudgetMinor < least) {
    return refuseEdit('dailyBudgetMinor', tooLittle(plan, wanted, adSets.length));
  }
  const isSame = dailyBudgetMinor === plan.dailyBudgetMinor && adSets.length === plan.adSets.length;
  if (isSame) return funded(adSets, dailyBudgetMinor);
  const shares = adSets.map((set) => set.dailyBudgetMinor ?? 1);
  const parts = splitBudget(dailyBudgetMinor, shares, leastOf(wanted));
  if (parts === null)
    return refuseEdit(
      'dailyBudgetMinor',
      'The amount a day is too small for this many groups of people.',
    );
  return funded(withParts(adSets, parts), dailyBudgetMinor);
}

function eachItsOwn(
  adSets: readonly PlannedAdSet[],
  plan: CampaignPlan,
  wanted: Wanted,
): Funded | EditRefusal {
  const { audiences = [], dailyBudgetMinor } = wanted.changes;
  if (dailyBudgetMinor !== undefined) {
    return refuseEdit(
      'dailyBudgetMinor',
      'Please change the whole amount a day, or the parts for each group of people. Not both at once.',
    );
  }
  const amounts = new Map<string, number>();
  for (const [index, { key, dailyBudgetMinor: part }] of audiences.entries()) {
    const known = plan.adSets.find((set) => set.key === key);
    if (typeof known?.dailyBudgetMinor !== 'number')
      return refuseEdit(
        `audiences.${index}.key`,
        'One of the audiences you changed has no amount of its own in the plan.',
      );
    if (!Number.isSafeInteger(part) || part < leastOf(wanted)) {
      return refuseEdit(`audiences.${index}.dailyBudgetMinor`, tooLittle(plan, wanted, 1));
    }
    amounts.set(key, part);
  }
  const parts = adSets.map((set) => amounts.get(set.key) ?? set.dailyBudgetMinor ?? 0);
  return funded(
    withParts(adSets, parts),
    parts.reduce((sum, part) => sum + part, 0),
  );
}

function withParts(
  adSets: readonly PlannedAdSet[],
  parts: readonly number[],
): readonly PlannedAdSet[] {
  return adSets.map((set, index) => ({ ...set, dailyBudgetMinor: parts[index] ?? null }));
}

function funded(adSets: readonly PlannedAdSet[], dailyBudgetMinor: number): Funded {
  const [only] = adSets;
  const alone = adSets.length === 1 && only !== undefined;
  return {
    ok: true,
    dailyBudgetMinor,
    adSets: alone ? [{ ...only, dailyBudgetMinor: null }] : adSets,
  };
}

function leastOf({ minimumDailyMinor }: Wanted): number {
  return Math.max(1, minimumDailyMinor);
}

function tooLittle(plan: CampaignPlan, wanted: Wanted, count: number): string {
  const money = (minor: number) => formatMoney({ minor, currency: plan.currency });
  const least = leastOf(wanted);
  const isOneOfMany = count === 1 && plan.adSets.length > 1;
  const each = count === 1 ? '' : `, ${money(least)} for each of ${count} audiences`;
  return `Facebook asks for at least ${money(least * count)} a day ${isOneOfMany ? 'for each audience' : 'in your ad account'}${each}.`;
}
