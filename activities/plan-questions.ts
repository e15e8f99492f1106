import type { Brief } from '../domain/brief/brief.ts';
import type { PlanQuestionResult, PreparePlanInput } from '../domain/lifecycle/work.ts';
import type { SpecialAdCategory } from '../domain/plan/plan.ts';
import type { QuestionFacts, QuestionKind } from '../domain/plan/question.ts';
import { wantsForm } from '../domain/plan/recipe.ts';
import type { Measuring } from '../domain/plan/recipe.ts';
import { suspectedCategory } from '../domain/plan/special-category.ts';
import type { Trx } from '../db/client.ts';
import { askQuestion, listQuestions } from '../db/repositories/questions.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

/** What the person has said already; undefined where they were not asked or have not answered. */
export type PlanAnswers = {
  readonly category: SpecialAdCategory | null | undefined;
  /** The categories that were asked about and answered, whatever the answer. */
  readonly cleared: readonly SpecialAdCategory[];
  readonly privacyPolicyUrl: string | null | undefined;
};

export async function readAnswers(trx: Trx, projectId: string): Promise<PlanAnswers> {
  const questions = await listQuestions(trx, projectId);
  const answerTo = (kind: QuestionKind) =>
    questions.findLast((question) => question.kind === kind && question.answer !== null)?.answer;
  const category = answerTo('special-ad-category');
  const privacy = answerTo('lead-form-privacy');
  const cleared = questions.flatMap(({ kind, facts, answer }) =>
    kind === 'special-ad-category' && answer !== null && facts.suggested !== null
      ? [facts.suggested]
      : [],
  );
  return {
    cleared,
    category: category === undefined ? undefined : (category?.category ?? null),
    privacyPolicyUrl: privacy === undefined ? undefined : (privacy?.privacyPolicyUrl ?? null),
  };
}

/** The category that the brief itself makes one ask about; null when there is none or it is settled. */
export function categoryToAsk(brief: Brief, answers: PlanAnswers): SpecialAdCategory | null {
  const suggested = suspectedCategory([
    brief.businessDescription,
    brief.product,
    brief.uniqueSellingPoint,
  ]);
  return hasToAsk(suggested, answers) ? suggested : null;
}

/** The words that ask for a privacy policy where a form would serve the goal best; null where none is wanted. */
export function privacyToAsk(
  brief: Brief,
  measuring: Measuring,
  { privacyPolicyUrl }: PlanAnswers,
): string | null {
  if (privacyPolicyUrl !== undefined || !wantsForm(brief, measuring)) return null;
  const [reason, instead] =
    brief.websiteUrl === null
      ? ['you have no website', 'your Facebook Page']
      : ['your website does not report enquiries to Facebook', 'your website'];
  return `You want enquiries, and ${reason}, so I suggest a short form that opens on Facebook itself. Facebook asks every such form for the address of a privacy policy. Please give me that address on the card, or say that you want no form: then the ads lead to ${instead}. Nothing is planned or spent until you answer.`;
}

/** Whether a suspicion is news to the person: one they have answered is settled. */
export function hasToAsk(
  suggested: SpecialAdCategory | null,
  { category, cleared }: PlanAnswers,
): boolean {
  return suggested !== null && suggested !== category && !cleared.includes(suggested);
}

/** Asks once, in the chat and with the bell; asking again finds the same question. */
export async function ask(
  deps: ActivityDependencies,
  input: Pick<PreparePlanInput, 'projectId' | 'ownerId'> & { readonly now: number },
  question: { readonly kind: QuestionKind; readonly words: string } & QuestionFacts,
): Promise<PlanQuestionResult> {
  const { projectId, ownerId, now } = input;
  const { kind, suggested, words: content } = question;
  const about = suggested ?? '';
  const questionId = derivedId('question', projectId, kind, about);
  const ref = { projectId, ownerId, now, key: `question:${kind}:${about}` };
  await asOwner(deps.db, ownerId, async (trx) => {
    const isNew = await askQuestion(trx, { ...ref, id: questionId, kind, facts: { suggested } });
    if (!isNew) return;
    const messageId = await say(trx, {
      ...ref,
      type: 'QUESTION',
      content,
      metadata: { kind: 'question', questionId },
    });
    await ring(trx, {
      ...ref,
      kind: 'APPROVAL_NEEDED',
      title: 'One question before I plan',
      body: content,
      messageId,
    });
    await note(trx, {
      ...ref,
      actor: 'agent',
      what: 'I asked you a question before planning',
      outcome: 'Waiting for your answer',
    });
  });
  return { questionId };
}
