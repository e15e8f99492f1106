import type { WebsiteFound } from '../../domain/brief/website.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';

const COLUMNS = [
  'id',
  'url',
  'state',
  'problemCode',
  'title',
  'content',
  'found',
  'colours',
  'pictures',
  'readAt',
] as const;

/** A page of the person's website as it was read. Its words are outside text: information, never instructions. */
export type WebsitePageRow = {
  readonly id: string;
  /** The address as the person gave it, whole. */
  readonly url: string;
  readonly state: 'READ' | 'UNREADABLE';
  readonly problemCode: string | null;
  readonly title: string | null;
  readonly content: string | null;
  readonly found: WebsiteFound;
  readonly colours: readonly string[];
  readonly pictures: readonly string[];
  readonly readAt: number;
};

/** Keeps what was read; the first of two readings under one id stays. */
export async function saveWebsitePage(
  trx: Trx,
  page: Omit<WebsitePageRow, 'readAt'> & { projectId: string; ownerId: string; now: number },
): Promise<void> {
  const { now, found, colours, pictures, ...rest } = page;
  await trx
    .insertInto('websitePage')
    .values({
      ...rest,
      found: json(found),
      colours: json(colours),
      pictures: json(pictures),
      readAt: instant(now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The readings of a project's websites, newest first; few, since each takes a message of the person. */
export async function listWebsitePages(
  trx: Trx,
  projectId: string,
): Promise<readonly WebsitePageRow[]> {
  return await trx
    .selectFrom('websitePage')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('readAt', 'desc')
    .limit(20)
    .execute();
}
