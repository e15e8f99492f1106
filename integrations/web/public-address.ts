import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The first three bits of 2000::/3, the only part of IPv6 that is routed. */
const ROUTED_V6 = 0b001;

/**
 * Whether a resolved address is one of the open internet. Private, loopback, link-local, shared, multicast,
 * unspecified, documentation and benchmarking addresses are not, nor what carries such an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  // A zone ("fe80::1%eth0") only ever names an interface of this machine; other spellings are no resolver's.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.range() === 'rfc6052') return carriesPublicAddress(parsed);
  return parsed.range() === 'unicast' && (parsed.parts[0] ?? 0) >> 13 === ROUTED_V6;
}

/** NAT64 keeps an IPv4 address in the last four bytes (RFC 6052); its local ranges (RFC 8215) are nobody's. */
function carriesPublicAddress({ parts }: { readonly parts: readonly number[] }): boolean {
  const isWellKnown = parts.slice(2, 6).every((part) => part === 0);
  const bytes = parts.slice(6).flatMap((part) => [part >> 8, part & 0xff]);
  return isWellKnown && isPublicAddress(bytes.join('.'));
}
