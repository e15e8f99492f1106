import { accountProblem } from '../domain/connection/account-status.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { isCurrencyCode } from '../domain/money.ts';
import type { PlanAccount } from '../domain/plan/compile.ts';
import type { Measuring } from '../domain/plan/recipe.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import { planFailure } from './plan-failure.ts';

export type PlanFacts = {
  readonly account: PlanAccount;
  readonly minimumDailyMinor: number;
  readonly minimumSpendCapMinor: number | null;
  readonly timezone: string;
  readonly page: { readonly id: string; readonly name: string };
  readonly measuring: Measuring;
};

/** Reads at Meta what a plan depends on, and stops where the account cannot run ads at all. */
export async function gatherFacts(
  api: MetaApi,
  wanted: { readonly brief: Brief; readonly adAccountId: string; readonly pageId: string },
): Promise<PlanFacts> {
  const { brief, adAccountId, pageId } = wanted;
  const account = await api.adAccount(adAccountId);
  const problem = accountProblem(account);
  if (problem !== null) throw planFailure(problem);
  if (!isCurrencyCode(account.currency)) throw planFailure('plan.currency_unknown');
  const page = await api.page(pageId);
  const pixels = await api.pixels(adAccountId);
  // Only asked for where it matters: each read counts against the account's allowance.
  const apps = brief.goal === 'APP_INSTALLS' ? await api.apps(adAccountId) : [];
  return {
    account: {
      id: account.id,
      name: account.name,
      currency: account.currency,
      dsaBeneficiary: account.dsaBeneficiary,
      dsaPayor: account.dsaPayor,
    },
    minimumDailyMinor: account.minimumDailyMinor,
    minimumSpendCapMinor: account.minimumSpendCapMinor,
    timezone: account.timezone,
    page,
    measuring: { pixelId: pixels[0]?.id ?? null, apps },
  };
}
