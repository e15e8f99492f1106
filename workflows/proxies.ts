import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type {
  ActivityPort,
  LifecycleActivities,
  MetaActivities,
  ModelActivities,
} from './activities-port.ts';
import type { TaskQueues } from './task-queues.ts';

// The worker sends a heartbeat for every activity by itself, so this is how long a killed worker goes unnoticed.
// Shorter would take a machine that is busy drawing pictures for a dead one.
const HEARTBEAT = '15 seconds';

/** Database work takes milliseconds; ten seconds mean a lost connection. */
const database: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  heartbeatTimeout: HEARTBEAT,
  // A database that restarts is back within seconds. After ten minutes the reducer takes over with longer pauses,
  // so that a long outage cannot keep a run from being continued as new.
  scheduleToCloseTimeout: '10 minutes',
  retry: {
    initialInterval: '200 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '20 seconds',
  },
};

function lifecycleActivities(taskQueue: string): LifecycleActivities {
  const proxy = (summary: string) =>
    proxyActivities<LifecycleActivities>({ ...database, taskQueue, summary });
  return {
    recordDecision: proxy('Write down the decision').recordDecision,
    expireApproval: proxy('Let the approval expire').expireApproval,
    remindApproval: proxy('Remind of the approval').remindApproval,
    requestConnection: proxy('Ask for the Facebook connection').requestConnection,
    showProgress: proxy('Show where the project stands').showProgress,
    reportProblem: proxy('Say what went wrong').reportProblem,
  };
}

function metaActivities(taskQueue: string): MetaActivities {
  const { runDeployment } = proxyActivities<MetaActivities>({
    taskQueue,
    summary: 'Build the campaign on Facebook',
    heartbeatTimeout: HEARTBEAT,
    // A dozen calls of up to a minute each; the ledger lets the next attempt go on where this one stopped.
    startToCloseTimeout: '10 minutes',
    // Attempts cost nothing but time: the ledger allows no create to be sent twice.
    scheduleToCloseTimeout: '1 hour',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
  const { reconcileOperation } = proxyActivities<MetaActivities>({
    taskQueue,
    summary: 'Look whether Facebook has it already',
    heartbeatTimeout: HEARTBEAT,
    // One or two list reads, or the removal of doubles.
    startToCloseTimeout: '1 minute',
    // Reading is safe to repeat; a quarter of an hour outlasts most of Meta's own troubles.
    scheduleToCloseTimeout: '15 minutes',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
  const { setDelivery } = proxyActivities<MetaActivities>({
    taskQueue,
    summary: 'Pause or resume the ads',
    heartbeatTimeout: HEARTBEAT,
    // One status write and one read.
    startToCloseTimeout: '1 minute',
    // Then a pause is tried again by the reducer and the person is told that it does not hold yet.
    scheduleToCloseTimeout: '5 minutes',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
  const { checkCampaign } = proxyActivities<MetaActivities>({
    taskQueue,
    summary: 'Look at the numbers',
    heartbeatTimeout: HEARTBEAT,
    // A few reads and one transaction.
    startToCloseTimeout: '2 minutes',
    // Numbers come again four hours later, so a lasting trouble is told instead of tried for ever.
    scheduleToCloseTimeout: '20 minutes',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '2 minutes' },
  });
  return { runDeployment, reconcileOperation, setDelivery, checkCampaign };
}

function modelActivities(taskQueue: string): ModelActivities {
  const { answerMessage } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Answer in the chat',
    heartbeatTimeout: HEARTBEAT,
    // A long streamed answer with several tool calls; the client's own idle watchdog ends a stalled one earlier.
    startToCloseTimeout: '3 minutes',
    // A person sits before the screen: after four attempts they are told instead.
    scheduleToCloseTimeout: '6 minutes',
    retry: { initialInterval: '1 second', backoffCoefficient: 3, maximumAttempts: 4 },
  });
  const { preparePlan } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Prepare the campaign plan',
    heartbeatTimeout: HEARTBEAT,
    // The larger model writes and the pictures are drawn.
    startToCloseTimeout: '5 minutes',
    // An overloaded model recovers within minutes; then the person hears of it and the reducer tries later.
    scheduleToCloseTimeout: '20 minutes',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumAttempts: 5 },
  });
  const { tellEvents } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Tell what happened',
    heartbeatTimeout: HEARTBEAT,
    // One short message.
    startToCloseTimeout: '2 minutes',
    // The events stay stored and are told by a later attempt of the reducer.
    scheduleToCloseTimeout: '10 minutes',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
  return { answerMessage, preparePlan, tellEvents };
}

/** Every activity of the lifecycle with its limits; called once per run, as the queues depend on the workflow's own. */
export function activitiesOn(queues: TaskQueues): ActivityPort {
  return {
    ...lifecycleActivities(queues.lifecycle),
    ...metaActivities(queues.meta),
    ...modelActivities(queues.model),
  };
}
