import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type NoAnswer = 'unknown-host' | 'timeout' | 'connection' | 'too-many-redirects';
export type Refused = 'no-web-address' | 'not-https' | 'carries-login' | 'port' | 'private-address';

export type NotReached =
  | { readonly kind: 'no-answer'; readonly reason: NoAnswer }
  | { readonly kind: 'refused'; readonly reason: Refused };

export type Guards = {
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Where a connection may go to. */
  readonly isAllowed: (address: string, port: number) => boolean;
  /** Which host names may be asked for at all; any, unless told otherwise. */
  readonly isName?: (host: string) => boolean;
  /** Unencrypted addresses are turned away, redirects to them as well. */
  readonly httpsOnly: boolean;
  /** Certificate authorities (PEM) besides the usual ones. */
  readonly trust?: string;
};

export type Visit<T> = {
  readonly url: string;
  readonly guards: Guards;
  readonly signal: AbortSignal;
  readonly headers: OutgoingHttpHeaders;
  /** Takes what the answer says; the connection is ended afterwards. */
  readonly receive: (answer: IncomingMessage, url: URL) => Promise<T>;
};

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const LONGEST = 2_048;

/**
 * A GET that nobody can use to reach into our own network: each name is resolved once, its addresses are checked, and
 * the connection goes to the very addresses that were checked; every redirect goes through the same. No cookies.
 * @throws what `receive` throws.
 */
export async function visit<T>({ url, guards, ...rest }: Visit<T>): Promise<T | NotReached> {
  let next = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const target = readTarget(next, guards);
    if (!(target instanceof URL)) return target;
    const addresses = await addressesOf(target, guards);
    if (!Array.isArray(addresses)) return addresses;
    const answer = await get({ target, addresses, guards, ...rest }).catch(() => null);
    if (answer === null) return noAnswer(rest.signal.aborted ? 'timeout' : 'connection');
    try {
      const leadsTo = redirectOf(answer);
      if (leadsTo === null) return await rest.receive(answer, target);
      if (!URL.canParse(leadsTo, target.href)) return refused('no-web-address');
      next = new URL(leadsTo, target).href;
    } finally {
      answer.destroy();
    }
  }
  return noAnswer('too-many-redirects');
}

/** All addresses as this machine knows them. */
export async function resolveAll(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

export function isOpenWeb(address: string, port: number): boolean {
  return (port === 80 || port === 443) && isPublicAddress(address);
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | null {
  return REDIRECTS.has(statusCode) ? (headers.location ?? null) : null;
}

function readTarget(text: string, { httpsOnly, isName }: Guards): URL | NotReached {
  if (text.length > LONGEST || !URL.canParse(text)) return refused('no-web-address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('no-web-address');
  if (url.username !== '' || url.password !== '') return refused('carries-login');
  if (httpsOnly && url.protocol !== 'https:') return refused('not-https');
  return isName === undefined || isName(url.hostname) ? url : refused('no-web-address');
}

/** What may be connected to; one closed address among the open ones is enough to refuse all. */
async function addressesOf(url: URL, guards: Guards): Promise<string[] | NotReached> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const addresses =
    isIP(host) === 0 ? await guards.resolve(host).catch(() => []) : ([host] as const);
  if (addresses.length === 0) return noAnswer('unknown-host');
  if (addresses.every((address) => guards.isAllowed(address, port))) return [...addresses];
  const isPort = addresses.every((address) => isPublicAddress(address));
  return refused(isPort ? 'port' : 'private-address');
}

type Hop = Pick<Visit<unknown>, 'guards' | 'signal' | 'headers'> & {
  readonly target: URL;
  readonly addresses: readonly string[];
};

function get({ target, addresses, guards, signal, headers }: Hop): Promise<IncomingMessage> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const first = found[0] ?? { address: '', family: 0 };
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = request(target, {
      signal,
      // A connection of its own, to the very addresses that were checked: nobody resolves the name again.
      agent: false,
      lookup: (_host, { all }, done) =>
        all === true ? done(null, found) : done(null, first.address, first.family),
      ...(guards.trust === undefined ? {} : { ca: guards.trust }),
      headers,
    });
    asking.on('error', reject);
    asking.on('response', resolve);
    asking.end();
  });
}

export function refused(reason: Refused): NotReached {
  return { kind: 'refused', reason };
}

export function noAnswer(reason: NoAnswer): NotReached {
  return { kind: 'no-answer', reason };
}

/** Resolves when the time is up; for races with what cannot be aborted, such as a name that is looked up. */
export function ranOut(signal: AbortSignal): Promise<NotReached> {
  return new Promise((resolve) => {
    const end = () => resolve(noAnswer('timeout'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
