import type {
  CheckCampaignInput,
  CheckCampaignResult,
  TellEventsInput,
} from '../domain/lifecycle/work.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { checkCampaign } from './monitoring-check.ts';
import { tellEvents } from './monitoring-tell.ts';

export type MonitoringActivities = {
  checkCampaign(input: CheckCampaignInput): Promise<CheckCampaignResult>;
  tellEvents(input: TellEventsInput): Promise<void>;
};

/** Reads a running campaign's numbers and says what of them matters. */
export function createMonitoringActivities(deps: ActivityDependencies): MonitoringActivities {
  return {
    checkCampaign: (input) => checkCampaign(deps, input),
    tellEvents: (input) => tellEvents(deps, input),
  };
}
