import { answerQuestionSchema } from '../../contract/http.ts';
import type { AnswerQuestion } from '../../contract/http.ts';
import { questionSchema } from '../../contract/launch.ts';
import type { QuestionAnswer } from '../../domain/plan/question.ts';
import { categoryName } from '../../domain/plan/special-category.ts';
import type { QuestionView } from '../../domain/plan/question.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { answerQuestion, getQuestion } from '../../db/repositories/questions.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { onProject, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

export function questionRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/projects/:id/questions',
      tag: 'Projects',
      summary: 'Answer a question that stands before the plan; the first answer counts',
      params: projectParams,
      body: answerQuestionSchema,
      answers: { 200: { description: 'The answered question', schema: questionSchema } },
      refusals: [404, 409, 422],
      handle: async ({ c, ...request }) => c.json(await onProject(deps, request, takeAnswer)),
    }),
  ];
}

async function takeAnswer(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { projectId, questionId, answer }: AnswerQuestion & { projectId: string },
): Promise<QuestionView> {
  await projectOf(trx, projectId);
  const question = await getQuestion(trx, questionId);
  if (question === null || question.projectId !== projectId) {
    throw new ApiError({
      status: 404,
      code: 'question.not_found',
      message: 'There is no such question in this project. Nothing was changed.',
    });
  }
  const said = partFor(question, answer);
  const common = { projectId, ownerId, now };
  const isFirst = await answerQuestion(trx, { ...common, id: questionId, answer: said });
  const answered = (await getQuestion(trx, questionId)) ?? question;
  if (!isFirst) {
    if (isSame(answered.answer, said)) return answered;
    throw conflict(
      'question.answered',
      'You have answered this question before, and the first answer counts. Nothing was changed.',
    );
  }
  await insertActivity(trx, {
    ...common,
    id: newId(),
    actor: 'person',
    what: 'You answered my question before the plan',
    why: null,
    outcome: answerWords(said),
  });
  const item = { kind: 'question-answered', questionId } as const;
  await enqueueInbox(trx, { ...common, id: newId(), item });
  return answered;
}

/** The part of an answer that belongs to the question. @throws ApiError 422 when it is missing. */
function partFor({ kind }: QuestionView, answer: AnswerQuestion['answer']): QuestionAnswer {
  const { category, privacyPolicyUrl } = answer;
  if (kind === 'special-ad-category') {
    if (category === undefined)
      throw incomplete('category', 'Please choose what your ads are about.');
    return { category };
  }
  if (privacyPolicyUrl === undefined) {
    throw incomplete(
      'privacyPolicyUrl',
      'Please give the address of your privacy policy, or go without a form.',
    );
  }
  if (privacyPolicyUrl !== null && !isPublicAddress(privacyPolicyUrl)) {
    throw incomplete(
      'privacyPolicyUrl',
      'This does not look like a page everybody can open. Please give its whole address, such as https://www.example.com/privacy.',
    );
  }
  return { privacyPolicyUrl };
}

function isPublicAddress(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.endsWith('.local');
}

function incomplete(field: string, message: string): ApiError {
  return new ApiError({
    status: 422,
    code: 'question.incomplete',
    message: `${message} Nothing was changed.`,
    field: `answer.${field}`,
  });
}

function isSame(one: QuestionAnswer | null, other: QuestionAnswer): boolean {
  return (
    one !== null &&
    one.category === other.category &&
    one.privacyPolicyUrl === other.privacyPolicyUrl
  );
}

function answerWords({ category, privacyPolicyUrl }: QuestionAnswer): string {
  if (category !== undefined) {
    return category === null
      ? 'The ads are about nothing with special rules'
      : `The ads are about ${categoryName(category)}`;
  }
  return typeof privacyPolicyUrl === 'string' ? 'A form on Facebook' : 'No form';
}
