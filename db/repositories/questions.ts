import type { QuestionAnswer, QuestionFacts, QuestionKind } from '../../domain/plan/question.ts';
import type { QuestionView } from '../../domain/plan/question.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = ['id', 'projectId', 'kind', 'facts', 'answer', 'askedAt', 'answeredAt'] as const;

type Change = { id: string; projectId: string; ownerId: string; now: number };

/** Idempotent by id. @returns false when it was asked before. */
export async function askQuestion(
  trx: Trx,
  question: Change & { kind: QuestionKind; facts: QuestionFacts },
): Promise<boolean> {
  const { id, projectId, ownerId, kind, facts, now } = question;
  const row = await trx
    .insertInto('projectQuestion')
    .values({ id, projectId, ownerId, kind, facts: json(facts), askedAt: instant(now) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendEvent(trx, { ...question, type: 'question', refId: id });
  return true;
}

export async function getQuestion(trx: Trx, id: string): Promise<QuestionView | null> {
  const row = await trx
    .selectFrom('projectQuestion')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Oldest first. */
export async function listQuestions(trx: Trx, projectId: string): Promise<QuestionView[]> {
  return await trx
    .selectFrom('projectQuestion')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('askedAt')
    .execute();
}

/** The first answer counts. @returns false when it was answered before. */
export async function answerQuestion(
  trx: Trx,
  change: Change & { answer: QuestionAnswer },
): Promise<boolean> {
  const row = await trx
    .updateTable('projectQuestion')
    .set({ answer: json(change.answer), answeredAt: instant(change.now) })
    .where('id', '=', change.id)
    .where('answeredAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendEvent(trx, { ...change, type: 'question', refId: change.id });
  return true;
}
