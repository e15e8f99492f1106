import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { createTemporalGateway } from '../../api/temporal/gateway.ts';
import type { TemporalGateway } from '../../api/temporal/gateway.ts';
import type { ApprovalStatus } from '../../domain/approval/approval.ts';
import type { LifecycleStatus } from '../../domain/lifecycle/status.ts';
import type { InboxItem, PendingApproval } from '../../domain/lifecycle/work.ts';
import { createWorkers } from '../../worker/workers.ts';
import type { ActivityPort } from '../../workflows/activities-port.ts';
import type { LifecycleInput } from '../../workflows/lifecycle-input.ts';
import { getStatus, LIFECYCLE_WORKFLOW_TYPE } from '../../workflows/messages.ts';
import type { LifecycleWorkflow } from '../../workflows/messages.ts';
import { lifecycleWorkflowId, taskQueues } from '../../workflows/task-queues.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export type Call = { readonly name: string; readonly input: Record<string, unknown>; at: number };

/** An inbox item before it has its number. */
export type Unnumbered = InboxItem extends infer Item
  ? Item extends InboxItem
    ? Omit<Item, 'seq'>
    : never
  : never;

export function briefCard(id = 'brief-1'): PendingApproval {
  return { id, kind: 'brief', contentHash: `${id}-hash`, expiresAt: null, campaignRecordId: null };
}

/**
 * A small world in memory behind the port: it keeps decisions like the approval table does and answers each activity
 * the plain way. `script` replaces single activities.
 */
export function scriptedActivities(script: Partial<ActivityPort> = {}) {
  const calls: Call[] = [];
  const decided = new Map<string, ApprovalStatus>();
  let plans = 0;
  const plain: ActivityPort = {
    answerMessage: async ({ messageId }) => ({
      approval: messageId.startsWith('brief') ? briefCard() : null,
      supersededApprovalIds: [],
    }),
    recordDecision: async ({ approvalId, verdict, reason }) => {
      const status = decided.get(approvalId) ?? (verdict === 'approve' ? 'GRANTED' : 'REJECTED');
      decided.set(approvalId, status);
      return { status, refusal: null, reasonGiven: reason !== null };
    },
    expireApproval: async ({ approvalId }) => {
      const status = decided.get(approvalId) ?? 'EXPIRED';
      decided.set(approvalId, status);
      return { status };
    },
    remindApproval: async ({ approvalId }) => ({ status: decided.get(approvalId) ?? 'PENDING' }),
    requestConnection: async () => ({ connected: null }),
    preparePlan: async ({ projectId, now }) => {
      plans += 1;
      return {
        campaignRecordId: `campaign-${plans}`,
        approval: {
          id: `plan-${plans}-${projectId}`,
          kind: 'campaign-plan',
          contentHash: `plan-${plans}-hash`,
          expiresAt: now + 48 * HOUR,
          campaignRecordId: `campaign-${plans}`,
        },
      };
    },
    runDeployment: async () => ({ kind: 'done' }),
    buildCampaign: async () => ({ kind: 'built' }),
    activateCampaign: async () => ({ kind: 'done' }),
    amendCampaign: async () => ({ kind: 'done' }),
    renewLease: async ({ now }) => ({ kind: 'done', leaseUntil: now + 3 * DAY }),
    removeCampaign: async () => ({ kind: 'done' }),
    watchConnection: async ({ now }) => ({ kind: 'fine', nextAt: now + DAY }),
    editPlan: async () => ({ kind: 'refused' }),
    proposeFix: async () => ({ approval: null }),
    proposeChange: async () => ({ approval: null, supersededApprovalIds: [] }),
    reconcileOperation: async () => ({ kind: 'adopted' }),
    setDelivery: async () => ({ kind: 'done' }),
    checkCampaign: async () => ({ kind: 'checked', events: [] }),
    tellEvents: async () => undefined,
    showProgress: async () => undefined,
    reportProblem: async () => undefined,
  };
  function recorded<Input extends object, Result>(
    name: keyof ActivityPort,
    act: (input: Input) => Promise<Result>,
  ): (input: Input) => Promise<Result> {
    return async (input) => {
      calls.push({ name, input: Object.fromEntries(Object.entries(input)), at: Date.now() });
      return act(input);
    };
  }
  const acts: ActivityPort = { ...plain, ...script };
  const port: ActivityPort = {
    answerMessage: recorded('answerMessage', acts.answerMessage),
    recordDecision: recorded('recordDecision', acts.recordDecision),
    expireApproval: recorded('expireApproval', acts.expireApproval),
    remindApproval: recorded('remindApproval', acts.remindApproval),
    requestConnection: recorded('requestConnection', acts.requestConnection),
    preparePlan: recorded('preparePlan', acts.preparePlan),
    runDeployment: recorded('runDeployment', acts.runDeployment),
    buildCampaign: recorded('buildCampaign', acts.buildCampaign),
    activateCampaign: recorded('activateCampaign', acts.activateCampaign),
    amendCampaign: recorded('amendCampaign', acts.amendCampaign),
    renewLease: recorded('renewLease', acts.renewLease),
    removeCampaign: recorded('removeCampaign', acts.removeCampaign),
    watchConnection: recorded('watchConnection', acts.watchConnection),
    editPlan: recorded('editPlan', acts.editPlan),
    proposeFix: recorded('proposeFix', acts.proposeFix),
    proposeChange: recorded('proposeChange', acts.proposeChange),
    reconcileOperation: recorded('reconcileOperation', acts.reconcileOperation),
    setDelivery: recorded('setDelivery', acts.setDelivery),
    checkCampaign: recorded('checkCampaign', acts.checkCampaign),
    tellEvents: recorded('tellEvents', acts.tellEvents),
    showProgress: recorded('showProgress', acts.showProgress),
    reportProblem: recorded('reportProblem', acts.reportProblem),
  };
  const named = (name: keyof ActivityPort) => calls.filter((call) => call.name === name);
  return { port, calls, named, decided };
}

