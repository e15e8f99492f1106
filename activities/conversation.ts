import { ApplicationFailure } from '@temporalio/common';
import type { AnswerMessageInput, AnswerMessageResult } from '../domain/lifecycle/work.ts';
import { listCampaigns } from '../db/repositories/campaigns.ts';
import { getConversation } from '../db/repositories/conversations.ts';
import { getMessage, lastTextMessages } from '../db/repositories/messages.ts';
import type { ConversationView, MessageView } from '../domain/project/views.ts';
import { asOwner } from '../db/tenant.ts';
import type { ChatTurn } from '../integrations/claude/claude-api.ts';
import { answerWithNumbers } from './conversation-campaign.ts';
import { continueInterview, interviewOutcome } from './conversation-interview.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { claudeFailure } from './plan-failure.ts';
import { openAnswer } from './stream-answer.ts';

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
  /** Still learning about the business; once there is a campaign, questions are about it. */
  readonly interviewing: boolean;
  readonly clock: () => number;
};

/** Brief and recent messages are all the model gets to see of a conversation. */
const CONTEXT_MESSAGES = 20;

/**
 * Answers one message of the person, streaming. In the interview it also learns for the brief, and lays the brief
 * before the person once it is complete. A repeat goes on with the same bubble and never says a thing twice.
 * @throws ApplicationFailure of type `claude.*` or `conversation.*`.
 */
async function answerMessage(
  deps: ActivityDependencies,
  input: AnswerMessageInput,
): Promise<AnswerMessageResult> {
  const question = await load(deps, input);
  const answer = await openAnswer(deps, question);
  // The bubble is full already: only what came of it has to be told to the lifecycle once more.
  if (answer === null) return await interviewOutcome(deps, question);
  try {
    if (question.interviewing) {
      return await continueInterview(deps, question, answer);
    }
    await answerWithNumbers(deps, question, answer);
    return { approval: null, supersededApprovalIds: [] };
  } catch (error) {
    if (answer.wasStopped()) {
      await answer.finish('stopped', []);
      return { approval: null, supersededApprovalIds: [] };
    }
    throw claudeFailure(error);
  } finally {
    answer.close();
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
    const before = await lastTextMessages(trx, {
      conversationId: conversation.id,
      upToPosition: message.position,
      count: CONTEXT_MESSAGES,
    });
    const history = before
      .filter((one) => one.content !== '' && one.status !== 'failed')
      .map(({ role, content }) => ({ role, content }));
    const campaigns = await listCampaigns(trx, input.projectId);
    const interviewing = conversation.type === 'ONBOARDING' && campaigns.length === 0;
    return { input, message, conversation, history, interviewing, clock };
  });
}
