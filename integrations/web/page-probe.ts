import type { LandingAnswer } from '../../domain/deployment/preflight.ts';
import { isOpenWeb, noAnswer, ranOut, resolveAll, visit } from './guarded-request.ts';
import type { Guards, NotReached } from './guarded-request.ts';
import { lookThrough } from './stand-in.ts';

export type ProbeAnswer =
  | { readonly kind: 'answers'; readonly status: number; readonly finalUrl: string }
  | NotReached;

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

const TIMEOUT_MS = 10_000;
/** A look from a data centre is often turned away where people are let in. */
const GUARDED = new Set([401, 403, 405, 407, 429, 503]);

/**
 * Looks whether a page answers, in a way that nobody can use to reach into our own network. Never throws.
 */
export function createPageProbe(options: PageProbeOptions): PageProbe {
  const { through, timeoutMs = TIMEOUT_MS } = options;
  const guards: Guards = {
    resolve: options.resolve ?? resolveAll,
    isAllowed: options.isAllowed ?? isOpenWeb,
    // People may advertise an address that only works unencrypted; nothing is sent but the question.
    httpsOnly: false,
  };
  return {
    probe: async (url) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const looking =
        through === null ? look(url, guards, signal) : lookThrough(through, url, signal);
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

const HEADERS = { 'user-agent': 'Aigency/1.0 (checks that an ad leads to a page)', accept: '*/*' };

function look(url: string, guards: Guards, signal: AbortSignal): Promise<ProbeAnswer> {
  return visit<ProbeAnswer>({
    url,
    guards,
    signal,
    headers: HEADERS,
    // The status says it all; the page itself is not read.
    receive: ({ statusCode = 0 }, { href }) =>
      Promise.resolve({ kind: 'answers', status: statusCode, finalUrl: href }),
  });
}