// The state of each worker is no news in a test's output.
Runtime.install({ logger: new DefaultLogger('ERROR') });

export type World = Awaited<ReturnType<typeof createWorld>>;

/** One worker process' worth of workers on queues of their own, a gateway, and a client to look with. */
export async function createWorld({
  address,
  bundle,
  script = {},
  maxCachedWorkflows,
  graceMs = 0,
}: {
  address: string;
  /** Path of the workflow bundle. */
  bundle: string;
  script?: Partial<ActivityPort>;
  maxCachedWorkflows?: number;
  graceMs?: number;
}) {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const acts = scriptedActivities(script);
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const gateway: TemporalGateway = createTemporalGateway({
    address,
    namespace: 'default',
    taskQueuePrefix: prefix,
    undoWindowMs: 0,
  });
  let running: { workers: Worker[]; ended: Promise<unknown> } | null = null;

  async function startWorkers(): Promise<void> {
    const workers = await createWorkers({
      connection: native,
      namespace: 'default',
      taskQueuePrefix: prefix,
      workflowBundle: { codePath: bundle },
      activities: { lifecycle: acts.port, meta: acts.port, model: acts.port },
      graceMs,
      ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    });
    running = { workers, ended: Promise.all(workers.map((worker) => worker.run())) };
  }

  async function stopWorkers(): Promise<void> {
    for (const worker of running?.workers ?? []) worker.shutdown();
    await running?.ended;
    running = null;
  }

  await startWorkers();
  return {
    ...acts,
    prefix,
    client,
    connection,
    gateway,
    startWorkers,
    stopWorkers,
    project: (projectId: string = randomUUID()) =>
      createTestProject({ client, gateway, projectId }),
    /** Starts the workflow itself, with the test's own limits. */
    async startRun(
      projectId: string,
      limits: Partial<LifecycleInput>,
      options: { startDelay?: number } = {},
    ): Promise<void> {
      await client.workflow.start<LifecycleWorkflow>(LIFECYCLE_WORKFLOW_TYPE, {
        workflowId: lifecycleWorkflowId(projectId),
        taskQueue: taskQueues(prefix).lifecycle,
        args: [{ v: 1, projectId, ownerId: 'owner', undoWindowMs: 0, ...limits }],
        ...options,
      });
    },
    async close(): Promise<void> {
      await stopWorkers();
      await gateway.close();
      await connection.close();
      await native.close();
    },
  };
}

export type TestProject = ReturnType<typeof createTestProject>;

function createTestProject({
  client,
  gateway,
  projectId,
}: {
  client: Client;
  gateway: TemporalGateway;
  projectId: string;
}) {
  const handle: WorkflowHandle<LifecycleWorkflow> = client.workflow.getHandle(
    lifecycleWorkflowId(projectId),
  );
  let seq = 0;
  const number = (item: Unnumbered): InboxItem => ({ ...item, seq: (seq += 1) });
  const deliver = (item: InboxItem, startAt = Date.now()) =>
    gateway.deliver({ projectId, ownerId: 'owner', item, startAt });
  const send = (item: Unnumbered, startAt?: number) => deliver(number(item), startAt);
  const status = () => askAgain(() => handle.query<LifecycleStatus>(getStatus));
  async function reaches(
    what: string,
    reached: (status: LifecycleStatus) => boolean,
  ): Promise<LifecycleStatus> {
    return until(what, status, reached);
  }
  return {
    projectId,
    handle,
    number,
    deliver,
    send,
    status,
    reaches,
    say: (messageId: string, startAt?: number) =>
      send({ kind: 'message', messageId, conversationId: 'chat' }, startAt),
    decide: async (verdict: 'approve' | 'reject', card: PendingApproval): Promise<void> => {
      const { id: approvalId, contentHash } = card;
      await send({ kind: 'decision', approvalId, verdict, contentHash });
    },
    /** From the first message to a plan that waits for its decision. */
    async proposePlan(startAt?: number): Promise<PendingApproval> {
      await send({ kind: 'message', messageId: 'brief please', conversationId: 'chat' }, startAt);
      const { pendingApprovals } = await reaches('a brief', (s) => s.pendingApprovals.length === 1);
      await this.decide('approve', pendingApprovals[0]!);
      await reaches('connecting', (s) => s.stage === 'connecting' && s.waitingFor === 'person');
      await send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
      const planned = await reaches('a plan', (s) => s.pendingApprovals.length === 1);
      return planned.pendingApprovals[0]!;
    },
    async goLive(startAt?: number): Promise<void> {
      await this.decide('approve', await this.proposePlan(startAt));
      await reaches('live', (s) => s.stage === 'live');
    },
  };
}

/** A query that meets a run which is just beginning fails once; the next one answers. */
async function askAgain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 20) throw error;
      await pause(50);
    }
  }
}

/** Waits for a condition by asking again; fails with what was seen last. */
export async function until<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  reached: (seen: Seen) => boolean,
  timeoutMs = 20_000,
): Promise<Seen> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (reached(seen)) return seen;
    if (Date.now() > deadline) {
      throw new Error(`Not reached in time: ${what}. Last seen: ${JSON.stringify(seen)}`);
    }
    await pause(25);
  }
}
