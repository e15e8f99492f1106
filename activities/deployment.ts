import type {
  ReconcileOperationInput,
  ReconcileOperationResult,
  RunDeploymentInput,
  RunDeploymentResult,
  SetDeliveryInput,
  SetDeliveryResult,
} from '../domain/lifecycle/work.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { reconcileOperation } from './deployment-reconcile.ts';
import { runDeployment } from './deployment-run.ts';
import { setDelivery } from './delivery.ts';

export type DeploymentActivities = {
  runDeployment(input: RunDeploymentInput): Promise<RunDeploymentResult>;
  reconcileOperation(input: ReconcileOperationInput): Promise<ReconcileOperationResult>;
  setDelivery(input: SetDeliveryInput): Promise<SetDeliveryResult>;
};

/** Builds an approved campaign at Meta step by step, finds lost steps again, and switches ads off and on. */
export function createDeploymentActivities(deps: ActivityDependencies): DeploymentActivities {
  return {
    runDeployment: (input) => runDeployment(deps, input),
    reconcileOperation: (input) => reconcileOperation(deps, input),
    setDelivery: (input) => setDelivery(deps, input),
  };
}
