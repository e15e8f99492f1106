import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { decideApprovalRow, undoApproval } from '../../db/repositories/approvals.ts';
import { asOwner } from '../../db/tenant.ts';
import { UNDO_WINDOW_MS } from '../../domain/approval/approval.ts';
import { initialState } from '../../domain/lifecycle/state.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import { planHash } from '../../integrations/crypto/plan-hash.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { grantedLaunch } from '../support/launch-story.ts';
import type { Launch } from '../support/launch-story.ts';
import { startCrew } from './crew.ts';
import type { Crew } from './crew.ts';
import { verdictOn } from './launch-verdict.ts';
import type { LaunchEnd, Way } from './launch-verdict.ts';
import { createRandom, drawFor } from './random.ts';
import { simulateLifecycle } from './simulated-lifecycle.ts';

const HOUR = 3_600_000;
const AT_ONCE = 10;
const CREW_SIZE = 2;
const CALL_TIMEOUT_MS = 1_500;
/** Looks for lost creates end a minute after the call; a day of the owner's time is far beyond any wait. */
const PATIENCE_MS = 24 * HOUR;
const HICCUP_EVERY_MS = 700;
const WORKER_NAME = 'chaos-worker';

/** What may befall a call: all that can be met on the wire and from servers that stumble. */
const KINDS = [
  'reset',
  'lose-response',
  'hang-after',
  'http-500-before',
  'http-500-after',
  'html-502',
  'html-502-after',
  'throttle',
  'throttle-after',
  'ok-error',
  'cut-body',
];

export type ChaosSettings = {
  readonly launches: number;
  readonly seed: number;
  /** Share of the calls to Facebook that meet a mishap. */
  readonly faultRate: number;
  /** Share of the passed fault points at which a worker dies. */
  readonly killRate: number;
};

export type ChaosReport = {
  readonly live: number;
  readonly untouched: number;
  readonly calls: number;
  readonly faults: number;
  readonly kills: number;
  /** Workers that ended by themselves. */
  readonly crashes: number;
  readonly hiccups: number;
  readonly lost: number;
  readonly duplicate: number;
  readonly stuck: number;
  readonly unapproved: number;
  /** A sentence for each thing that is wrong. */
  readonly troubles: readonly string[];
};

/**
 * Launches of many people at once while calls to Facebook meet mishaps, workers are killed and connections to Postgres
 * break; afterwards the accounts are compared with what was approved.
 */
export async function runRandomLaunches(
  postgresUrl: string,
  settings: ChaosSettings,
): Promise<ChaosReport> {
  const { seed, faultRate, killRate } = settings;
  const world = await openWorld(postgresUrl);
  const url = new URL(world.database.url);
  url.searchParams.set('application_name', WORKER_NAME);
  const crew = startCrew(
    { databaseUrl: url.href, metaUrl: world.metaUrl, timeoutMs: CALL_TIMEOUT_MS, seed, killRate },
    CREW_SIZE,
  );
  const hiccups = startHiccups(world.database.url, seed);
  try {
    await world.admin('faults', {
      kind: 'random',
      rate: faultRate,
      seed,
      kinds: KINDS,
      numbered: 'by-operation',
      hide_seconds: 20,
    });
    const ends = await manyAtOnce(settings.launches, (index) =>
      oneLaunch(world, crew, seed, index),
    );
    const { faults } = await world.admin('faults');
    const hits = Array.isArray(faults) ? Number(faults[0]?.hits ?? 0) : 0;
    await world.admin('faults', undefined, 'DELETE');
    const broken = await hiccups.end();
    const verdicts = await Promise.all(ends.map((end) => verdictOn(world, end)));
    const sum = (of: 'lost' | 'duplicate' | 'stuck' | 'unapproved') =>
      verdicts.filter((one) => one[of].length > 0).length;
    return {
      live: ends.filter(({ state }) => state.campaign?.status === 'live').length,
      untouched: ends.filter(({ way }) => way !== 'approve').length,
      calls: crew.calls(),
      faults: hits,
      kills: crew.kills(),
      crashes: crew.crashes(),
      hiccups: broken,
      lost: sum('lost'),
      duplicate: sum('duplicate'),
      stuck: sum('stuck'),
      unapproved: sum('unapproved'),
      troubles: verdicts.flatMap(({ lost, duplicate, stuck, unapproved }, index) =>
        [...lost, ...duplicate, ...stuck, ...unapproved].map((line) => `launch ${index}: ${line}`),
      ),
    };
  } finally {
    await hiccups.end();
    await crew.close();
    await world.close();
  }
}

