import type { WebsitePageRow } from '../db/repositories/website-pages.ts';
import { listWebsitePages, saveWebsitePage } from '../db/repositories/website-pages.ts';
import { asOwner } from '../db/tenant.ts';
import { extractWebsiteFacts, wordsOfPage } from '../integrations/claude/website.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { WebsiteReading } from '../integrations/web/website-reader.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Answer } from './stream-answer.ts';

/** Nobody waits longer than this for the model to read a page; the interview goes on without it. */
const EXTRACT_MS = 15_000;

/** What is known of the website at this address from before; the newest reading. */
export async function websiteKnown(
  deps: ActivityDependencies,
  { input }: Question,
  address: string,
): Promise<WebsitePageRow | null> {
  const pages = await asOwner(deps.db, input.ownerId, (trx) =>
    listWebsitePages(trx, input.projectId),
  );
  return pages.find((page) => isSameSite(page.url, address)) ?? null;
}

export type WebsiteToRead = {
  readonly answer: Answer;
  readonly address: string;
  /** The message itself names it: a page that could not be opened before is tried again. */
  readonly isNamed: boolean;
};

/**
 * Reads a website that the person named, and keeps what it says. A repeat of the same answer takes what was kept.
 * @returns null when nothing could be learnt this time; that never keeps an answer from being written.
 */
export async function readWebsite(
  deps: ActivityDependencies,
  question: Question,
  { answer, address, isNamed }: WebsiteToRead,
): Promise<WebsitePageRow | null> {
  if (deps.readWebsite === undefined || answer.signal.aborted) return null;
  const { ownerId, projectId, messageId } = question.input;
  const id = derivedId('website-page', messageId, address);
  const known = await websiteKnown(deps, question, address);
  if (known !== null && (known.state === 'READ' || known.id === id || !isNamed)) return known;
  const reading = await deps.readWebsite(address, answer.signal);
  if (answer.signal.aborted) return null;
  const page = await pageOf(deps, { reading, address, id, signal: answer.signal });
  if (page === null) return null;
  if (page.state === 'READ') {
    await answer.step({ tool: 'read_website', words: 'Read your website' });
  }
  const now = question.clock();
  await asOwner(deps.db, ownerId, (trx) =>
    saveWebsitePage(trx, { ...page, projectId, ownerId, now }),
  );
  return { ...page, readAt: now };
}

type Finding = {
  readonly reading: WebsiteReading;
  readonly address: string;
  readonly id: string;
  readonly signal: AbortSignal;
};

/** Null where the page was read but the model could not say what it tells: that is tried again later. */
async function pageOf(
  deps: ActivityDependencies,
  { reading, address, id, signal }: Finding,
): Promise<Omit<WebsitePageRow, 'readAt'> | null> {
  if (reading.kind !== 'read') {
    return {
      id,
      url: address,
      state: 'UNREADABLE',
      problemCode: `website.${reading.reason.replaceAll('-', '_')}`,
      title: null,
      content: null,
      found: {},
      colours: [],
      pictures: [],
    };
  }
  const { title, description, text, colours, pictures } = reading;
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(EXTRACT_MS)]);
    const found = await extractWebsiteFacts(deps.claude, reading, limit);
    const content = [description ?? '', text].filter((part) => part !== '').join('\n');
    return {
      id,
      url: address,
      state: 'READ',
      problemCode: null,
      title,
      content,
      found,
      colours,
      pictures,
    };
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.logger.warn({ name }, 'A website could not be understood');
    return null;
  }
}

/** The page's own words, to check facts against. */
export function pageWords({ url, title, content }: WebsitePageRow): readonly string[] {
  return wordsOfPage({ url, title, description: null, text: content ?? '' });
}

/** The same website, whichever of its pages. */
export function isSameSite(a: string, b: string): boolean {
  const host = (address: string) =>
    URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address;
  return host(a) === host(b);
}
