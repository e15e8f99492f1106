import { canonicalJson } from '../../domain/plan/canonical.ts';
import type { CampaignPlan } from '../../domain/plan/plan.ts';
import { sha256 } from './hash.ts';

/** The hash that an approval of this plan has to carry. */
export function planHash(plan: CampaignPlan): string {
  return sha256(canonicalJson(plan));
}
