import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, loadStartConfig, SETTING_NAMES } from './config.ts';
import type { Environment } from './config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const NEEDED = {
  DATABASE_URL: 'postgres://me:secret@localhost:5432/aigency',
  BETTER_AUTH_SECRET: 'a-secret-of-more-than-32-characters',
  ENCRYPTION_KEY: KEY,
};

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings of a process', () => {
  test('are those of the sandbox on this machine when only the secrets are given', () => {
    const config = loadConfig(NEEDED);
    expect(config.sandbox).toEqual({ meta: true, claude: true });
    expect(config.facebook).toMatchObject({
      graphUrl: 'http://localhost:8790',
      dialogUrl: 'http://localhost:8790',
      redirectUri: 'http://localhost:3000/api/auth/facebook/callback',
    });
    expect(config.anthropic.baseUrl).toBe('http://127.0.0.1:8791');
    expect(config.modelDailyLimitMicroUsd).toBe(2_000_000);
    expect(config.temporal).toMatchObject({ address: '127.0.0.1:7233', tls: false });
  });

  test('point at the real services once their keys are given', () => {
    const config = loadConfig({
      ...NEEDED,
      ANTHROPIC_API_KEY: 'a-key',
      FACEBOOK_APP_ID: '1234567890',
      FACEBOOK_APP_SECRET: 'hush',
      PUBLIC_URL: 'https://app.example.com/',
      TEMPORAL_ADDRESS: 'eu.example.com:7233',
      TEMPORAL_API_KEY: 'another-key',
    });
    expect(config.sandbox).toEqual({ meta: false, claude: false });
    expect(config.facebook).toMatchObject({
      appId: '1234567890',
      graphUrl: 'https://graph.facebook.com',
      dialogUrl: 'https://www.facebook.com',
      redirectUri: 'https://app.example.com/api/auth/facebook/callback',
    });
    expect(config.anthropic).toEqual({ apiKey: 'a-key', baseUrl: null });
    expect(config.temporal).toMatchObject({ address: 'eu.example.com:7233', tls: true });
  });

  test('treat an empty variable as absent', () => {
    expect(loadConfig({ ...NEEDED, FACEBOOK_APP_ID: '', PORT: ' ' })).toMatchObject({
      port: 3000,
      sandbox: { meta: true },
    });
  });

  test.each([
    ['PORT', 'web'],
    ['PORT', '0'],
    ['DATABASE_PORT', '70000'],
    ['TEMPORAL_PORT', '7233.5'],
    ['TEMPORAL_UI_PORT', '-1'],
    ['SANDBOX_META_PORT', 'x'],
    ['SANDBOX_CLAUDE_PORT', 'x'],
    ['DATABASE_URL', 'mysql://localhost/aigency'],
    ['BETTER_AUTH_SECRET', 'short'],
    ['ENCRYPTION_KEY', Buffer.alloc(16).toString('base64')],
    ['ENCRYPTION_KEY', 'not base64 at all, though of a fair length'],
    ['ANTHROPIC_BASE_URL', 'api.anthropic.com'],
    ['FACEBOOK_REDIRECT_URI', 'ftp://app.example.com/x'],
    ['META_LOGIN_CONFIG_ID', 'abc'],
    ['META_LOGIN_TOKEN_KIND', 'robot'],
    ['META_GRAPH_URL', 'graph'],
    ['META_DIALOG_URL', 'dialog'],
    ['TEMPORAL_ADDRESS', 'https://cloud.example.com:7233'],
    ['TEMPORAL_ADDRESS', 'localhost'],
    ['TEMPORAL_TLS', 'yes'],
    ['TASK_QUEUE_PREFIX', 'a b'],
    ['PUBLIC_URL', 'localhost:3000'],
    ['PUBLIC_URL', 'https://app.example.com/aigency'],
    ['LOG_LEVEL', 'loud'],
    ['MODEL_DAILY_LIMIT_USD', '0'],
    ['MODEL_DAILY_LIMIT_USD', 'much'],
  ])('refuse %s=%s in one sentence with an example', (name, value) => {
    const problems = problemsOf(() => loadConfig({ ...NEEDED, [name]: value }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .+ Example: .+`));
    expect(problems[0]).not.toContain(`Example: ${value}`);
  });

  test('never repeat a value that was given: it may be a secret', () => {
    const problems = problemsOf(() =>
      loadConfig({ ...NEEDED, BETTER_AUTH_SECRET: 'hunter2', DATABASE_URL: 'hunter3' }),
    );
    expect(problems.join()).not.toMatch(/hunter/);
  });

  test('tell all problems at once: wrong, missing, half a pair', () => {
    const problems = problemsOf(() => loadConfig({ PORT: 'web', FACEBOOK_APP_SECRET: 'hush' }));
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'BETTER_AUTH_SECRET',
      'ENCRYPTION_KEY',
      'FACEBOOK_APP_ID',
    ]);
  });

  test('need both the number and the secret of a Facebook app', () => {
    const only = (env: Environment) => problemsOf(() => loadConfig({ ...NEEDED, ...env }));
    expect(only({ FACEBOOK_APP_ID: '1234567' })[0]).toMatch(/^FACEBOOK_APP_SECRET/);
    expect(only({ FACEBOOK_APP_SECRET: 'hush' })[0]).toMatch(/^FACEBOOK_APP_ID/);
  });
});

describe('the settings of npm start', () => {
  test('need nothing at all', () => {
    expect(loadStartConfig({})).toMatchObject({
      databaseUrl: null,
      temporalAddress: null,
      publicUrl: 'http://localhost:3000',
      sandbox: { meta: true, claude: true },
    });
  });

  test('give every part a port of its own, which a process by itself does not ask for', () => {
    const problems = problemsOf(() => loadStartConfig({ PORT: 'web', DATABASE_PORT: '7233' }));
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/^TEMPORAL_PORT has to differ from DATABASE_PORT, both are 7233/);
    expect(loadConfig({ ...NEEDED, PORT: '8233' }).port).toBe(8233);
  });

  test('ask for the secrets as soon as a database is named', () => {
    const { DATABASE_URL } = NEEDED;
    const problems = problemsOf(() => loadStartConfig({ DATABASE_URL, LOG_LEVEL: 'loud' }));
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'LOG_LEVEL',
      'BETTER_AUTH_SECRET',
      'ENCRYPTION_KEY',
    ]);
  });
});

test('.env.example names every setting, and as it stands it changes nothing', () => {
  const lines = readFileSync(new URL('.env.example', import.meta.url), 'utf8').split('\n');
  const set = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const named = lines.flatMap((line) => /^#? ?([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(new Set(named)).toEqual(new Set([...SETTING_NAMES, 'TEMPORAL_CLI']));
  expect(set).toEqual([]);
});

test('a client certificate for Temporal is read from its files, and needs its key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aigency-config-'));
  const [cert, key] = [join(folder, 'client.pem'), join(folder, 'client.key')];
  writeFileSync(cert, 'certificate');
  writeFileSync(key, 'key');
  const given = { ...NEEDED, TEMPORAL_TLS_CLIENT_CERT_PATH: cert };
  const { tls } = loadConfig({ ...given, TEMPORAL_TLS_CLIENT_KEY_PATH: key }).temporal;
  expect(tls).toMatchObject({ clientCertPair: { crt: new TextEncoder().encode('certificate') } });
  expect(problemsOf(() => loadConfig(given))[0]).toMatch(/^TEMPORAL_TLS_CLIENT_KEY_PATH/);
  rmSync(folder, { recursive: true });
});

test('keys are named by what they are, whatever their place', () => {
  const other = Buffer.alloc(32, 9).toString('base64');
  const one = loadConfig({ ...NEEDED, ENCRYPTION_KEYS_OLD: other }).vaultKeys;
  const swapped = loadConfig({ ...NEEDED, ENCRYPTION_KEY: other, ENCRYPTION_KEYS_OLD: ` ${KEY} ` });
  expect(swapped.vaultKeys.keys).toEqual(one.keys);
  expect(one.keys[one.current]).toBe(KEY);
  expect(swapped.vaultKeys.keys[swapped.vaultKeys.current]).toBe(other);
  expect(loadConfig(NEEDED).vaultKeys.current).toBe(one.current);
  expect(() => loadConfig({ ...NEEDED, ENCRYPTION_KEYS_OLD: `${KEY},short` })).toThrow(
    'ENCRYPTION_KEYS_OLD',
  );
});

test('the image model is off until it has an address and a key', () => {
  expect(loadConfig(NEEDED).imageModel).toBeNull();
  const [url, apiKey] = ['https://images.example.com/make', 'a key'];
  expect(
    loadConfig({ ...NEEDED, IMAGE_MODEL_URL: url, IMAGE_MODEL_KEY: apiKey }).imageModel,
  ).toEqual({ url, apiKey });
  expect(() => loadConfig({ ...NEEDED, IMAGE_MODEL_URL: url })).toThrow('IMAGE_MODEL_KEY');
  expect(() => loadConfig({ ...NEEDED, IMAGE_MODEL_KEY: apiKey })).toThrow('IMAGE_MODEL_URL');
});
