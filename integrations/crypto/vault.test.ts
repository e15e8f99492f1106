import { expect, test } from 'vitest';
import { derivedId } from './hash.ts';
import { connectionAad, createVault, VaultError } from './vault.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const vault = createVault({ keys: { k1: key(1) }, current: 'k1' });
const aad = connectionAad('c1', 'u1');

test('opens what it sealed, and never seals the same way twice', () => {
  const sealed = vault.seal('a token', aad);
  expect(vault.open(sealed, aad)).toBe('a token');
  expect(sealed.ciphertext).not.toContain('token');
  expect(vault.seal('a token', aad).ciphertext).not.toBe(sealed.ciphertext);
});

test('refuses a ciphertext that was moved to another row', () => {
  const sealed = vault.seal('a token', aad);
  expect(() => vault.open(sealed, connectionAad('c1', 'u2'))).toThrow(VaultError);
});

test('refuses a ciphertext that was altered', () => {
  const { keyId, ciphertext } = vault.seal('a token', aad);
  const [format, nonce, , tag] = ciphertext.split('.');
  const altered = [format, nonce, Buffer.from('other').toString('base64url'), tag].join('.');
  expect(() => vault.open({ keyId, ciphertext: altered }, aad)).toThrow('could not be opened');
  expect(() => vault.open({ keyId, ciphertext: 'v1.x' }, aad)).toThrow('could not be opened');
});

test('keeps older keys readable while new secrets use the current one', () => {
  const sealed = vault.seal('a token', aad);
  const rotated = createVault({ keys: { k1: key(1), k2: key(2) }, current: 'k2' });
  expect(rotated.open(sealed, aad)).toBe('a token');
  expect(rotated.seal('x', aad).keyId).toBe('k2');
  expect(() => vault.open(rotated.seal('x', aad), aad)).toThrow('not configured');
});

test('what was sealed before keys had names is opened by whichever key fits', () => {
  const sealed = vault.seal('a token', aad);
  const named = createVault({ keys: { 'k-new': key(2), 'k-old': key(1) }, current: 'k-new' });
  expect(named.open(sealed, aad)).toBe('a token');
  expect(() => named.open(sealed, connectionAad('c1', 'u2'))).toThrow('could not be opened');
  const without = createVault({ keys: { 'k-new': key(2) }, current: 'k-new' });
  expect(() => without.open(sealed, aad)).toThrow('could not be opened');
  expect(() => named.open({ ...sealed, keyId: 'k-other' }, aad)).toThrow('not configured');
});

test('refuses keys of a wrong length', () => {
  const short = { keys: { k1: Buffer.alloc(16).toString('base64') }, current: 'k1' };
  expect(() => createVault(short)).toThrow('32 bytes');
  expect(() => createVault({ keys: {}, current: 'k1' })).toThrow(VaultError);
});

test('a derived id is a UUID that depends on all its parts', () => {
  expect(derivedId('a', 'b')).toMatch(
    /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
  expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'));
  expect(derivedId('ab')).not.toBe(derivedId('a', 'b'));
});
