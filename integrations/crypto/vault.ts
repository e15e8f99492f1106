import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A secret at rest. `ciphertext` is `v1.<nonce>.<encrypted>.<tag>`, each part base64url. */
export type Sealed = { readonly keyId: string; readonly ciphertext: string };

export type Vault = {
  /** @param aad names the row the secret belongs to; the same text is needed to open it. */
  seal(plaintext: string, aad: string): Sealed;
  /** @throws VaultError when the key is not held, or the text was altered or moved to another row. */
  open(sealed: Sealed, aad: string): string;
};

export type VaultOptions = {
  /** Key id to base64 of exactly 32 random bytes. Older keys stay readable until nothing uses them. */
  readonly keys: Readonly<Record<string, string>>;
  /** Id of the key that new secrets are sealed with. */
  readonly current: string;
};

export class VaultError extends Error {
  readonly code: 'vault.key_unknown' | 'vault.unreadable' | 'vault.bad_key';
  constructor(code: VaultError['code'], message: string) {
    super(message);
    this.name = 'VaultError';
    this.code = code;
  }
}

const FORMAT = 'v1';
/** What every key was called before keys were named by what they are: such a secret fits any one of them. */
const UNNAMED = 'k1';
const KEY_BYTES = 32;
/** 96 random bits: the nonce length GCM is specified for. */
const NONCE_BYTES = 12;

/**
 * AES-256-GCM with the row's name as additional data, so that a ciphertext copied into another row cannot be opened.
 * @throws VaultError when a key is not 32 bytes or the current one is missing.
 */
export function createVault(options: VaultOptions): Vault {
  const keys = new Map<string, Buffer>();
  for (const [id, encoded] of Object.entries(options.keys)) {
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== KEY_BYTES) {
      throw new VaultError(
        'vault.bad_key',
        `The encryption key "${id}" must be 32 bytes in base64.`,
      );
    }
    keys.set(id, key);
  }
  const current = findKey(keys, options.current);

  return {
    seal(plaintext, aad) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, nonce);
      cipher.setAAD(Buffer.from(aad, 'utf8'));
      const encrypted = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const parts = [nonce, encrypted, cipher.getAuthTag()].map((part) =>
        part.toString('base64url'),
      );
      return { keyId: options.current, ciphertext: [FORMAT, ...parts].join('.') };
    },
    open(sealed, aad) {
      if (sealed.keyId !== UNNAMED || keys.has(UNNAMED)) {
        return decrypt(findKey(keys, sealed.keyId), sealed.ciphertext, aad);
      }
      return openWithAny([...keys.values()], sealed.ciphertext, aad);
    },
  };
}

/** What binds a Facebook token to its row: connection and person. */
export function connectionAad(connectionId: string, userId: string): string {
  return `facebook_connection:${connectionId}:${userId}`;
}

function findKey(keys: ReadonlyMap<string, Buffer>, id: string): Buffer {
  const key = keys.get(id);
  if (key === undefined) {
    throw new VaultError('vault.key_unknown', `The encryption key "${id}" is not configured.`);
  }
  return key;
}

/** The tag of GCM tells which key it was. */
function openWithAny(keys: readonly Buffer[], ciphertext: string, aad: string): string {
  for (const key of keys) {
    try {
      return decrypt(key, ciphertext, aad);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
    }
  }
  throw unreadable();
}

function decrypt(key: Buffer, ciphertext: string, aad: string): string {
  const [format, nonce, encrypted, tag, ...rest] = ciphertext.split('.');
  if (
    format !== FORMAT ||
    nonce === undefined ||
    encrypted === undefined ||
    tag === undefined ||
    rest.length > 0
  ) {
    throw unreadable();
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(aad, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    const plain = [decipher.update(Buffer.from(encrypted, 'base64url')), decipher.final()];
    return Buffer.concat(plain).toString('utf8');
  } catch {
    // The cause is dropped on purpose: it says nothing useful and could carry key material.
    throw unreadable();
  }
}

function unreadable(): VaultError {
  return new VaultError('vault.unreadable', 'A stored secret could not be opened.');
}
