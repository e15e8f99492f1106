import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FaultPoint } from '../../activities/fault-points.ts';
import type { AgentWorld, Tenant } from './agent-world.ts';
import { START } from './agent-world.ts';
import { grantedLaunch, launch } from './launch-story.ts';
import type { Launch } from './launch-story.ts';
import { objectIn } from './sandbox-answers.ts';
import type { JsonObject } from './sandbox-answers.ts';

export type LaunchTask = {
  readonly databaseUrl: string;
  readonly metaUrl: string;
  readonly projectId: string;
  readonly ownerId: string;
  readonly campaignRecordId: string;
  readonly approvalId: string;
  readonly work: 'launch' | 'amend' | 'pause' | 'resume' | 'renew-lease' | 'remove';
  readonly now: number;
  /** How long a call to Facebook may take. */
  readonly timeoutMs: number;
  /** Where the process ends itself: at this point, when the kinds at hand name `detail`. */
  readonly killAt: {
    readonly point: FaultPoint;
    readonly detail: string;
    /** Stopped instead of killed, the first time; the test lets it go on. */
    readonly signal?: 'SIGSTOP';
  } | null;
};

export type Planned = {
  readonly campaignRecordId: string;
  readonly approval: { readonly id: string };
  readonly story: Launch;
};

/** A granted plan of one audience with two ads, as the processes below take it. */
export async function plannedLaunch(world: AgentWorld, tenant: Tenant): Promise<Planned> {
  const story = await grantedLaunch(world, tenant);
  const { campaignRecordId, approvalId } = story.input;
  return { campaignRecordId, approval: { id: approvalId }, story };
}

/** The worker that takes over: this very process goes on with the launch. */
export async function takeOver(world: AgentWorld, { story }: Planned) {
  const { result } = await launch(world, story);
  return result;
}

const CHILD = fileURLToPath(new URL('./launch-child.ts', import.meta.url));

export type LaunchProcess = {
  readonly child: ChildProcess;
  /** What the process reported, or the signal that ended it. */
  readonly ended: Promise<{ signal: string | null; result: JsonObject | null; now: number }>;
};

/** Starts a worker process with one task about this tenant's campaign. */
export function startLaunchProcess(
  world: AgentWorld,
  tenant: Tenant,
  plan: Planned,
  wish: Partial<Pick<LaunchTask, 'work' | 'now' | 'timeoutMs' | 'killAt'>> = {},
): LaunchProcess {
  const task: LaunchTask = {
    databaseUrl: world.database.url,
    metaUrl: world.metaUrl,
    projectId: tenant.projectId,
    ownerId: tenant.ownerId,
    campaignRecordId: plan.campaignRecordId,
    approvalId: plan.approval.id,
    work: 'launch',
    now: START + 60_000,
    timeoutMs: 1_500,
    killAt: null,
    ...wish,
  };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = (async () => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [, signal] = await once(child, 'close');
    const report = said.trim() === '' ? null : objectIn(JSON.parse(said));
    return {
      signal: typeof signal === 'string' ? signal : null,
      result: report === null ? null : objectIn(report['result']),
      now: Number(report?.['now'] ?? task.now),
    };
  })();
  return { child, ended };
}
