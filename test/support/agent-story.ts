import { ApplicationFailure } from '@temporalio/common';
import type { PreparePlanResult, RunDeploymentResult } from '../../domain/lifecycle/work.ts';
import { answerQuestion } from '../../db/repositories/questions.ts';
import { asOwner } from '../../db/tenant.ts';
import { START } from './agent-world.ts';
import type { AgentWorld, Tenant } from './agent-world.ts';

type Moment = { now: number };

/** A plan that the person has approved. */
export async function approvedPlan(
  world: AgentWorld,
  tenant: Tenant,
  now = START,
): Promise<PreparePlanResult> {
  const { projectId, ownerId } = tenant;
  const plan = await plannedAnyway(world, tenant, now);
  await world.activities.recordDecision({
    projectId,
    ownerId,
    approvalId: plan.approval.id,
    contentHash: plan.approval.contentHash,
    verdict: 'approve',
    by: 'person',
    reason: null,
    now: now + 1_000,
  });
  return plan;
}

/** A plan of a person who answers every question with "no". */
export async function plannedAnyway(
  world: AgentWorld,
  { projectId, ownerId }: Tenant,
  now = START,
): Promise<PreparePlanResult> {
  const ref = { projectId, ownerId, now };
  for (let turn = 0; turn < 3; turn += 1) {
    const result = await world.activities.planOrAsk({ ...ref, previousApprovalId: null });
    if (!('questionId' in result)) return result;
    const answer = { category: null, privacyPolicyUrl: null };
    await asOwner(world.database.app, ownerId, (trx) =>
      answerQuestion(trx, { ...ref, id: result.questionId, answer }),
    );
  }
  throw new Error('Planning asked without end.');
}

/** What the lifecycle does around the deployment: looks, waits and goes on, without its real pauses. */
export async function deployAsWorkflow(
  world: AgentWorld,
  tenant: Tenant,
  plan: PreparePlanResult,
  clock: Moment = { now: START + 60_000 },
): Promise<RunDeploymentResult> {
  const { projectId, ownerId } = tenant;
  const { campaignRecordId } = plan;
  const ref = { projectId, ownerId, campaignRecordId };
  // Runs that fence each other off give way many times; a deployment that turns for ever still ends the test.
  for (let turn = 0; turn < 400; turn += 1) {
    const result = await world.activities.runDeployment({
      ...ref,
      approvalId: plan.approval.id,
      now: clock.now,
    });
    if (result.kind === 'done' || result.kind === 'failed') return result;
    if (result.kind === 'wait') clock.now += Math.max(result.ms, 1_000);
    if (result.kind === 'reconcile')
      await lookUntilKnown(world, { ...ref, clock, opKey: result.opKey });
  }
  throw new Error('The deployment went round in circles.');
}

export async function lookUntilKnown(
  world: AgentWorld,
  work: {
    projectId: string;
    ownerId: string;
    campaignRecordId: string;
    opKey: string;
    clock: Moment;
  },
): Promise<void> {
  const { clock, ...ref } = work;
  for (let look = 1; look <= 6; look += 1) {
    clock.now += 20_000;
    const found = await retried(clock, () =>
      world.activities.reconcileOperation({ ...ref, look, now: clock.now }),
    );
    if (found.kind !== 'look-again') return;
  }
}

/** Temporal's retries, without the waiting: what is marked as passing is tried again. */
export async function retried<T>(clock: Moment, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passing = error instanceof ApplicationFailure && error.nonRetryable !== true;
      if (!passing || attempt >= 8) throw error;
      clock.now += 5_000;
    }
  }
}