/** Results in the order of their numbers. */
async function manyAtOnce<Result>(
  count: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  let begun = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (begun < count) {
        const index = begun;
        begun += 1;
        results.set(index, await work(index));
      }
    }),
  );
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}

/** Breaks connections of the workers to Postgres in the middle of their work, like a server that restarts. */
function startHiccups(databaseUrl: string, seed: number) {
  const random = createRandom(seed);
  const over = new AbortController();
  let broken = 0;
  const breaking = (async () => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    while (!over.signal.aborted) {
      await pause(HICCUP_EVERY_MS * (0.5 + random()));
      const { rows } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = $1 and state <> 'idle' order by pid limit 1`,
        [WORKER_NAME],
      );
      broken += rows.length;
    }
    await client.end();
  })();
  return {
    async end(): Promise<number> {
      over.abort();
      await breaking;
      return broken;
    },
  };
}

function wayOf(seed: number, index: number): Way {
  const draw = drawFor(`${seed}/way/${index}`);
  if (draw < 0.7) return 'approve';
  if (draw < 0.8) return 'undo';
  return draw < 0.9 ? 'reject' : 'ignore';
}

async function oneLaunch(
  world: AgentWorld,
  crew: Crew,
  seed: number,
  index: number,
): Promise<LaunchEnd> {
  const way = wayOf(seed, index);
  const tenant = await world.addTenant();
  const ads = drawFor(`${seed}/ads/${index}`) < 0.3 ? [1, 2] : [2];
  const launch = await grantedLaunch(world, tenant, { undecided: true, ads });
  const start = START + 60_000;
  const life = simulateLifecycle(crew, `${seed}/${index}`, beforeTheClick(launch), start);
  const { approvalId, projectId, ownerId } = launch.input;
  const contentHash = planHash(launch.plan);
  const change = { id: approvalId, projectId, ownerId };
  if (way !== 'ignore') {
    const verdict = way === 'reject' ? ('reject' as const) : ('approve' as const);
    await asOwner(world.database.app, ownerId, (trx) => {
      const by = { by: 'person' as const, from: 'browser', reason: null };
      return decideApprovalRow(trx, { ...change, ...by, verdict, contentHash, now: start });
    });
    life.deliver({ kind: 'decision', approvalId, verdict, contentHash });
  }
  if (way === 'undo') {
    await life.run(start + UNDO_WINDOW_MS / 2, () => false);
    life.clock.now = start + UNDO_WINDOW_MS / 2;
    const undone = await asOwner(world.database.app, ownerId, (trx) =>
      undoApproval(trx, { ...change, now: life.clock.now, undoWindowMs: UNDO_WINDOW_MS }),
    );
    if (undone !== null) life.deliver({ kind: 'undo-approval', approvalId });
  }
  if (way === 'approve') {
    await life.run(start + PATIENCE_MS, ({ campaign }) => campaign?.status !== 'deploying');
  } else await life.run(start + 60 * HOUR, () => false);
  return { way, tenant, launch, state: life.state(), tookMs: life.clock.now - start };
}

/** The lifecycle as it stands when the plan is before the person. */
function beforeTheClick({ plan, input }: Launch): LifecycleState {
  const { projectId, ownerId, approvalId, campaignRecordId } = input;
  const standing = { stage: 'awaiting-approval', waitingFor: 'person' } as const;
  const expiresAt = START + 48 * HOUR;
  return {
    ...initialState({ projectId, ownerId }),
    briefGranted: true,
    account: { adAccountId: plan.adAccountId, pageId: plan.pageId },
    connection: { watchAt: START + 1_000 * HOUR, lost: null },
    plan: { kind: 'proposed', approvalId, spoken: false },
    approvals: [
      {
        id: approvalId,
        kind: 'campaign-plan',
        contentHash: planHash(plan),
        expiresAt,
        campaignRecordId,
        status: 'PENDING',
        decision: null,
        remindAt: START + 24 * HOUR,
        expireAt: expiresAt + UNDO_WINDOW_MS,
      },
    ],
    standing: { ...standing, since: START },
    shown: standing,
  };
}
