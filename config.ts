import { loadClientConnectConfig } from '@temporalio/envconfig';
import process from 'node:process';
import { vaultKeysOf } from './config-keys.ts';
import type { VaultKeys } from './config-keys.ts';
import { EXAMPLES, PORTS, settingsSchema } from './config-schema.ts';
import type { Settings } from './config-schema.ts';

/** What Temporal's clients take for certificates. */
export type TemporalTls = Exclude<
  ReturnType<typeof loadClientConnectConfig>['connectionOptions']['tls'],
  boolean | null | undefined
>;

/**
 * Settings of every process, read once at its start. This is the only file that reads `process.env`, and only
 * composition roots and scripts import it.
 */
export type Config = {
  databaseUrl: string;
  betterAuthSecret: string;
  /** 32 bytes in base64. */
  encryptionKey: string;
  /** That key and the older ones that stored secrets may still be sealed with. */
  vaultKeys: VaultKeys;
  anthropic: { apiKey: string; baseUrl: string | null };
  /** What the model may cost per project and day, in millionths of a US dollar. */
  modelDailyLimitMicroUsd: number;
  /** What makes photo-like pictures; null leaves them out. */
  imageModel: { url: string; apiKey: string } | null;
  facebook: {
    appId: string;
    appSecret: string;
    redirectUri: string;
    graphUrl: string;
    dialogUrl: string;
    /** A set-up of Login for Business; null asks for each permission by name. */
    loginConfigId: string | null;
    /** Whose tokens that set-up gives. */
    loginTokenKind: 'user' | 'system-user';
  };
  temporal: {
    address: string;
    namespace: string;
    taskQueuePrefix: string;
    apiKey: string | null;
    /** With client certificates, their contents. */
    tls: boolean | TemporalTls;
  };
  /** Address to listen on; `localhost` means both loopback addresses and nothing else. */
  host: string;
  port: number;
  publicUrl: string;
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Which of the outside services are this machine's stand-ins. */
  sandbox: { meta: boolean; claude: boolean };
  /** How long an approval can be taken back before anything is sent. */
  undoWindowMs: number;
};

