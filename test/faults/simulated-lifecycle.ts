import { ApplicationFailure } from '@temporalio/common';
import type { Effect } from '../../domain/lifecycle/effects.ts';
import type { Happening } from '../../domain/lifecycle/events.ts';
import { nextWake } from '../../domain/lifecycle/next-wake.ts';
import { reduce } from '../../domain/lifecycle/reduce.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { InboxItem } from '../../domain/lifecycle/work.ts';
import type { ActivityPort } from '../../workflows/activities-port.ts';
import { failureCode, perform } from '../../workflows/perform.ts';
import { ActivityFailed, WorkerDied } from './crew.ts';
import type { Crew } from './crew.ts';

const RULES = { version: 2, undoWindowMs: 10_000 } as const;

/** How long Temporal needs to notice a dead worker: the heartbeat of a launch. */
const HEARTBEAT_MS = 3_000;
const LONGEST_RETRY_MS = 60_000;
/** The shortest of the limits that the real proxies set. */
const MOST_TRIES_MS = 10 * 60_000;

type Sent<Item> = Item extends InboxItem ? Omit<Item, 'seq'> : never;

/**
 * One project's lifecycle without Temporal: the real reducer, activities in real worker processes, retries as Temporal
 * makes them, and a clock that jumps over every pause.
 */
export function simulateLifecycle(crew: Crew, name: string, given: LifecycleState, start: number) {
  const clock = { now: start };
  let state = given;
  let works = 0;
  const atWork = new Set<Promise<void>>();

  function happen(event: Happening): void {
    const turn = reduce(state, { ...event, at: clock.now }, RULES);
    state = turn.state;
    for (const effect of turn.effects) {
      const work = begin(effect).finally(() => atWork.delete(work));
      atWork.add(work);
    }
  }

  async function begin(effect: Effect): Promise<void> {
    const { projectId, ownerId } = state;
    const port = portOver(crew, (works += 1), { name, clock });
    const happening = await perform(port, effect, { projectId, ownerId, now: clock.now }).then(
      (outcome): Happening => ({ kind: 'finished', outcome }),
      (error: unknown): Happening => ({ kind: 'failed', effect, code: failureCode(error) }),
    );
    happen(happening);
  }

  /** Works until nothing is left to do before `untilAt`, or `isOver`. */
  async function run(untilAt: number, isOver: (state: LifecycleState) => boolean): Promise<void> {
    for (;;) {
      while (atWork.size > 0) await Promise.all(atWork);
      const wakeAt = nextWake(state);
      if (isOver(state) || wakeAt === null || wakeAt > untilAt) return;
      clock.now = Math.max(clock.now, wakeAt);
      happen({ kind: 'woke' });
    }
  }

  return {
    clock,
    state: () => state,
    run,
    deliver(item: Sent<InboxItem>): void {
      happen({ kind: 'delivered', item: { ...item, seq: state.lastSeq + 1 } });
    },
  };
}

function portOver(
  crew: Crew,
  work: number,
  { name, clock }: { readonly name: string; readonly clock: { now: number } },
): ActivityPort {
  const act = (activity: keyof ActivityPort) => async (input: object) => {
    const beganAt = clock.now;
    for (let attempt = 1; ; attempt += 1) {
      const [now, wall] = [clock.now, Date.now()];
      try {
        const turn = `${name}/${work}/${attempt}`;
        return JSON.parse(await crew.call(activity, { ...input, now }, turn));
      } catch (error) {
        const failed = error instanceof ActivityFailed ? error : null;
        if (failed?.lasting === true || clock.now - beganAt > MOST_TRIES_MS) {
          const code = failed === null ? 'lifecycle.timed_out' : (failed.code ?? 'Error');
          throw ApplicationFailure.nonRetryable('The work was given up.', code);
        }
        clock.now += error instanceof WorkerDied ? HEARTBEAT_MS : pauseBefore(attempt);
      } finally {
        // Other work of the project may have moved the clock on meanwhile.
        clock.now = Math.max(clock.now, now + Date.now() - wall);
      }
    }
  };
  return {
    answerMessage: act('answerMessage'),
    recordDecision: act('recordDecision'),
    expireApproval: act('expireApproval'),
    remindApproval: act('remindApproval'),
    requestConnection: act('requestConnection'),
    preparePlan: act('preparePlan'),
    runDeployment: act('runDeployment'),
    buildCampaign: act('buildCampaign'),
    activateCampaign: act('activateCampaign'),
    amendCampaign: act('amendCampaign'),
    renewLease: act('renewLease'),
    removeCampaign: act('removeCampaign'),
    watchConnection: act('watchConnection'),
    editPlan: act('editPlan'),
    proposeFix: act('proposeFix'),
    proposeChange: act('proposeChange'),
    reconcileOperation: act('reconcileOperation'),
    setDelivery: act('setDelivery'),
    checkCampaign: act('checkCampaign'),
    tellEvents: act('tellEvents'),
    showProgress: act('showProgress'),
    reportProblem: act('reportProblem'),
  };
}

function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_RETRY_MS, 200 * 2 ** Math.min(attempt - 1, 10));
}
