import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LandingAnswer } from '../../domain/deployment/preflight.ts';
import { isPublicAddress } from './public-address.ts';
import { lookThrough } from './stand-in.ts';

export type ProbeAnswer =
  | { readonly kind: 'answers'; readonly status: number; readonly finalUrl: string }
  | { readonly kind: 'no-answer'; readonly reason: NoAnswer }
  | { readonly kind: 'refused'; readonly reason: Refused };

export type NoAnswer = 'unknown-host' | 'timeout' | 'connection' | 'too-many-redirects';
export type Refused = 'no-web-address' | 'carries-login' | 'port' | 'private-address';

export type PageProbe = { readonly probe: (url: string) => Promise<ProbeAnswer> };

export type PageProbeOptions = {
  /** Base address of the stand-in that answers instead of the web; null asks the web itself. */
  readonly through: string | null;
  /** For everything together, in ms. */
  readonly timeoutMs?: number;
  /** All addresses of a host name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Where a connection may go to; the open internet, unless told otherwise. */
  readonly isAllowed?: (address: string, port: number) => boolean;
};

type Guards = Required<Pick<PageProbeOptions, 'resolve' | 'isAllowed'>>;
type Hop = { readonly status: number; readonly location: string | null };

const TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const LONGEST = 2_048;
/** A look from a data centre is often turned away where people are let in. */
const GUARDED = new Set([401, 403, 405, 407, 429, 503]);

/**
 * Looks whether a page answers, in a way that nobody can use to reach into our own network: each address is resolved
 * once, checked, and connected to as checked; every redirect goes through the same. Never throws.
 */
export function createPageProbe(options: PageProbeOptions): PageProbe {
  const { through, timeoutMs = TIMEOUT_MS } = options;
  const guards: Guards = {
    resolve: options.resolve ?? resolveAll,
    isAllowed: options.isAllowed ?? isOpenWeb,
  };
  return {
    probe: async (url) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const looking =
        through === null ? walk(url, guards, signal) : lookThrough(through, url, signal);
      return await Promise.race([looking, ranOut(signal)]).catch(() => noAnswer('connection'));
    },
  };
}

/** The same look in the words of a launch: a page that could not be looked at counts as silent, not as broken. */
export function createLandingProbe(
  options: PageProbeOptions,
): (url: string) => Promise<LandingAnswer> {
  const { probe } = createPageProbe(options);
  return async (url) => {
    const answer = await probe(url);
    if (answer.kind === 'refused') return answer.reason === 'port' ? 'silent' : 'error';
    if (answer.kind === 'no-answer' || GUARDED.has(answer.status)) return 'silent';
    return answer.status >= 200 && answer.status < 400 ? 'fine' : 'error';
  };
}

function isOpenWeb(address: string, port: number): boolean {
  return (port === 80 || port === 443) && isPublicAddress(address);
}

async function resolveAll(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

async function walk(start: string, guards: Guards, signal: AbortSignal): Promise<ProbeAnswer> {
  let next = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const url = readAddress(next);
    if (url === null) return refused('no-web-address');
    if (url.username !== '' || url.password !== '') return refused('carries-login');
    const addresses = await addressesOf(url, guards);
    if (!Array.isArray(addresses)) return addresses;
    const hop = await get(url, addresses, signal).catch(() => null);
    if (hop === null) return noAnswer(signal.aborted ? 'timeout' : 'connection');
    if (hop.location === null) return { kind: 'answers', status: hop.status, finalUrl: url.href };
    if (!URL.canParse(hop.location, url.href)) return refused('no-web-address');
    next = new URL(hop.location, url).href;
  }
  return noAnswer('too-many-redirects');
}

function readAddress(text: string): URL | null {
  if (text.length > LONGEST || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/** What may be connected to; one closed address among the open ones is enough to refuse all. */
async function addressesOf(url: URL, guards: Guards): Promise<string[] | ProbeAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const addresses =
    isIP(host) === 0 ? await guards.resolve(host).catch(() => []) : ([host] as const);
  if (addresses.length === 0) return noAnswer('unknown-host');
  if (addresses.every((address) => guards.isAllowed(address, port))) return [...addresses];
  const isPort = addresses.every((address) => isPublicAddress(address));
  return refused(isPort ? 'port' : 'private-address');
}

function get(url: URL, addresses: readonly string[], signal: AbortSignal): Promise<Hop> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const first = found[0] ?? { address: '', family: 0 };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      signal,
      // A connection of its own, to the very addresses that were checked: nobody resolves the name again.
      agent: false,
      lookup: (_host, { all }, done) =>
        all === true ? done(null, found) : done(null, first.address, first.family),
      headers: { 'user-agent': 'Aigency/1.0 (checks that an ad leads to a page)', accept: '*/*' },
    });
    asking.on('error', reject);
    asking.on('response', (answer) => {
      const { statusCode: status = 0, headers } = answer;
      resolve({ status, location: REDIRECTS.has(status) ? (headers.location ?? null) : null });
      // The status says it all; the page itself is not read.
      asking.destroy();
    });
    asking.end();
  });
}

function ranOut(signal: AbortSignal): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(noAnswer('timeout')), { once: true });
  });
}

function refused(reason: Refused): ProbeAnswer {
  return { kind: 'refused', reason };
}

function noAnswer(reason: NoAnswer): ProbeAnswer {
  return { kind: 'no-answer', reason };
}
