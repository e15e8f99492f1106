import { expect, test } from 'vitest';
import { createWebsiteReader } from './website-reader.ts';

/** Names that lead somewhere they should not. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'inside.shop.com': ['10.1.2.3'],
  'router.shop.com': ['192.168.0.1'],
  'loop.shop.com': ['127.0.0.1'],
  'loop6.shop.com': ['::1'],
  'cloud.shop.com': ['169.254.169.254'],
  'cgnat.shop.com': ['100.64.0.7'],
  'multicast.shop.com': ['224.0.0.251'],
  'reserved.shop.com': ['240.0.0.1'],
  'broadcast.shop.com': ['255.255.255.255'],
  'nowhere.shop.com': ['0.0.0.0'],
  'bench.shop.com': ['198.18.0.1'],
  'docs.shop.com': ['203.0.113.9'],
  'mapped.shop.com': ['::ffff:10.0.0.1'],
  'compatible.shop.com': ['::10.0.0.1'],
  'nat64.shop.com': ['64:ff9b::a9fe:a9fe'],
  'nat64local.shop.com': ['64:ff9b:1::1'],
  '6to4.shop.com': ['2002:7f00:1::'],
  'teredo.shop.com': ['2001::53aa:64c:0:1'],
  'ula.shop.com': ['fd00::1'],
  'linklocal.shop.com': ['fe80::1'],
  'zone.shop.com': ['fe80::1%eth0'],
  'sitelocal.shop.com': ['fec0::1'],
  'multicast6.shop.com': ['ff02::1'],
  'docs6.shop.com': ['2001:db8::1'],
  'unrouted.shop.com': ['4000::1'],
  'mixed.shop.com': ['93.184.216.34', '10.0.0.1'],
  'mixed6.shop.com': ['2606:2800:220:1::1', 'fd00::1'],
  'nonsense.shop.com': ['not an address'],
  'octal.shop.com': ['0177.0.0.1'],
  'shop.com': ['93.184.216.34'],
};

type Row = readonly [address: string, reason: string];

/** Each address, and what it is turned away for. */
const HOSTILE: readonly Row[] = [
  // Numbers in any spelling: a website of a business has a name.
  ['https://127.0.0.1/', 'no-web-address'],
  ['https://127.1/', 'no-web-address'],
  ['https://127.000.000.001/', 'no-web-address'],
  ['https://2130706433/', 'no-web-address'],
  ['https://0x7f000001/', 'no-web-address'],
  ['https://0x7f.0.0.1/', 'no-web-address'],
  ['https://0177.0.0.1/', 'no-web-address'],
  ['https://017700000001/', 'no-web-address'],
  ['https://１２７.０.０.１/', 'no-web-address'],
  ['https://127。0。0。1/', 'no-web-address'],
  ['https://%31%32%37.0.0.1/', 'no-web-address'],
  ['https://0/', 'no-web-address'],
  ['https://10.0.0.1/', 'no-web-address'],
  ['https://169.254.169.254/latest/meta-data/', 'no-web-address'],
  ['https://2852039166/', 'no-web-address'],
  ['https://8.8.8.8/', 'no-web-address'],
  ['https://256.256.256.256/', 'no-web-address'],
  ['https://[::1]/', 'no-web-address'],
  ['https://[::]/', 'no-web-address'],
  ['https://[::ffff:127.0.0.1]/', 'no-web-address'],
  ['https://[::ffff:7f00:1]/', 'no-web-address'],
  ['https://[64:ff9b::127.0.0.1]/', 'no-web-address'],
  ['https://[2002:7f00:1::]/', 'no-web-address'],
  ['https://[fd00::1]/', 'no-web-address'],
  ['https://[fe80::1]/', 'no-web-address'],
  ['https://[2606:4700::1111]/', 'no-web-address'],
  ['https://[::1', 'no-web-address'],
  // Names that mean something inside of a network only.
  ['https://localhost/', 'no-web-address'],
  ['https://LOCALHOST/', 'no-web-address'],
  ['https://localhost./', 'no-web-address'],
  ['https://app.localhost/', 'no-web-address'],
  ['https://intranet/', 'no-web-address'],
  ['https://printer.local/', 'no-web-address'],
  ['https://router.lan/', 'no-web-address'],
  ['https://nas.home/', 'no-web-address'],
  ['https://box.home.arpa/', 'no-web-address'],
  ['https://metadata.google.internal/computeMetadata/v1/', 'no-web-address'],
  ['https://wiki.corp/', 'no-web-address'],
  ['https://abcdefgh.onion/', 'no-web-address'],
  ['https://gone.invalid/', 'no-web-address'],
  // A dot at the end slips past lists of names.
  ['https://shop.com./', 'no-web-address'],
  ['https://shop.com../', 'no-web-address'],
  // Public names with an address that is not.
  ['https://inside.shop.com/', 'private-address'],
  ['https://router.shop.com/', 'private-address'],
  ['https://loop.shop.com/', 'private-address'],
  ['https://loop6.shop.com/', 'private-address'],
  ['https://cloud.shop.com/', 'private-address'],
  ['https://cgnat.shop.com/', 'private-address'],
  ['https://multicast.shop.com/', 'private-address'],
  ['https://reserved.shop.com/', 'private-address'],
  ['https://broadcast.shop.com/', 'private-address'],
  ['https://nowhere.shop.com/', 'private-address'],
  ['https://bench.shop.com/', 'private-address'],
  ['https://docs.shop.com/', 'private-address'],
  ['https://mapped.shop.com/', 'private-address'],
  ['https://compatible.shop.com/', 'private-address'],
  ['https://nat64.shop.com/', 'private-address'],
  ['https://nat64local.shop.com/', 'private-address'],
  ['https://6to4.shop.com/', 'private-address'],
  ['https://teredo.shop.com/', 'private-address'],
  ['https://ula.shop.com/', 'private-address'],
  ['https://linklocal.shop.com/', 'private-address'],
  ['https://zone.shop.com/', 'private-address'],
  ['https://sitelocal.shop.com/', 'private-address'],
  ['https://multicast6.shop.com/', 'private-address'],
  ['https://docs6.shop.com/', 'private-address'],
  ['https://unrouted.shop.com/', 'private-address'],
  ['https://mixed.shop.com/', 'private-address'],
  ['https://mixed6.shop.com/', 'private-address'],
  ['https://nonsense.shop.com/', 'private-address'],
  ['https://octal.shop.com/', 'private-address'],
  // An http address is asked for with encryption, so its name is judged all the same.
  ['http://inside.shop.com/', 'private-address'],
  // Ports of other services.
  ['https://shop.com:22/', 'port'],
  ['https://shop.com:80/', 'port'],
  ['https://shop.com:6379/', 'port'],
  ['https://shop.com:8443/', 'port'],
  ['https://shop.com:0/', 'port'],
  ['https://shop.com:99999/', 'no-web-address'],
  ['http://shop.com:8080/', 'not-https'],
  // Logins, and what only looks like one.
  ['https://user@shop.com/', 'carries-login'],
  ['https://user:secret@shop.com/', 'carries-login'],
  ['https://shop.com@127.0.0.1/', 'carries-login'],
  ['https://shop.com@inside.shop.com/', 'carries-login'],
  ['https://127.0.0.1\\@shop.com/', 'no-web-address'],
  ['https://127.0.0.1#@shop.com/', 'no-web-address'],
  // Not the web at all.
  ['ftp://shop.com/', 'no-web-address'],
  ['file:///etc/passwd', 'no-web-address'],
  ['gopher://shop.com:6379/_INFO', 'no-web-address'],
  ['data:text/html,hello', 'no-web-address'],
  ['javascript:alert(1)', 'no-web-address'],
  ['blob:https://shop.com/1', 'no-web-address'],
  ['//shop.com/', 'no-web-address'],
  ['shop.com', 'no-web-address'],
  ['https://', 'no-web-address'],
  ['', 'no-web-address'],
  [`https://shop.com/${'a'.repeat(3_000)}`, 'no-web-address'],
];

test('there are many of them', () => {
  expect(new Set(HOSTILE.map(([address]) => address)).size).toBeGreaterThanOrEqual(60);
});

test.each(HOSTILE)('%s is turned away: %s', async (address, reason) => {
  const asked: string[] = [];
  const read = createWebsiteReader({
    standIn: null,
    timeoutMs: 2_000,
    resolve: (host) => {
      asked.push(host);
      return Promise.resolve(NAMES[host] ?? []);
    },
  });
  expect(await read(address)).toEqual({ kind: 'refused', reason });
  // What is turned away for its spelling is not even looked up: a name alone can carry a secret out.
  expect(asked.length > 0).toBe(reason === 'private-address' || reason === 'port');
});
