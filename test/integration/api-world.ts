import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Hono } from 'hono';
import { createApp } from '../../api/app.ts';
import type { AppDependencies } from '../../api/app-dependencies.ts';
import { createAuth } from '../../api/auth/auth.ts';
import { createStreamHub } from '../../api/events/hub.ts';
import { createListener } from '../../api/events/listener.ts';
import type { AppEnv } from '../../api/http/app-env.ts';
import type { Delivery, Skip, TemporalGateway } from '../../api/temporal/gateway.ts';
import { GatewayError } from '../../api/temporal/errors.ts';
import { accountSchema, projectPageSchema } from '../../contract/http.ts';
import type { ProjectPageDto } from '../../contract/http.ts';
import { UNDO_WINDOW_MS } from '../../domain/approval/approval.ts';
import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import { REQUIRED_SCOPES } from '../../domain/connection/connection.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { createVault } from '../../integrations/crypto/vault.ts';
import type { MetaOAuth } from '../../integrations/meta/oauth.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

export const PUBLIC_URL = 'http://localhost:18300';
export const PASSWORD = 'seventeen quiet otters';

/** A Temporal stand-in behind the gateway's port: keeps what it is given, and can be away. */
export class MemoryGateway implements Pick<TemporalGateway, 'deliver' | 'skip' | 'isReachable'> {
  isUp = true;
  readonly delivered: Delivery[] = [];
  readonly skips: Skip[] = [];
  /** Lets a test hold a skip open. */
  beforeSkip: () => Promise<void> = () => Promise.resolve();

  async deliver(delivery: Delivery): Promise<{ lastSeq: number }> {
    if (!this.isUp) throw new GatewayError('temporal.unreachable', 'Temporal is away.');
    this.delivered.push(delivery);
    return { lastSeq: delivery.item.seq };
  }
  async skip(skip: Skip): Promise<void> {
    await this.beforeSkip();
    if (!this.isUp) throw new GatewayError('temporal.skip_failed', 'Temporal is away.');
    this.skips.push(skip);
  }
  isReachable(): Promise<boolean> {
    return Promise.resolve(this.isUp);
  }
}

/** What Facebook would grant; tests change it. */
export type FacebookAnswers = {
  scopes: readonly string[];
  adAccounts: readonly AdAccountOption[];
  pages: readonly PageOption[];
  failure: Error | null;
  /** What is wrong with the token; null when it works. */
  problem: DeploymentProblemCode | null;
  appId: string;
  userId: string;
};

export const AD_ACCOUNT: AdAccountOption = {
  id: 'act_101',
  name: 'Bakery account',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  status: 1,
  hasPaymentMethod: true,
};
export const PAGE: PageOption = { id: '201', name: 'Bakery', canAdvertise: true };
export const APP_ID = '4242';
export const APP_SECRET = 'the secret of the app';
export const TOKEN = 'EAAB-very-secret-token';

function createOAuth(answers: FacebookAnswers, now: () => number): MetaOAuth {
  const answer = <T>(value: () => T): Promise<T> =>
    answers.failure === null ? Promise.resolve(value()) : Promise.reject(answers.failure);
  return {
    appId: APP_ID,
    dialogUrl: ({ state, scopes = [] }) =>
      `https://facebook.test/dialog?state=${state}&scope=${scopes.join(',')}`,
    exchangeCode: () => answer(() => ({ token: 'short', expiresAt: null })),
    longLived: () => answer(() => ({ token: TOKEN, expiresAt: now() + 60 * 86_400_000 })),
    renew: () => answer(() => ({ token: TOKEN, expiresAt: now() + 60 * 86_400_000 })),
    inspect: () =>
      answer(() => ({
        valid: answers.problem === null,
        problem: answers.problem,
        kind: 'user' as const,
        appId: answers.appId,
        userId: answers.userId,
        expiresAt: now() + 60 * 86_400_000,
        dataAccessExpiresAt: now() + 90 * 86_400_000,
        scopes: answers.scopes,
      })),
    me: () => answer(() => ({ id: '301', name: 'Ada Baker' })),
    listAdAccounts: () => answer(() => answers.adAccounts),
    listPages: () => answer(() => answers.pages),
    revoke: () => Promise.resolve(answers.failure === null),
  };
}

