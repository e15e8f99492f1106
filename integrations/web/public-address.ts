import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Ranges that no public website lives in (IANA special-purpose registry, IPv4). */
const CLOSED_V4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** The same inside of 2000::/3, the only part of IPv6 that is routed: Teredo and its neighbours, documentation, 6to4. */
const CLOSED_V6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [network, prefix] of CLOSED_V4) closed.addSubnet(network, prefix, 'ipv4');
const closedV6 = new BlockList();
for (const [network, prefix] of CLOSED_V6) closedV6.addSubnet(network, prefix, 'ipv6');
const routedV6 = new BlockList();
routedV6.addSubnet('2000::', 3, 'ipv6');
const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Whether a resolved address is one of the open internet. Private, loopback, link-local, shared, multicast,
 * unspecified, documentation and benchmarking addresses are not, nor what carries such an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  // A zone ("fe80::1%eth0") only ever names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  if (translated.check(address, 'ipv6')) return isPublicAddress(lastFourBytes(address));
  return routedV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
}

/** The IPv4 address at the end of an IPv6 one, where NAT64 keeps it (RFC 6052). */
function lastFourBytes(address: string): string {
  // The URL parser writes every IPv6 address in hexadecimal groups.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  return groups
    .slice(-2)
    .map((group) => Number.parseInt(group === '' ? '0' : group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}
