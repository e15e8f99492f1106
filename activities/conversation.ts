import { ApplicationFailure } from '@temporalio/common';
import type { AnswerMessageInput, AnswerMessageResult } from '../domain/lifecycle/work.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { listCampaigns } from '../db/repositories/campaigns.ts';
import { getConversation } from '../db/repositories/conversations.ts';
import { getMessage } from '../db/repositories/messages.ts';
import type { ConversationView, MessageView } from '../domain/project/views.ts';
import { asOwner } from '../db/tenant.ts';
import type { ChatTurn, ClaudeApi } from '../integrations/claude/claude-api.ts';
import { paidBy } from '../integrations/claude/usage.ts';
import { afterFailedAttempt, isHalf } from './answer-failure.ts';
import { historyOf } from './answer-history.ts';
import { answerAsAgent, outcomeOf } from './conversation-campaign.ts';
import { continueInterview } from './conversation-interview.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { openAnswer } from './stream-answer.ts';
import type { Answer } from './stream-answer.ts';

export type ConversationActivities = {
  answerMessage(input: AnswerMessageInput): Promise<AnswerMessageResult>;
};

export function createConversationActivities(deps: ActivityDependencies): ConversationActivities {
  return { answerMessage: (input) => answerMessage(deps, input) };
}

/** What an answer is written from. */
export type Question = {
  readonly input: AnswerMessageInput;
  readonly message: MessageView;
  readonly conversation: ConversationView;
  /** Oldest first, the person's message last. */
  readonly history: readonly ChatTurn[];
  /** Still learning about the business; once the brief is approved, a change of it needs a card of its own. */
  readonly interviewing: boolean;
  readonly clock: () => number;
};

/**
 * Answers one message of the person, streaming. In the interview it also learns for the brief, and lays the brief
 * before the person once it is complete. A repeat goes on with the same bubble and never says a thing twice.
 * @throws ApplicationFailure of type `claude.*` or `conversation.*`.
 */
async function answerMessage(
  shared: ActivityDependencies,
  input: AnswerMessageInput,
): Promise<AnswerMessageResult> {
  const question = await load(shared, input);
  const { projectId, ownerId } = input;
  const { clock } = question;
  const deps = { ...shared, claude: paidBy(shared.claude, { projectId, ownerId, clock }) };
  const answer = await openAnswer(deps, question);
  // The bubble is full already: only what came of it has to be told to the lifecycle once more.
  if (answer === null) return await outcomeOf(deps, question);
  try {
    return await write(deps, question, answer);
  } catch (error) {
    return await afterFailedAttempt(deps, { question, answer, error });
  } finally {
    answer.close();
  }
}

/** An answer that was cut off, or whose facts came in pieces, is asked for once more with more room. */
async function write(
  deps: ActivityDependencies,
  question: Question,
  answer: Answer,
): Promise<AnswerMessageResult> {
  const attempt = question.interviewing ? continueInterview : answerAsAgent;
  try {
    return await attempt(deps, question, answer);
  } catch (error) {
    if (!isHalf(error) || answer.wasStopped()) throw error;
    await answer.startOver('everything');
    const { claude } = deps;
    const roomy: ClaudeApi = {
      ...claude,
      converse: (input) => claude.converse({ ...input, moreRoom: true }),
    };
    return await attempt({ ...deps, claude: roomy }, question, answer);
  }
}

async function load(deps: ActivityDependencies, input: AnswerMessageInput): Promise<Question> {
  const clock = runningClock(deps, input.now);
  return await asOwner(deps.db, input.ownerId, async (trx) => {
    const message = await getMessage(trx, input.messageId);
    const conversation = await getConversation(trx, input.conversationId);
    if (message === null || conversation === null || message.projectId !== input.projectId) {
      throw ApplicationFailure.nonRetryable('There is no such message.', 'conversation.not_found');
    }
    const history = await historyOf(trx, message);
    const interviewing =
      conversation.type === 'ONBOARDING' &&
      (await currentBrief(trx, input.projectId))?.status !== 'CONFIRMED' &&
      (await listCampaigns(trx, input.projectId)).length === 0;
    return { input, message, conversation, history, interviewing, clock };
  });
}
