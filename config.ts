import process from 'node:process';
import { z } from 'zod';

/**
 * Settings of every process, read once at its start. This is the only file that reads `process.env`, and only
 * composition roots and scripts import it.
 */
export type Config = {
  databaseUrl: string;
  betterAuthSecret: string;
  /** 32 bytes in base64. */
  encryptionKey: string;
  anthropic: { apiKey: string; baseUrl: string | null };
  facebook: {
    appId: string;
    appSecret: string;
    redirectUri: string;
    graphUrl: string;
    dialogUrl: string;
    loginConfigId: string | null;
  };
  temporal: {
    address: string;
    namespace: string;
    taskQueuePrefix: string;
    apiKey: string | null;
    tls: boolean;
  };
  port: number;
  publicUrl: string;
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Which of the outside services are this machine's stand-ins. */
  sandbox: { meta: boolean; claude: boolean };
};

/** What the supervisor needs beyond `Config`: what to start, and where. */
export type StartConfig = {
  databaseUrl: string | null;
  betterAuthSecret: string | null;
  encryptionKey: string | null;
  temporalAddress: string | null;
  port: number;
  publicUrl: string;
  dataDir: string;
  ports: {
    database: number;
    temporal: number;
    temporalUi: number;
    sandboxMeta: number;
    sandboxClaude: number;
  };
  sandbox: { meta: boolean; claude: boolean };
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Several settings can be wrong at once; each problem names the variable and shows a value that would do. */
export class ConfigError extends Error {
  readonly code = 'config.invalid';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `Some settings need attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const SANDBOX_APP = { id: '1000000000000001', secret: 'sandbox-app-secret' };
const SANDBOX_KEY = 'sandbox-key';

const said = (example: string, rule: string) => ({ error: `${rule} Example: ${example}` });
const port = (fallback: number) =>
  z.coerce
    .number(said(String(fallback), 'has to be a port number.'))
    .int(said(String(fallback), 'has to be a whole number.'))
    .min(1, said(String(fallback), 'has to be from 1 to 65535.'))
    .max(65_535, said(String(fallback), 'has to be from 1 to 65535.'))
    .default(fallback);
const webUrl = (example: string) =>
  z.url({ protocol: /^https?$/, ...said(example, 'has to be a web address.') });
const text = z.string().min(1);

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      said('postgres://user:password@host:5432/aigency', 'has to be a Postgres address.'),
    )
    .optional(),
  BETTER_AUTH_SECRET: z
    .string()
    .min(
      32,
      said('the output of: openssl rand -base64 32', 'has to be at least 32 characters long.'),
    )
    .optional(),
  ENCRYPTION_KEY: z
    .string()
    .refine(
      (value) => isKey(value),
      said('the output of: openssl rand -base64 32', 'has to be 32 bytes in base64.'),
    )
    .optional(),
  ANTHROPIC_API_KEY: text.optional(),
  ANTHROPIC_BASE_URL: webUrl('https://api.anthropic.com').optional(),
  FACEBOOK_APP_ID: z
    .string()
    .regex(/^\d{5,20}$/, said('1234567890123456', 'has to be the number of your Facebook app.'))
    .optional(),
  FACEBOOK_APP_SECRET: text.optional(),
  FACEBOOK_REDIRECT_URI: webUrl('https://app.example.com/api/auth/facebook/callback').optional(),
  META_LOGIN_CONFIG_ID: z
    .string()
    .regex(/^\d+$/, said('9876543210', 'has to be a number.'))
    .optional(),
  META_GRAPH_URL: webUrl('https://graph.facebook.com').optional(),
  META_DIALOG_URL: webUrl('https://www.facebook.com').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, said('127.0.0.1:7233', 'has to be host:port.'))
    .optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_API_KEY: text.optional(),
  TEMPORAL_TLS: z.enum(['true', 'false'], said('true', 'has to be true or false.')).optional(),
  TASK_QUEUE_PREFIX: z
    .string()
    .regex(/^[\w-]*$/, said('blue-', 'may hold letters, digits, - and _.'))
    .default(''),
  PORT: port(3000),
  DATABASE_PORT: port(5433),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  SANDBOX_META_PORT: port(8790),
  SANDBOX_CLAUDE_PORT: port(8791),
  PUBLIC_URL: webUrl('https://app.example.com').optional(),
  DATA_DIR: text.default('./data'),
  LOG_LEVEL: z
    .enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      said('info', 'has to be debug, info, warn, error or silent.'),
    )
    .default('info'),
});

type Settings = z.infer<typeof schema>;

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

/** An empty variable counts as absent: that is how `.env` files and shells leave things out. */
function readSettings(env: Environment): { settings: Settings | null; problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return { settings: parsed.data, problems: pairProblems(parsed.data) };
  return {
    settings: null,
    problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
  };
}

function pairProblems(settings: Settings): string[] {
  const problems: string[] = [];
  if (settings.FACEBOOK_APP_ID !== undefined && settings.FACEBOOK_APP_SECRET === undefined) {
    problems.push(
      'FACEBOOK_APP_SECRET is needed together with FACEBOOK_APP_ID. Example: 0123456789abcdef0123456789abcdef',
    );
  }
  if (settings.FACEBOOK_APP_ID === undefined && settings.FACEBOOK_APP_SECRET !== undefined) {
    problems.push(
      'FACEBOOK_APP_ID is needed together with FACEBOOK_APP_SECRET. Example: 1234567890123456',
    );
  }
  return problems;
}

/**
 * Settings of one process (API, worker, migrations).
 * @throws ConfigError naming every wrong or missing variable at once.
 */
export function loadConfig(env: Environment = process.env): Config {
  const { settings, problems } = readSettings(env);
  const missing = settings === null ? [] : missingForProcess(settings);
  if (settings === null || problems.length + missing.length > 0) {
    throw new ConfigError([...problems, ...missing]);
  }
  const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  return {
    databaseUrl: settings.DATABASE_URL ?? '',
    betterAuthSecret: settings.BETTER_AUTH_SECRET ?? '',
    encryptionKey: settings.ENCRYPTION_KEY ?? '',
    anthropic: anthropicOf(settings),
    facebook: facebookOf(settings, publicUrl),
    temporal: {
      address: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.TEMPORAL_PORT}`,
      namespace: settings.TEMPORAL_NAMESPACE,
      taskQueuePrefix: settings.TASK_QUEUE_PREFIX,
      apiKey: settings.TEMPORAL_API_KEY ?? null,
      tls:
        settings.TEMPORAL_TLS === undefined
          ? settings.TEMPORAL_API_KEY !== undefined
          : settings.TEMPORAL_TLS === 'true',
    },
    port: settings.PORT,
    publicUrl,
    dataDir: settings.DATA_DIR,
    logLevel: settings.LOG_LEVEL,
    sandbox: sandboxOf(settings),
  };
}

