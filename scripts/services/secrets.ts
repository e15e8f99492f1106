import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  betterAuthSecret: z.string().min(32),
  encryptionKey: z.string().min(44),
  databasePassword: z.string().min(16),
});

/** What one machine keeps for itself when nobody gave it secrets. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The file of secrets cannot be used, and making new ones would lock out what the old ones protect. */
export class SecretsError extends Error {
  readonly code = 'start.secrets_unreadable';
  constructor(file: string) {
    super(
      `The secrets in ${file} cannot be read. Put the file back as it was, or remove all data with npm run reset. Nothing was started.`,
    );
    this.name = 'SecretsError';
  }
}

/**
 * The secrets of this data folder, made at the first start. Losing the file means losing the stored Facebook
 * connections; it is readable by its owner only, and replaced in one step.
 * @throws SecretsError when the file is there and cannot be used.
 */
export function keepSecrets(dataDir: string): Secrets & { isNew: boolean } {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return { ...readSecrets(file), isNew: false };
  const secrets: Secrets = {
    betterAuthSecret: randomBytes(32).toString('base64'),
    encryptionKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  mkdirSync(dataDir, { recursive: true });
  const work = `${file}.new`;
  writeFileSync(work, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(work, file);
  return { ...secrets, isNew: true };
}

function readSecrets(file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new SecretsError(file);
  }
}
