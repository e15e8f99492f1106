import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { Duration } from '@temporalio/common';
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

// Beats come every second. A killed worker's launch goes on elsewhere within five seconds; a false alarm on a busy
// machine costs one more attempt, because the ledger fences the one it replaces.
const LAUNCH_HEARTBEAT = '3 seconds';

// A person sits before half an answer. A false alarm costs one more attempt, which fences the one it replaces.
const CHAT_HEARTBEAT = '5 seconds';

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

function deploymentActivities(
  taskQueue: string,
): Pick<MetaActivities, 'runDeployment' | 'buildCampaign' | 'activateCampaign' | 'amendCampaign'> {
  const proxy = (summary: string) =>
    proxyActivities<MetaActivities>({
      taskQueue,
      summary,
      heartbeatTimeout: LAUNCH_HEARTBEAT,
      // A dozen calls of up to a minute each; the ledger lets the next attempt go on where this one stopped.
      startToCloseTimeout: '10 minutes',
      // Attempts cost nothing but time: the ledger allows no create to be sent twice.
      scheduleToCloseTimeout: '1 hour',
      retry: {
        initialInterval: '200 milliseconds',
        backoffCoefficient: 2,
        maximumInterval: '1 minute',
      },
    });
  return {
    runDeployment: proxy('Build the campaign on Facebook').runDeployment,
    buildCampaign: proxy('Build the campaign on Facebook, switched off').buildCampaign,
    activateCampaign: proxy('Switch the campaign on').activateCampaign,
    amendCampaign: proxy('Change what was approved').amendCampaign,
  };
}

/** Short pieces of work at Meta: a few calls, safe to repeat. */
function shortMetaActivities(
  taskQueue: string,
): Pick<
  MetaActivities,
  'reconcileOperation' | 'setDelivery' | 'renewLease' | 'removeCampaign' | 'watchConnection'
> {
  const proxy = (summary: string, scheduleToCloseTimeout: Duration) =>
    proxyActivities<MetaActivities>({
      taskQueue,
      summary,
      heartbeatTimeout: HEARTBEAT,
      startToCloseTimeout: '1 minute',
      scheduleToCloseTimeout,
      retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
    });
  return {
    // Reading is safe to repeat; a quarter of an hour outlasts most of Meta's own troubles.
    reconcileOperation: proxy('Look whether Facebook has it already', '15 minutes')
      .reconcileOperation,
    // Then a pause is tried again by the reducer and the person is told that it does not hold yet.
    setDelivery: proxy('Pause or resume the ads', '5 minutes').setDelivery,
    // There are two days left to try again.
    renewLease: proxy('Prolong the time the ads may run', '15 minutes').renewLease,
    removeCampaign: proxy('Remove what was made', '15 minutes').removeCampaign,
    // The next look is a day later, so a passing trouble may take its time.
    watchConnection: proxy('Check the Facebook connection', '30 minutes').watchConnection,
  };
}

function metaActivities(taskQueue: string): MetaActivities {
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
  const { editPlan } = proxyActivities<MetaActivities>({
    taskQueue,
    summary: 'Change the plan',
    heartbeatTimeout: HEARTBEAT,
    // A few searches and, for changed words, new pictures.
    startToCloseTimeout: '2 minutes',
    // A person waits before the card.
    scheduleToCloseTimeout: '5 minutes',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 seconds' },
  });
  return {
    ...deploymentActivities(taskQueue),
    ...shortMetaActivities(taskQueue),
    checkCampaign,
    editPlan,
  };
}

function modelActivities(taskQueue: string): ModelActivities {
  const { answerMessage } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Answer in the chat',
    heartbeatTimeout: CHAT_HEARTBEAT,
    // A long streamed answer with several tool calls; the client's own idle watchdog ends a stalled one earlier.
    startToCloseTimeout: '3 minutes',
    // A busy model is waited for, and the bubble says so; other failures the activity itself gives up after four.
    scheduleToCloseTimeout: '30 minutes',
    retry: {
      initialInterval: '1 second',
      backoffCoefficient: 2,
      maximumInterval: '15 seconds',
      // A fault of our own code does not pass by waiting.
      nonRetryableErrorTypes: ['TypeError', 'RangeError', 'ReferenceError'],
    },
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
  const { proposeFix } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Draft another ad in place of a refused one',
    heartbeatTimeout: HEARTBEAT,
    startToCloseTimeout: '3 minutes',
    // The refused ad costs nothing meanwhile; the reducer tries again later.
    scheduleToCloseTimeout: '20 minutes',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumAttempts: 5 },
  });
  const { proposeChange } = proxyActivities<ModelActivities>({
    taskQueue,
    summary: 'Compare the campaign with the changed brief',
    heartbeatTimeout: HEARTBEAT,
    // A few reads at Facebook.
    startToCloseTimeout: '1 minute',
    // The ads run on as approved meanwhile; the reducer tries again later.
    scheduleToCloseTimeout: '15 minutes',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
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
  return { answerMessage, preparePlan, proposeFix, proposeChange, tellEvents };
}

/** Every activity of the lifecycle with its limits; called once per run, as the queues depend on the workflow's own. */
export function activitiesOn(queues: TaskQueues): ActivityPort {
  return {
    ...lifecycleActivities(queues.lifecycle),
    ...metaActivities(queues.meta),
    ...modelActivities(queues.model),
  };
}
