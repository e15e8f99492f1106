import { existsSync } from 'node:fs';
import process from 'node:process';
import { createApprovalActivities } from '../activities/approval.ts';
import { createChangeActivities } from '../activities/campaign-change.ts';
import { createConnectionWatch } from '../activities/connection-watch.ts';
import { createConnectionActivities } from '../activities/connection.ts';
import { createConversationActivities } from '../activities/conversation.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import { createDeploymentActivities } from '../activities/deployment.ts';
import { createFixActivities } from '../activities/fix.ts';
import { createModelMeter } from '../activities/model-meter.ts';
import { createMonitoringActivities } from '../activities/monitoring.ts';
import { createPlanActivities } from '../activities/plan.ts';
import { createProjectActivities } from '../activities/project.ts';
import { loadConfig } from '../config.ts';
import { createDatabase } from '../db/client.ts';
import { createClaudeClient } from '../integrations/claude/client.ts';
import { createImageModel } from '../integrations/creatives/image-model.ts';
import { createVault } from '../integrations/crypto/vault.ts';
import { createMetaFactory } from '../integrations/meta/client.ts';
import { createMetaOAuth } from '../integrations/meta/oauth.ts';
import { createLandingProbe } from '../integrations/web/page-probe.ts';
import { createWebsiteReader } from '../integrations/web/website-reader.ts';
import { BUNDLE_FILE, bundleWorkflows } from './bundle.ts';
import { connectTemporal } from './connection.ts';
import { createLogger, logTemporalTo } from './logger.ts';
import { createWorkers } from './workers.ts';

// An answer that is being streamed gets to its end when a new version is rolled out.
const GRACE_MS = 20_000;
/** A page slower than this loses the people who tapped an ad. */
const PAGE_TIMEOUT_MS = 8_000;
/** The person waits for an answer meanwhile. */
const WEBSITE_TIMEOUT_MS = 10_000;

const config = loadConfig();
const logger = createLogger(config.logLevel);
logTemporalTo(logger);

const db = createDatabase({ url: config.databaseUrl, role: 'aigency_app' });
const deps: ActivityDependencies = {
  db,
  logger,
  vault: createVault(config.vaultKeys),
  meta: createMetaFactory({
    baseUrl: config.facebook.graphUrl,
    appSecret: config.facebook.appSecret,
    sandbox: config.sandbox.meta,
  }),
  // In the sandbox no page of the real web is asked.
  probePage: createLandingProbe({
    through: config.sandbox.meta ? config.facebook.graphUrl : null,
    timeoutMs: PAGE_TIMEOUT_MS,
  }),
  // Addresses that can belong to nobody are the stand-in's; everything else is the web, as anybody would see it.
  readWebsite: createWebsiteReader({
    standIn: config.sandbox.meta ? config.facebook.graphUrl : null,
    timeoutMs: WEBSITE_TIMEOUT_MS,
  }),
  claude: createClaudeClient({
    apiKey: config.anthropic.apiKey,
    baseURL: config.anthropic.baseUrl,
    logger,
    meter: createModelMeter({ db, logger, dailyLimitMicroUsd: config.modelDailyLimitMicroUsd }),
  }),
  ...(config.imageModel === null ? {} : { imageModel: createImageModel(config.imageModel) }),
};

const oauth = (now: () => number) =>
  createMetaOAuth({ ...config.facebook, now, sandbox: config.sandbox.meta });
const monitoring = createMonitoringActivities(deps);
const plans = createPlanActivities(deps);
const connection = await connectTemporal(config.temporal, logger);
const workers = await createWorkers({
  connection,
  namespace: config.temporal.namespace,
  taskQueuePrefix: config.temporal.taskQueuePrefix,
  workflowBundle: existsSync(BUNDLE_FILE) ? { codePath: BUNDLE_FILE } : await bundleWorkflows(),
  activities: {
    lifecycle: {
      ...createApprovalActivities(deps),
      ...createConnectionActivities(deps),
      ...createProjectActivities(deps),
    },
    meta: {
      ...createConnectionWatch({ ...deps, oauth }),
      editPlan: (input) => plans.editPlan(input),
      ...createDeploymentActivities(deps),
      checkCampaign: (input) => monitoring.checkCampaign(input),
    },
    model: {
      ...createConversationActivities(deps),
      ...createFixActivities(deps),
      ...createChangeActivities(deps),
      ...plans,
      tellEvents: (input) => monitoring.tellEvents(input),
    },
  },
  graceMs: GRACE_MS,
});

const running = Promise.all(workers.map((worker) => worker.run()));
process.stdout.write('worker ready\n');
try {
  await running;
} finally {
  await connection.close();
  await db.destroy();
}
