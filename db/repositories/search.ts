import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { MessageRole } from '../../domain/conversation/message.ts';
import { isUnspaced } from '../../domain/conversation/snippet.ts';
import type { Trx } from '../client.ts';

export type MessageHit = {
  messageId: string;
  conversationId: string;
  conversationTitle: string;
  projectId: string;
  projectName: string;
  role: MessageRole;
  createdAt: number;
  content: string;
};

/**
 * Messages of all the owner's projects that hold every word; the last one may be the beginning of a longer word, since
 * people search while they type. Whole words come first, among equals the newest. What was taken back or is still
 * being written is left out.
 */
export async function searchMessages(
  trx: Trx,
  query: { words: readonly string[]; limit: number },
): Promise<MessageHit[]> {
  const { words, limit } = query;
  if (words.length === 0) return [];
  const { holds, whole } = conditions(words);
  return await trx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversationId')
    .innerJoin('project as p', 'p.id', 'm.projectId')
    .select([
      'm.id as messageId',
      'm.conversationId',
      'c.title as conversationTitle',
      'm.projectId',
      'p.name as projectName',
      'm.role',
      'm.createdAt',
      'm.content',
    ])
    .where('p.archivedAt', 'is', null)
    .where('m.status', 'not in', ['withdrawn', 'streaming'])
    .where('m.content', '<>', '')
    .where(holds)
    .orderBy(whole, 'desc')
    .orderBy('m.createdAt', 'desc')
    .orderBy('m.position', 'desc')
    .limit(limit)
    .execute();
}

/**
 * Words are compared as every language writes them, whatever the database's own locale knows of letters. An index could
 * not help: row-level security has each row looked at before anything that is not leakproof, such as text search.
 */
const TEXT = sql`m.content collate "und-x-icu"`;

function conditions(words: readonly string[]): {
  readonly holds: RawBuilder<boolean>;
  readonly whole: RawBuilder<boolean>;
} {
  const last = words.length - 1;
  const loose = words.map((word, at) => matches(word, at < last));
  const exact = words.map((word) => matches(word, true));
  return {
    holds: sql<boolean>`(${sql.join(loose, sql` and `)})`,
    whole: sql<boolean>`(${sql.join(exact, sql` and `)})`,
  };
}

const LETTER = '[[:alnum:]]';

/** A word holds letters and figures only. In scripts without spaces it has no edges, so every place counts. */
function matches(word: string, isWhole: boolean): RawBuilder<boolean> {
  const pattern = isUnspaced(word)
    ? word
    : `(?<!${LETTER})${word}${isWhole ? `(?!${LETTER})` : ''}`;
  return sql<boolean>`${TEXT} ~* ${pattern}`;
}
