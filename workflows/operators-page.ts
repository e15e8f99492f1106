import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { attributesChanged, attributesOf, currentDetails } from '../domain/lifecycle/status.ts';
import type { LifecycleAttributes } from '../domain/lifecycle/status.ts';
import type { LifecycleState } from '../domain/lifecycle/state.ts';

const STAGE = defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD);
const WAITING_FOR = defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD);
const NEEDS_APPROVAL = defineSearchAttributeKey('NeedsApproval', SearchAttributeType.BOOL);
const ADS_LIVE = defineSearchAttributeKey('AdsLive', SearchAttributeType.BOOL);
const WAITING_SINCE = defineSearchAttributeKey('WaitingSince', SearchAttributeType.DATETIME);
const NEXT_CHECK_AT = defineSearchAttributeKey('NextCheckAt', SearchAttributeType.DATETIME);

function instant(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Keeps what operators see in the Temporal Web UI in step with the state. */
export function createOperatorsPage(carried: LifecycleState | undefined) {
  // A new run inherits the attributes of the one before.
  let shown: LifecycleAttributes | null = carried ? attributesOf(carried) : null;
  return {
    show(state: LifecycleState): void {
      setCurrentDetails(currentDetails(state));
      const next = attributesOf(state);
      if (!attributesChanged(shown, next)) return;
      shown = next;
      upsertSearchAttributes([
        { key: STAGE, value: next.stage },
        { key: WAITING_FOR, value: next.waitingFor },
        { key: NEEDS_APPROVAL, value: next.needsApproval },
        { key: ADS_LIVE, value: next.adsLive },
        { key: WAITING_SINCE, value: instant(next.waitingSince) },
        { key: NEXT_CHECK_AT, value: instant(next.nextCheckAt) },
      ]);
    },
  };
}
