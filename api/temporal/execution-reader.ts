import { optionalTsToMs, tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { grpcCode, NOT_FOUND } from './errors.ts';
import type { Clockwork } from './fast-forward.ts';

export type Sight = {
  /** The workflow's own clock. */
  readonly now: number;
  /** Something is at work, so that its clock must not be moved. */
  readonly busy: boolean;
  /** The earliest timer or repeated attempt to come. */
  readonly nextDueAt: number | null;
};

export type ExecutionReader = {
  readonly workflowId: string;
  /** Null when the workflow does not exist or has ended. */
  readonly look: () => Promise<Sight | null>;
};

type Described = proto.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

const { PendingActivityState, WorkflowExecutionStatus, EventType } = proto.temporal.api.enums.v1;
const PAGE_SIZE = 50;

async function describe(
  { connection, namespace }: Clockwork,
  workflowId: string,
): Promise<Described | null> {
  try {
    const execution = { workflowId };
    return await connection.workflowService.describeWorkflowExecution({ namespace, execution });
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return null;
    throw error;
  }
}

/** Events of one run after `lastEventId`, oldest first; read from the end, so that a look costs one short page. */
async function eventsAfter(
  { connection, namespace }: Clockwork,
  execution: { workflowId: string; runId: string },
  lastEventId: number,
): Promise<HistoryEvent[]> {
  const fresh: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await connection.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution,
      maximumPageSize: PAGE_SIZE,
      ...(nextPageToken && { nextPageToken }),
    });
    for (const event of page.history?.events ?? []) {
      if (Number(event.eventId) <= lastEventId) return fresh.reverse();
      fresh.push(event);
    }
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken);
  return fresh.reverse();
}

function noteTimer(timers: Map<string, number>, event: HistoryEvent): void {
  const started = event.timerStartedEventAttributes;
  if (event.eventType === EventType.EVENT_TYPE_TIMER_STARTED && started) {
    const dueAt = tsToMs(event.eventTime) + (optionalTsToMs(started.startToFireTimeout) ?? 0);
    timers.set(started.timerId ?? '', dueAt);
  }
  const ended = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
  if (ended) timers.delete(ended.timerId ?? '');
}

/** When a failed activity is tried again; null while an attempt is on its way. */
function activityDueAt(
  activity: proto.temporal.api.workflow.v1.IPendingActivityInfo,
  now: number,
): number | null {
  const waits = activity.state === PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
  const at = optionalTsToMs(activity.nextAttemptScheduleTime ?? activity.scheduledTime);
  return waits && at !== undefined && at > now ? at : null;
}

/** Reads where one execution stands, through all its runs, remembering which part of the history it has seen. */
export function createExecutionReader(clockwork: Clockwork, workflowId: string): ExecutionReader {
  const timers = new Map<string, number>();
  let runId = '';
  let lastEventId = 0;
  let hasBegun = false;

  async function catchUp(currentRun: string): Promise<void> {
    if (currentRun !== runId) {
      runId = currentRun;
      lastEventId = 0;
      hasBegun = false;
      timers.clear();
    }
    for (const event of await eventsAfter(clockwork, { workflowId, runId }, lastEventId)) {
      lastEventId = Number(event.eventId);
      hasBegun ||= event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED;
      noteTimer(timers, event);
    }
  }

  return {
    workflowId,
    async look() {
      const described = await describe(clockwork, workflowId);
      const info = described?.workflowExecutionInfo;
      const running = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
      if (!described || info?.status !== running) return null;
      await catchUp(info.execution?.runId ?? '');
      const skipping = described.workflowExtendedInfo?.timeSkippingInfo;
      const now = optionalTsToMs(skipping?.currentTime) ?? clockwork.wallClock();
      const attempts = described.pendingActivities.map((one) => activityDueAt(one, now));
      // A run just continued has no task for a moment; one that starts ahead has none before its delay is over.
      const beginsAt = hasBegun ? 0 : tsToMs(info.executionTime);
      const begins = hasBegun || beginsAt <= now ? [] : [beginsAt];
      const due = [...timers.values(), ...attempts, ...begins].filter((at) => at !== null);
      // Events that came after the description mean that something has just moved.
      const moved = Number(info.historyLength) !== lastEventId;
      const beginning = !hasBegun && begins.length === 0;
      const working = Boolean(described.pendingWorkflowTask) || attempts.includes(null);
      return {
        now,
        busy: working || moved || beginning,
        nextDueAt: due.length === 0 ? null : Math.min(...due),
      };
    },
  };
}