function missingForProcess(settings: Settings): string[] {
  const needed = {
    DATABASE_URL: 'postgres://user:password@host:5432/aigency',
    BETTER_AUTH_SECRET: 'the output of: openssl rand -base64 32',
    ENCRYPTION_KEY: 'the output of: openssl rand -base64 32',
  } as const;
  return (Object.keys(needed) as (keyof typeof needed)[])
    .filter((name) => settings[name] === undefined)
    .map((name) => `${name} is needed. Example: ${needed[name]}`);
}

function anthropicOf(settings: Settings): Config['anthropic'] {
  const sandboxUrl = `http://127.0.0.1:${settings.SANDBOX_CLAUDE_PORT}`;
  return settings.ANTHROPIC_API_KEY === undefined
    ? { apiKey: SANDBOX_KEY, baseUrl: settings.ANTHROPIC_BASE_URL ?? sandboxUrl }
    : { apiKey: settings.ANTHROPIC_API_KEY, baseUrl: settings.ANTHROPIC_BASE_URL ?? null };
}

function facebookOf(settings: Settings, publicUrl: string): Config['facebook'] {
  const real = settings.FACEBOOK_APP_ID !== undefined;
  const sandboxUrl = `http://localhost:${settings.SANDBOX_META_PORT}`;
  return {
    appId: settings.FACEBOOK_APP_ID ?? SANDBOX_APP.id,
    appSecret: settings.FACEBOOK_APP_SECRET ?? SANDBOX_APP.secret,
    redirectUri: settings.FACEBOOK_REDIRECT_URI ?? `${publicUrl}/api/auth/facebook/callback`,
    graphUrl: settings.META_GRAPH_URL ?? (real ? 'https://graph.facebook.com' : sandboxUrl),
    dialogUrl: settings.META_DIALOG_URL ?? (real ? 'https://www.facebook.com' : sandboxUrl),
    loginConfigId: settings.META_LOGIN_CONFIG_ID ?? null,
  };
}

function sandboxOf(settings: Settings): Config['sandbox'] {
  return {
    meta: settings.FACEBOOK_APP_ID === undefined,
    claude: settings.ANTHROPIC_API_KEY === undefined,
  };
}

/**
 * Settings of `npm start`, which makes the database and the secrets itself when none are given. With a database of
 * one's own the secrets have to be given too: made on one machine they would not fit the next.
 * @throws ConfigError naming every wrong or missing variable at once.
 */
export function loadStartConfig(env: Environment = process.env): StartConfig {
  const { settings, problems } = readSettings(env);
  if (settings === null || problems.length > 0) throw new ConfigError(problems);
  if (settings.DATABASE_URL !== undefined) {
    const missing = missingForProcess(settings);
    if (missing.length > 0) throw new ConfigError(missing);
  }
  return {
    databaseUrl: settings.DATABASE_URL ?? null,
    betterAuthSecret: settings.BETTER_AUTH_SECRET ?? null,
    encryptionKey: settings.ENCRYPTION_KEY ?? null,
    temporalAddress: settings.TEMPORAL_ADDRESS ?? null,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    dataDir: settings.DATA_DIR,
    ports: {
      database: settings.DATABASE_PORT,
      temporal: settings.TEMPORAL_PORT,
      temporalUi: settings.TEMPORAL_UI_PORT,
      sandboxMeta: settings.SANDBOX_META_PORT,
      sandboxClaude: settings.SANDBOX_CLAUDE_PORT,
    },
    sandbox: sandboxOf(settings),
  };
}
