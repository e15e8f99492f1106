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

/**
 * The secrets of this data folder, made at the first start. Losing the file means losing the stored Facebook
 * connections; it is readable by its owner only, and replaced in one step.
 */
export function keepSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets: Secrets = {
    betterAuthSecret: randomBytes(32).toString('base64'),
    encryptionKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const work = `${file}.new`;
  writeFileSync(work, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(work, file);
  return secrets;
}
