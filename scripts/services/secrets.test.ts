import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../config.ts';
import { keepSecrets, SecretsError } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the secrets of a data folder', () => {
  test('are made once, kept, and readable by nobody else', () => {
    const { isNew, ...secrets } = keepSecrets(folder);
    expect(isNew).toBe(true);
    expect(keepSecrets(folder)).toEqual({ ...secrets, isNew: false });
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('are what the processes accept', () => {
    const { betterAuthSecret, encryptionKey } = keepSecrets(folder);
    const config = loadConfig({
      DATABASE_URL: 'postgres://localhost/aigency',
      BETTER_AUTH_SECRET: betterAuthSecret,
      ENCRYPTION_KEY: encryptionKey,
    });
    expect(config).toMatchObject({ betterAuthSecret, encryptionKey });
  });

  test.each(['', '{"betterAuthSecret":', '{}'])('are not made anew over a file of "%s"', (text) => {
    writeFileSync(join(folder, 'secrets.json'), text);
    expect(() => keepSecrets(folder)).toThrow(SecretsError);
  });
});
