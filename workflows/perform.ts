import {
  ActivityFailure,
  ApplicationFailure,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { Effect, EffectOf, Outcome } from '../domain/lifecycle/effects.ts';
import type { ProjectRef, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import type { ActivityPort } from './activities-port.ts';

type Stamp = ProjectRef & { readonly now: number };

function inputOf<Given extends Effect>(effect: Given, stamp: Stamp): Omit<Given, 'kind'> & Stamp {
  const { kind: _kind, ...own } = effect;
  return { ...own, ...stamp };
}

/** Does one effect by its activity. @throws what the activity fails with after its last attempt. */
export async function perform(to: ActivityPort, effect: Effect, at: Stamp): Promise<Outcome> {
  switch (effect.kind) {
    case 'answer':
      return { kind: 'answer', effect, result: await to.answerMessage(inputOf(effect, at)) };
    case 'record-decision': {
      const result = await to.recordDecision(inputOf(effect, at));
      return { kind: 'record-decision', effect, result };
    }
    case 'expire-approval': {
      const result = await to.expireApproval(inputOf(effect, at));
      return { kind: 'expire-approval', effect, result };
    }
    case 'remind-approval': {
      const result = await to.remindApproval(inputOf(effect, at));
      return { kind: 'remind-approval', effect, result };
    }
    case 'request-connection': {
      const result = await to.requestConnection(inputOf(effect, at));
      return { kind: 'request-connection', effect, result };
    }
    case 'prepare-plan':
      return { kind: 'prepare-plan', effect, result: await to.preparePlan(inputOf(effect, at)) };
    case 'deploy':
      return { kind: 'deploy', effect, result: await deploy(to, effect, at) };
    case 'edit-plan':
      return { kind: 'edit-plan', effect, result: await to.editPlan(inputOf(effect, at)) };
    case 'renew-lease':
      return { kind: 'renew-lease', effect, result: await to.renewLease(inputOf(effect, at)) };
    case 'remove-campaign': {
      const result = await to.removeCampaign(inputOf(effect, at));
      return { kind: 'remove-campaign', effect, result };
    }
    case 'propose-fix':
      return { kind: 'propose-fix', effect, result: await to.proposeFix(inputOf(effect, at)) };
    case 'propose-change':
      return { kind: effect.kind, effect, result: await to.proposeChange(inputOf(effect, at)) };
    case 'watch-connection': {
      const result = await to.watchConnection(inputOf(effect, at));
      return { kind: 'watch-connection', effect, result };
    }
    case 'reconcile': {
      const result = await to.reconcileOperation(inputOf(effect, at));
      return { kind: 'reconcile', effect, result };
    }
    case 'set-delivery':
      return { kind: 'set-delivery', effect, result: await to.setDelivery(inputOf(effect, at)) };
    case 'check':
      return { kind: 'check', effect, result: await to.checkCampaign(inputOf(effect, at)) };
    case 'tell':
      await to.tellEvents(inputOf(effect, at));
      return { kind: 'tell', effect, result: null };
    case 'show-progress':
      await to.showProgress(inputOf(effect, at));
      return { kind: 'show-progress', effect, result: null };
    default:
      await to.reportProblem(inputOf(effect, at));
      return { kind: 'report-problem', effect, result: null };
  }
}

/** Building and switching on are activities of their own; earlier runs asked for both at once. */
function deploy(
  to: ActivityPort,
  { part, ...own }: EffectOf<'deploy'>,
  at: Stamp,
): Promise<RunDeploymentResult> {
  const input = inputOf(own, at);
  if (part === 'build') return to.buildCampaign(input);
  if (part === 'amend') return to.amendCampaign(input);
  return part === 'activate' ? to.activateCampaign(input) : to.runDeployment(input);
}

/** The code people are told by: the activity's own `feature.reason`, else a general one. */
export function failureCode(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return 'lifecycle.timed_out';
  // A class name such as TypeError is no code: it says nothing that a person or a program could act on.
  if (
    cause instanceof ApplicationFailure &&
    /^[a-z][a-z0-9_-]*\.[a-z0-9_.-]+$/.test(cause.type ?? '')
  ) {
    return cause.type ?? 'lifecycle.unexpected';
  }
  return 'lifecycle.unexpected';
}

/** Advice of the server, or the tests' own limit: this run's history is long enough. */
export function historyIsLong(limit: number | undefined): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (limit !== undefined && historyLength >= limit);
}