/** What the supervisor needs beyond `Config`: what to start, and where. */
export type StartConfig = {
  databaseUrl: string | null;
  betterAuthSecret: string | null;
  encryptionKey: string | null;
  temporalAddress: string | null;
  temporalNamespace: string;
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
const NEEDED = ['DATABASE_URL', 'BETTER_AUTH_SECRET', 'ENCRYPTION_KEY'] as const;

/** Names of all settings, for whoever has to keep those of this machine away from a child process. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape);

/** The environment, and what the file `.env` adds to it: a variable that is set already, even empty, stays. */
function environment(): Environment {
  try {
    process.loadEnvFile(new URL('.env', import.meta.url));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}

type Demand = 'everything' | 'secrets of an own database';

/** @throws ConfigError naming every wrong or missing variable at once. */
function readSettings(env: Environment, demand: Demand): Settings {
  // An empty variable counts as absent: that is how `.env` files and shells leave things out.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = settingsSchema.safeParse(given);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const isNeeded = demand === 'everything' || 'DATABASE_URL' in given;
  const problems = [
    ...wrong,
    ...(isNeeded ? NEEDED.filter((name) => !(name in given)).map((name) => needed(name)) : []),
    ...pairProblems(given),
    ...certificateProblems(given),
    // A process by itself uses its own port only.
    ...(demand === 'everything' ? [] : portProblems(given)),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function needed(name: keyof typeof EXAMPLES, reason = 'is needed.'): string {
  return `${name} ${reason} Example: ${EXAMPLES[name]}`;
}

function pairProblems(given: Environment): string[] {
  const pairs = [
    ['FACEBOOK_APP_ID', 'FACEBOOK_APP_SECRET'],
    ['IMAGE_MODEL_URL', 'IMAGE_MODEL_KEY'],
  ] as const;
  return pairs.flatMap(([one, other]) => {
    if (one in given === other in given) return [];
    const [missing, present] = one in given ? [other, one] : [one, other];
    return [needed(missing, `is needed together with ${present}.`)];
  });
}

function certificateProblems(given: Environment): string[] {
  const [cert, key] = ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH'] as const;
  if (cert in given === key in given) return [];
  const [missing, present] = cert in given ? [key, cert] : [cert, key];
  return [`${missing} is needed together with ${present}. Example: /etc/aigency/client.pem`];
}

function portProblems(given: Environment): string[] {
  const taken = new Map<number, string>();
  return Object.entries(PORTS).flatMap(([name, usual]) => {
    const port = Number(given[name] ?? usual);
    const other = taken.get(port);
    taken.set(port, name);
    if (other === undefined || !Number.isInteger(port)) return [];
    return [`${name} has to differ from ${other}, both are ${port}. Example: ${port + 1}`];
  });
}

/**
 * Settings of one process (API, worker, migrations).
 * @throws ConfigError naming every wrong or missing variable at once.
 */
export function loadConfig(env: Environment = environment()): Config {
  const settings = readSettings(env, 'everything');
  const publicUrl = publicUrlOf(settings);
  return {
    databaseUrl: settings.DATABASE_URL ?? '',
    betterAuthSecret: settings.BETTER_AUTH_SECRET ?? '',
    encryptionKey: settings.ENCRYPTION_KEY ?? '',
    vaultKeys: vaultKeysOf(settings.ENCRYPTION_KEY ?? '', settings.ENCRYPTION_KEYS_OLD ?? []),
    anthropic: anthropicOf(settings),
    modelDailyLimitMicroUsd: Math.round(settings.MODEL_DAILY_LIMIT_USD * 1_000_000),
    imageModel: imageModelOf(settings),
    facebook: facebookOf(settings, publicUrl),
    temporal: temporalOf(settings),
    host: settings.LISTEN_HOST,
    undoWindowMs: settings.UNDO_SECONDS * 1_000,
    port: settings.PORT,
    publicUrl,
    dataDir: settings.DATA_DIR,
    logLevel: settings.LOG_LEVEL,
    sandbox: sandboxOf(settings),
  };
}

/**
 * Settings of `npm start`, which makes the database and the secrets itself when none are given. With a database of
 * one's own the secrets have to be given too: made on one machine they would not fit the next.
 * @throws ConfigError naming every wrong or missing variable at once.
 */
export function loadStartConfig(env: Environment = environment()): StartConfig {
  const settings = readSettings(env, 'secrets of an own database');
  return {
    databaseUrl: settings.DATABASE_URL ?? null,
    betterAuthSecret: settings.BETTER_AUTH_SECRET ?? null,
    encryptionKey: settings.ENCRYPTION_KEY ?? null,
    temporalAddress: settings.TEMPORAL_ADDRESS ?? null,
    temporalNamespace: settings.TEMPORAL_NAMESPACE,
    port: settings.PORT,
    publicUrl: publicUrlOf(settings),
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

/**
 * Settings of a script that speaks with the model and with nothing else; null without a key of one's own.
 * @throws ConfigError naming every wrong variable at once.
 */
export function loadModelConfig(env: Environment = environment()): Config['anthropic'] | null {
  const settings = readSettings(env, 'secrets of an own database');
  return settings.ANTHROPIC_API_KEY === undefined ? null : anthropicOf(settings);
}

function publicUrlOf(settings: Settings): string {
  return settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
}

function anthropicOf(settings: Settings): Config['anthropic'] {
  const sandboxUrl = `http://127.0.0.1:${settings.SANDBOX_CLAUDE_PORT}`;
  return settings.ANTHROPIC_API_KEY === undefined
    ? { apiKey: SANDBOX_KEY, baseUrl: settings.ANTHROPIC_BASE_URL ?? sandboxUrl }
    : { apiKey: settings.ANTHROPIC_API_KEY, baseUrl: settings.ANTHROPIC_BASE_URL ?? null };
}

function imageModelOf({ IMAGE_MODEL_URL: url, IMAGE_MODEL_KEY: apiKey }: Settings) {
  return url === undefined || apiKey === undefined ? null : { url, apiKey };
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
    loginTokenKind: settings.META_LOGIN_TOKEN_KIND,
  };
}

/** A key or a certificate means a guarded cluster, which speaks TLS only. */
function temporalTls(settings: Settings): boolean | TemporalTls {
  const { TEMPORAL_TLS: wanted, TEMPORAL_API_KEY: apiKey } = settings;
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = settings;
  const authority = settings.TEMPORAL_TLS_SERVER_CA_CERT_PATH;
  if (wanted === 'false') return false;
  if (cert === undefined && authority === undefined)
    return wanted === 'true' || apiKey !== undefined;
  const { connectionOptions } = loadClientConnectConfig({
    disableFile: true,
    overrideEnvVars: {
      ...(cert === undefined ? {} : { TEMPORAL_TLS_CLIENT_CERT_PATH: cert }),
      ...(key === undefined ? {} : { TEMPORAL_TLS_CLIENT_KEY_PATH: key }),
      ...(authority === undefined ? {} : { TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority }),
    },
  });
  return connectionOptions.tls ?? true;
}

function temporalOf(settings: Settings): Config['temporal'] {
  return {
    address: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.TEMPORAL_PORT}`,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueuePrefix: settings.TASK_QUEUE_PREFIX,
    apiKey: settings.TEMPORAL_API_KEY ?? null,
    tls: temporalTls(settings),
  };
}

function sandboxOf(settings: Settings): Config['sandbox'] {
  return {
    meta: settings.FACEBOOK_APP_ID === undefined,
    claude: settings.ANTHROPIC_API_KEY === undefined,
  };
}
