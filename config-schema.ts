import { existsSync } from 'node:fs';
import { z } from 'zod';

/** What each setting may hold. Every rule names a value that would do; nothing here reads the environment. */
const said = (example: string, rule: string) => ({ error: `${rule} Example: ${example}` });

/** Where each part listens unless told otherwise. */
export const PORTS = {
  PORT: 3000,
  DATABASE_PORT: 5433,
  TEMPORAL_PORT: 7233,
  TEMPORAL_UI_PORT: 8233,
  SANDBOX_META_PORT: 8790,
  SANDBOX_CLAUDE_PORT: 8791,
} as const;

/** A value that fits, for settings that somebody has to provide. */
export const EXAMPLES = {
  DATABASE_URL: 'postgres://user:password@host:5432/aigency',
  BETTER_AUTH_SECRET: 'the output of: openssl rand -base64 32',
  ENCRYPTION_KEY: 'the output of: openssl rand -base64 32',
  IMAGE_MODEL_URL: 'https://images.example.com/make',
  IMAGE_MODEL_KEY: 'the key of your image model',
  FACEBOOK_APP_ID: '1234567890123456',
  FACEBOOK_APP_SECRET: '0123456789abcdef0123456789abcdef',
} as const;

const port = (name: keyof typeof PORTS) => {
  const rule = said(String(PORTS[name]), 'has to be a port number from 1 to 65535.');
  return z.coerce.number(rule).int(rule).min(1, rule).max(65_535, rule).default(PORTS[name]);
};
const webUrl = (example: string) =>
  z
    .url({ protocol: /^https?$/, ...said(example, 'has to be a web address.') })
    .transform((url) => url.replace(/\/+$/, ''));
const text = z.string().min(1);

/** Files are only looked at here; whoever connects reads them. */
const readableFile = (example: string) =>
  text.refine((path) => existsSync(path), said(example, 'has to name a file that exists.'));

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

/** Browsers name a page's origin without a path, and origins are compared to the letter. */
const origin = webUrl('https://app.example.com').refine(
  (url) => URL.canParse(url) && new URL(url).origin === url,
  said('https://app.example.com', 'has to be a web address without a path.'),
);

export const settingsSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, said(EXAMPLES.DATABASE_URL, 'has to be a Postgres address.'))
    .optional(),
  BETTER_AUTH_SECRET: z
    .string()
    .min(32, said(EXAMPLES.BETTER_AUTH_SECRET, 'has to be at least 32 characters long.'))
    .optional(),
  ENCRYPTION_KEY: z
    .string()
    .refine(isKey, said(EXAMPLES.ENCRYPTION_KEY, 'has to be 32 bytes in base64.'))
    .optional(),
  ENCRYPTION_KEYS_OLD: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine(
      (list) => list.every(isKey),
      said('AAAA…=,BBBB…=', 'has to be keys of 32 bytes in base64, separated by commas.'),
    )
    .optional(),
  ANTHROPIC_API_KEY: text.optional(),
  ANTHROPIC_BASE_URL: webUrl('https://api.anthropic.com').optional(),
  MODEL_DAILY_LIMIT_USD: z.coerce
    .number(said('2', 'has to be an amount in US dollars from 0.01 to 1000.'))
    .min(0.01, said('2', 'has to be an amount in US dollars from 0.01 to 1000.'))
    .max(1_000, said('2', 'has to be an amount in US dollars from 0.01 to 1000.'))
    .default(2),
  IMAGE_MODEL_URL: webUrl(EXAMPLES.IMAGE_MODEL_URL).optional(),
  IMAGE_MODEL_KEY: text.optional(),
  FACEBOOK_APP_ID: z
    .string()
    .regex(
      /^\d{5,20}$/,
      said(EXAMPLES.FACEBOOK_APP_ID, 'has to be the number of your Facebook app.'),
    )
    .optional(),
  FACEBOOK_APP_SECRET: text.optional(),
  FACEBOOK_REDIRECT_URI: webUrl('https://app.example.com/api/auth/facebook/callback').optional(),
  META_LOGIN_CONFIG_ID: z
    .string()
    .regex(/^\d+$/, said('9876543210', 'has to be a number.'))
    .optional(),
  META_LOGIN_TOKEN_KIND: z
    .enum(['user', 'system-user'], said('user', 'has to be user or system-user.'))
    .default('user'),
  META_GRAPH_URL: webUrl('https://graph.facebook.com').optional(),
  META_DIALOG_URL: webUrl('https://www.facebook.com').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, said('127.0.0.1:7233', 'has to be host:port.'))
    .optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_API_KEY: text.optional(),
  TEMPORAL_TLS: z.enum(['true', 'false'], said('true', 'has to be true or false.')).optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: readableFile('/etc/aigency/client.pem').optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: readableFile('/etc/aigency/client.key').optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: readableFile('/etc/aigency/ca.pem').optional(),
  TASK_QUEUE_PREFIX: z
    .string()
    .regex(/^[\w-]*$/, said('blue-', 'may hold letters, digits, - and _.'))
    .default(''),
  UNDO_SECONDS: z.coerce
    .number(said('10', 'has to be a number of seconds from 0 to 60.'))
    .int(said('10', 'has to be a number of seconds from 0 to 60.'))
    .min(0, said('10', 'has to be a number of seconds from 0 to 60.'))
    .max(60, said('10', 'has to be a number of seconds from 0 to 60.'))
    .default(10),
  LISTEN_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, said('0.0.0.0', 'has to be an address of this machine.'))
    .default('localhost'),
  PORT: port('PORT'),
  DATABASE_PORT: port('DATABASE_PORT'),
  TEMPORAL_PORT: port('TEMPORAL_PORT'),
  TEMPORAL_UI_PORT: port('TEMPORAL_UI_PORT'),
  SANDBOX_META_PORT: port('SANDBOX_META_PORT'),
  SANDBOX_CLAUDE_PORT: port('SANDBOX_CLAUDE_PORT'),
  PUBLIC_URL: origin.optional(),
  DATA_DIR: text.default('./data'),
  LOG_LEVEL: z
    .enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      said('info', 'has to be debug, info, warn, error or silent.'),
    )
    .default('info'),
});

export type Settings = z.infer<typeof settingsSchema>;
