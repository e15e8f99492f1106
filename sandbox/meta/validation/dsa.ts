import { countryByCode } from '../catalog/countries.ts';
import { ruleBroken } from '../http/graph-error.ts';
import type { JsonObject } from '../json.ts';
import type { AdAccount } from '../state/types.ts';
import { countriesTouched } from './geo.ts';

type Names = { readonly dsaBeneficiary: string | null; readonly dsaPayor: string | null };

export function needsDsa(targeting: JsonObject): boolean {
  return countriesTouched(targeting).some((code) => countryByCode(code)?.dsa === true);
}

/** Ads shown in the EU must say who benefits and who pays. @throws GraphError 3858081, or 3858152 at the ad. */
export function requireDsa(check: {
  readonly level: 'adset' | 'ad';
  readonly targeting: JsonObject;
  readonly names: Names;
  readonly account: AdAccount;
}): void {
  if (!needsDsa(check.targeting)) return;
  const beneficiary = check.names.dsaBeneficiary ?? check.account.defaultDsaBeneficiary;
  const payor = check.names.dsaPayor ?? check.account.defaultDsaPayor;
  if (beneficiary !== null && payor !== null) return;
  throw ruleBroken(
    check.level === 'adset' ? 3858081 : 3858152,
    'Beneficiary and Payer Are Missing',
    'Ads that reach people in the European Union need the names of the beneficiary and the payer. Set dsa_beneficiary and dsa_payor.',
    beneficiary === null ? 'dsa_beneficiary' : 'dsa_payor',
  );
}
