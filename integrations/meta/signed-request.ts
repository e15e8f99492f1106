import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whom a callback of Facebook is about, and when it was made (epoch ms). */
export type SignedRequest = { readonly userId: string; readonly issuedAt: number };

/** Real ones are a few hundred characters. */
const LONGEST = 8_192;
const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;
const SIGNATURE_BYTES = 32;

/**
 * Reads what Facebook sends when a person removes the app or asks for their data to be deleted: a signature and a
 * payload, both base64url, the signature being HMAC-SHA256 over the encoded payload, keyed by the app secret.
 * Gives null for anything that Facebook did not sign, and for payloads that name nobody.
 */
export function readSignedRequest(raw: string, appSecret: string): SignedRequest | null {
  // With an empty secret anybody could sign.
  if (appSecret === '' || raw.length > LONGEST) return null;
  const parts = raw.split('.');
  const [signature, payload] = parts;
  if (parts.length !== 2 || signature === undefined || payload === undefined) return null;
  if (!BASE64URL.test(signature) || !BASE64URL.test(payload)) return null;
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== SIGNATURE_BYTES) return null;
  const expected = createHmac('sha256', appSecret).update(payload).digest();
  return timingSafeEqual(given, expected) ? readPayload(payload) : null;
}

function readPayload(payload: string): SignedRequest | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!isRecord(parsed) || parsed['algorithm'] !== 'HMAC-SHA256') return null;
  const { user_id: userId, issued_at: seconds } = parsed;
  if (typeof userId !== 'string' || !/^\d{1,32}$/.test(userId)) return null;
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || seconds <= 0) return null;
  return { userId, issuedAt: seconds * 1_000 };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
