import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readSignedRequest } from './signed-request.ts';

const SECRET = 'app-secret';
const PAYLOAD = { algorithm: 'HMAC-SHA256', issued_at: 1_795_420_800, user_id: '10001' };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (encoded: string, secret = SECRET, hash = 'sha256') =>
  createHmac(hash, secret).update(encoded).digest('base64url');
const signed = (value: unknown) => `${signature(encode(value))}.${encode(value)}`;
const signedText = (encoded: string) => `${signature(encoded)}.${encoded}`;
const good = encode(PAYLOAD);

test('reads who it is about and when it was made', () => {
  const read = readSignedRequest(signed({ ...PAYLOAD, expires: 0, extra: ['x'] }), SECRET);
  expect(read).toEqual({ userId: '10001', issuedAt: 1_795_420_800_000 });
});

test('takes base64url with padding, as some senders write it', () => {
  const sign = signature(good);
  expect(readSignedRequest(`${sign}=.${good}`, SECRET)).toMatchObject({ userId: '10001' });
});

const half = Math.floor(good.length / 2);
const flipped = `${good.slice(0, half)}${good[half] === 'A' ? 'B' : 'A'}${good.slice(half + 1)}`;

test.each([
  ['nothing', ''],
  ['a dot', '.'],
  ['two dots', '..'],
  ['no signature', `.${good}`],
  ['no payload', `${signature(good)}.`],
  ['no dot', `${signature(good)}${good}`],
  ['a third part', `${signedText(good)}.x`],
  ['a part in front', `x.${signedText(good)}`],
  ['another secret', `${signature(good, 'other')}.${good}`],
  ['an empty secret', `${signature(good, '')}.${good}`],
  ['SHA-1', `${signature(good, SECRET, 'sha1')}.${good}`],
  ['SHA-512', `${signature(good, SECRET, 'sha512')}.${good}`],
  ['a shortened signature', `${signature(good).slice(0, 22)}.${good}`],
  ['a longer signature', `${signature(good)}AAAA.${good}`],
  ['a hex signature', `${createHmac('sha256', SECRET).update(good).digest('hex')}.${good}`],
  ['a signature of the decoded payload', `${signature(JSON.stringify(PAYLOAD))}.${good}`],
  ['a changed payload', `${signature(good)}.${flipped}`],
  ['the payload of another', `${signature(good)}.${encode({ ...PAYLOAD, user_id: '10002' })}`],
  ['spaces around', ` ${signedText(good)} `],
  ['a line end', `${signedText(good)}\n`],
  ['the letters of plain base64', `${signature(good)}.${good.slice(0, -1)}+`],
  ['a null byte', `${signature(good)}.\u0000${good}`],
  ['payload that is no base64', signedText('%%%')],
  ['payload that is no JSON', signedText(Buffer.from('no').toString('base64url'))],
  ['payload null', signed(null)],
  ['payload list', signed([PAYLOAD])],
  ['payload text', signed('HMAC-SHA256')],
  ['no algorithm', signed({ ...PAYLOAD, algorithm: undefined })],
  ['algorithm none', signed({ ...PAYLOAD, algorithm: 'none' })],
  ['algorithm in small letters', signed({ ...PAYLOAD, algorithm: 'hmac-sha256' })],
  ['algorithm in a list', signed({ ...PAYLOAD, algorithm: ['HMAC-SHA256'] })],
  ['nobody', signed({ ...PAYLOAD, user_id: undefined })],
  ['an empty person', signed({ ...PAYLOAD, user_id: '' })],
  ['a person as a number', signed({ ...PAYLOAD, user_id: 10_001 })],
  ['a person with a quote', signed({ ...PAYLOAD, user_id: "1' or '1'='1" })],
  ['a very long person', signed({ ...PAYLOAD, user_id: '1'.repeat(33) })],
  ['no time', signed({ ...PAYLOAD, issued_at: undefined })],
  ['time as text', signed({ ...PAYLOAD, issued_at: '1795420800' })],
  ['a negative time', signed({ ...PAYLOAD, issued_at: -1 })],
  ['a broken time', signed({ ...PAYLOAD, issued_at: 1.5 })],
  ['far too much', signed({ ...PAYLOAD, filler: 'x'.repeat(10_000) })],
])('gives nothing for %s', (_name, raw) => {
  expect(readSignedRequest(raw, SECRET)).toBeNull();
});

test('gives nothing while no secret is set, though the signature fits', () => {
  expect(readSignedRequest(`${signature(good, '')}.${good}`, '')).toBeNull();
});
