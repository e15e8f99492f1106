import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

/** Carries the address that sign-in limits count by. Whatever a client sends under this name is thrown away. */
export const CLIENT_ADDRESS_HEADER = 'x-aigency-client-address';

const NEARBY = new BlockList();
NEARBY.addSubnet('127.0.0.0', 8);
NEARBY.addSubnet('10.0.0.0', 8);
NEARBY.addSubnet('172.16.0.0', 12);
NEARBY.addSubnet('192.168.0.0', 16);
NEARBY.addSubnet('fc00::', 7, 'ipv6');
NEARBY.addAddress('::1', 'ipv6');

/**
 * The address a request came from. This process speaks plain http, so under an https address a proxy stands in front
 * of it; then, and only when the socket ends nearby, the last address that the proxy itself added is taken.
 * @returns null when there is no socket.
 */
export function clientAddress(c: Context<AppEnv>, behindProxy: boolean): string | null {
  const peer = plain(c.env?.incoming?.socket.remoteAddress ?? '');
  if (isIP(peer) === 0) return null;
  if (!behindProxy || !isNearby(peer)) return peer;
  const added = plain((c.req.header('x-forwarded-for') ?? '').split(',').at(-1)?.trim() ?? '');
  return isIP(added) === 0 ? peer : added;
}

function plain(address: string): string {
  return address.replace(/^::ffff:/i, '');
}

function isNearby(address: string): boolean {
  return NEARBY.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
