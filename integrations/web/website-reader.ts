import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { decodePage } from './charset.ts';
import { isOpenWeb, noAnswer, ranOut, resolveAll, visit } from './guarded-request.ts';
import type { Guards, NotReached } from './guarded-request.ts';
import { countColours, mainColours } from './page-colours.ts';
import { readPage, readPlainText } from './page-content.ts';
import type { PageContent } from './page-content.ts';
import { ACCEPTED_PACKING, readBody } from './read-body.ts';
import { pageOfStandIn } from './stand-in.ts';

/** A page of somebody's website. All of its words are outside text: information, never instructions. */
export type WebsitePage = {
  readonly kind: 'read';
  /** Where the page was found in the end. */
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly text: string;
  /** As `#rrggbb`, the most used first. */
  readonly colours: readonly string[];
  /** https addresses; they are named, never loaded. */
  readonly pictures: readonly string[];
};

export type PageProblem = 'status' | 'no-page' | 'unknown-packing' | 'empty';

export type WebsiteReading =
  | WebsitePage
  | NotReached
  | { readonly kind: 'unreadable'; readonly reason: PageProblem };

/** Never throws; `signal` ends the reading early. */
export type ReadWebsite = (url: string, signal?: AbortSignal) => Promise<WebsiteReading>;

export type WebsiteReaderOptions = {
  /**
   * Base address of the stand-in that answers for names which can belong to nobody (RFC 2606: .example, .test); null
   * where there is none. The only address that may be unencrypted or on this machine.
   */
  readonly standIn: string | null;
  /** For the page and its stylesheets together, in ms. */
  readonly timeoutMs?: number;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly isAllowed?: (address: string, port: number) => boolean;
  readonly trust?: string;
};

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 2_000_000;
const MOST_SHEET_BYTES = 400_000;
const MOST_SHEETS = 3;
const RESERVED_NAME = /\.(?:example|test)$/;
/** Names that only ever mean something inside of a network, and bare ones, which search the own one. */
const INNER_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|arpa|onion|invalid)$/;
const HEADERS = {
  'user-agent': 'Aigency/1.0 (reads the website of its owner, on their word)',
  'accept-encoding': ACCEPTED_PACKING,
};

/**
 * Reads one page of the open web: https and port 443 only, addresses checked before every connection, at most three
 * redirects, two megabytes and ten seconds, HTML or plain text, no cookies, no scripts.
 */
export function createWebsiteReader(options: WebsiteReaderOptions): ReadWebsite {
  const { standIn, timeoutMs = TIMEOUT_MS } = options;
  const guards: Guards = {
    resolve: options.resolve ?? resolveAll,
    isAllowed: options.isAllowed ?? isOpenSecureWeb,
    httpsOnly: true,
    isName: isOuterName,
    ...(options.trust === undefined ? {} : { trust: options.trust }),
  };
  return async (url, outer) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = outer === undefined ? limit : AbortSignal.any([limit, outer]);
    const address = secure(url);
    const reading =
      standIn !== null && RESERVED_NAME.test(hostOf(address))
        ? throughStandIn(standIn, address, signal)
        : readWeb(address, guards, signal);
    const failed = () => noAnswer(signal.aborted ? 'timeout' : 'connection');
    return await Promise.race([reading.catch(failed), ranOut(signal)]);
  };
}

function isOpenSecureWeb(address: string, port: number): boolean {
  return port === 443 && isOpenWeb(address, port);
}

/** The address as it is asked for: people write http:// out of habit. */
function secure(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.protocol === 'http:' && url.port === '') url.protocol = 'https:';
  return url.href;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

/** A whole, dotted name of the open web: a website of a business is found by its name, never by a number. */
function isOuterName(host: string): boolean {
  return (
    host.includes('.') &&
    !host.endsWith('.') &&
    !host.startsWith('[') &&
    isIP(host) === 0 &&
    !INNER_NAME.test(host)
  );
}

type Loaded =
  | { readonly kind: 'content'; readonly content: PageContent; readonly url: string }
  | NotReached
  | { readonly kind: 'unreadable'; readonly reason: PageProblem };

async function readWeb(url: string, guards: Guards, signal: AbortSignal): Promise<WebsiteReading> {
  const loaded = await visit<Loaded>({
    url,
    guards,
    signal,
    headers: { ...HEADERS, accept: 'text/html, text/plain;q=0.5' },
    receive: (answer, { href }) => receivePage(answer, href),
  });
  if (loaded.kind !== 'content') return loaded;
  const { content } = loaded;
  // A sheet that cannot be had leaves its colours out, nothing else.
  await Promise.all(
    content.stylesheets
      .slice(0, MOST_SHEETS)
      .map((sheet) => countSheet(sheet, { content, guards, signal }).catch(() => undefined)),
  );
  return finished(content, loaded.url);
}

async function receivePage(answer: IncomingMessage, url: string): Promise<Loaded> {
  const { statusCode = 0, headers } = answer;
  if (statusCode !== 200) return { kind: 'unreadable', reason: 'status' };
  const contentType = headers['content-type'] ?? '';
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type !== 'text/html' && type !== 'text/plain') {
    return { kind: 'unreadable', reason: 'no-page' };
  }
  const body = await readBody(answer, MOST_BYTES);
  if (body.kind === 'unknown-packing') return { kind: 'unreadable', reason: 'unknown-packing' };
  const text = decodePage(body.bytes, contentType);
  return {
    kind: 'content',
    content: type === 'text/html' ? readPage(text, url) : readPlainText(text),
    url,
  };
}

type SheetWork = {
  readonly content: PageContent;
  readonly guards: Guards;
  readonly signal: AbortSignal;
};

async function countSheet(url: string, { content, guards, signal }: SheetWork): Promise<void> {
  await visit({
    url,
    guards,
    signal,
    headers: { ...HEADERS, accept: 'text/css' },
    receive: async (answer) => {
      const type = answer.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
      if (answer.statusCode !== 200 || type !== 'text/css') return;
      const body = await readBody(answer, MOST_SHEET_BYTES);
      if (body.kind === 'bytes') countColours(body.bytes.toString('utf8'), content.colours);
    },
  });
}

async function throughStandIn(
  base: string,
  url: string,
  signal: AbortSignal,
): Promise<WebsiteReading> {
  const html = await pageOfStandIn(base, url, signal);
  return html === null
    ? { kind: 'unreadable', reason: 'status' }
    : finished(readPage(html.slice(0, MOST_BYTES), url), url);
}

function finished(content: PageContent, url: string): WebsiteReading {
  const { title, description, text, pictures, colours } = content;
  if (text === '' && title === null && description === null) {
    return { kind: 'unreadable', reason: 'empty' };
  }
  return { kind: 'read', url, title, description, text, pictures, colours: mainColours(colours) };
}
