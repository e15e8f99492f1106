import { createHash } from 'node:crypto';

/** Keys by their id, and the id of the one that new secrets are sealed with; as a vault takes them. */
export type VaultKeys = { keys: Readonly<Record<string, string>>; current: string };

/**
 * Names each key by what it is, so that the same key has the same name in every process, whatever its place in the
 * settings.
 * @param current base64 of 32 bytes, and so is each of `old`.
 */
export function vaultKeysOf(current: string, old: readonly string[]): VaultKeys {
  const named = [current, ...old].map((key) => [idOf(key), key] as const);
  return { keys: Object.fromEntries(named), current: idOf(current) };
}

/** Says nothing about the key: it is cut from a hash of 32 random bytes. */
function idOf(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex');
  return `k-${digest.slice(0, 12)}`;
}
