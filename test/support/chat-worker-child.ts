import process from 'node:process';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { createConversationActivities } from '../../activities/conversation.ts';
import { createProjectActivities } from '../../activities/project.ts';
import { createDatabase } from '../../db/client.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import { createVault } from '../../integrations/crypto/vault.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { createWorkers } from '../../worker/workers.ts';
import { scriptedActivities } from '../integration/lifecycle-world.ts';

/** A worker process of its own that answers in chats, so that a test can kill it. Its settings are the argument. */
const settings: {
  readonly address: string;
  readonly codePath: string;
  readonly taskQueuePrefix: string;
  readonly databaseUrl: string;
  readonly claudeUrl: string;
} = JSON.parse(process.argv[2] ?? '');

const logger = pino({ level: 'silent' });
const deps = {
  logger,
  db: createDatabase({ url: settings.databaseUrl, role: 'aigency_app', max: 4 }),
  vault: createVault({ keys: { k1: Buffer.alloc(32, 7).toString('base64') }, current: 'k1' }),
  meta: createMetaFactory({ baseUrl: 'http://127.0.0.1:9', appSecret: 'none', sandbox: true }),
  claude: createClaudeClient({ apiKey: 'sandbox', baseURL: settings.claudeUrl, logger }),
};
const { port } = scriptedActivities({
  ...createConversationActivities(deps),
  ...createProjectActivities(deps),
});
const workers = await createWorkers({
  connection: await NativeConnection.connect({ address: settings.address }),
  namespace: 'default',
  taskQueuePrefix: settings.taskQueuePrefix,
  workflowBundle: { codePath: settings.codePath },
  activities: { lifecycle: port, meta: port, model: port },
  graceMs: 0,
});
process.stdout.write('ready\n');
await Promise.all(workers.map((worker) => worker.run()));
