import type {
  ReconcileOperationInput,
  ReconcileOperationResult,
  RemoveCampaignInput,
  RemoveCampaignResult,
  RenewLeaseInput,
  RenewLeaseResult,
  RunDeploymentInput,
  RunDeploymentResult,
  SetDeliveryInput,
  SetDeliveryResult,
} from '../domain/lifecycle/work.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { reconcileOperation } from './deployment-reconcile.ts';
import { runDeployment } from './deployment-run.ts';
import { setDelivery } from './delivery.ts';
import { amendCampaign } from './amend.ts';
import { removeCampaign } from './launch-removal.ts';
import { renewLease } from './lease.ts';

export type DeploymentActivities = {
  /** Building and switching on in one go, for runs of the first rules. */
  runDeployment(input: RunDeploymentInput): Promise<RunDeploymentResult>;
  buildCampaign(input: RunDeploymentInput): Promise<RunDeploymentResult>;
  /** Changes a campaign that runs, under an approval of its own. */
  amendCampaign(input: RunDeploymentInput): Promise<RunDeploymentResult>;
  activateCampaign(input: RunDeploymentInput): Promise<RunDeploymentResult>;
  reconcileOperation(input: ReconcileOperationInput): Promise<ReconcileOperationResult>;
  setDelivery(input: SetDeliveryInput): Promise<SetDeliveryResult>;
  renewLease(input: RenewLeaseInput): Promise<RenewLeaseResult>;
  removeCampaign(input: RemoveCampaignInput): Promise<RemoveCampaignResult>;
};

/** Builds an approved campaign at Meta step by step, finds lost steps again, and switches ads off and on. */
export function createDeploymentActivities(deps: ActivityDependencies): DeploymentActivities {
  return {
    runDeployment: (input) => runDeployment(deps, input),
    buildCampaign: (input) => runDeployment(deps, input, 'build'),
    activateCampaign: (input) => runDeployment(deps, input, 'activate'),
    reconcileOperation: (input) => reconcileOperation(deps, input),
    amendCampaign: (input) => amendCampaign(deps, input),
    setDelivery: (input) => setDelivery(deps, input),
    renewLease: (input) => renewLease(deps, input),
    removeCampaign: (input) => removeCampaign(deps, input),
  };
}