/** A signed-in browser, as far as the API can tell. */
export class Browser {
  readonly app: Hono<AppEnv>;
  cookie = '';
  userId = '';
  constructor(app: Hono<AppEnv>) {
    this.app = app;
  }

  async request(method: string, path: string, body?: unknown): Promise<Response> {
    return await this.raw(method, path, body === undefined ? null : JSON.stringify(body));
  }

  async raw(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | null,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await this.app.request(path, {
      method,
      body,
      headers: {
        origin: PUBLIC_URL,
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    return answer;
  }

  async signUp(name = 'Ada'): Promise<this> {
    const email = `${randomUUID()}@example.test`;
    const answer = await this.request('POST', '/api/auth/sign-up/email', {
      name,
      email,
      password: PASSWORD,
    });
    if (answer.status !== 200) throw new Error(`sign-up: ${answer.status} ${await answer.text()}`);
    const { user } = accountSchema.parse(await answer.json());
    this.userId = user.id;
    return this;
  }

  async createProject(name = 'Corner bakery'): Promise<ProjectPageDto> {
    const id = randomUUID();
    const answer = await this.request('POST', '/api/projects', { id, name });
    if (answer.status !== 201) throw new Error(`project: ${answer.status} ${await answer.text()}`);
    return await this.page(id);
  }

  async page(projectId: string): Promise<ProjectPageDto> {
    const answer = await this.request('GET', `/api/projects/${projectId}`);
    if (answer.status !== 200) throw new Error(`page: ${answer.status} ${await answer.text()}`);
    return projectPageSchema.parse(await answer.json());
  }
}

export type ApiWorld = {
  app: Hono<AppEnv>;
  deps: AppDependencies;
  database: TestDatabase;
  gateway: MemoryGateway;
  facebook: FacebookAnswers;
  /** Real time as the app sees it; tests move it. */
  clock: { now: number };
  listener: ReturnType<typeof createListener>;
  /** Everything the app logged. */
  log: string[];
  visitor: () => Browser;
  close: () => Promise<void>;
};

export async function createApiWorld(
  postgresUrl: string,
  options: {
    sandbox?: boolean;
    rateLimit?: boolean;
    staticDir?: string;
    /** In place of the stand-in that answers from `facebook`. */
    oauth?: AppDependencies['oauth'];
    appSecret?: string;
  } = {},
): Promise<ApiWorld> {
  const database = await createTestDatabase(postgresUrl);
  const log: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
  const listener = createListener({
    url: database.url,
    channels: ['aigency_event', 'aigency_delta', 'aigency_outbox'],
    logger,
  });
  const hub = createStreamHub(listener);
  const gateway = new MemoryGateway();
  const clock = { now: Date.now() };
  const facebook: FacebookAnswers = {
    scopes: REQUIRED_SCOPES,
    adAccounts: [AD_ACCOUNT],
    pages: [PAGE],
    failure: null,
    problem: null,
    appId: APP_ID,
    userId: '301',
  };
  const deps: AppDependencies = {
    db: database.app,
    relayDb: database.relay,
    auth: createAuth({
      authDb: database.auth,
      secret: 'a secret that is only used in these tests',
      publicUrl: PUBLIC_URL,
      rateLimit: options.rateLimit ?? false,
    }),
    hub,
    gateway,
    oauth: options.oauth ?? ((now) => createOAuth(facebook, now)),
    facebookAppSecret: options.appSecret ?? APP_SECRET,
    vault: createVault({ keys: { k1: Buffer.alloc(32, 7).toString('base64') }, current: 'k1' }),
    publicUrl: PUBLIC_URL,
    modelDailyLimitMicroUsd: 2_000_000,
    undoWindowMs: UNDO_WINDOW_MS,
    sandbox: { meta: options.sandbox ?? true, claude: true },
    isMigrated: () => Promise.resolve(true),
    staticDir: options.staticDir ?? null,
    logger,
    wallClock: () => clock.now,
    newId: randomUUID,
  };
  const app = createApp(deps);
  return {
    app,
    deps,
    database,
    gateway,
    facebook,
    clock,
    listener,
    log,
    visitor: () => new Browser(app),
    async close() {
      hub.close();
      await listener.close();
      await database.drop();
    },
  };
}
