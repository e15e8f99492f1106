import type { EffectOf } from './effects.ts';
import { register, registerDecided, settleHeldDecisions, supersede } from './approvals.ts';
import { noteSpoken, planAfterAnswer } from './planning.ts';
import { report, start, isBusy } from './turn.ts';
import type { Turn } from './turn.ts';
import type { AnswerMessageResult, InboxItem } from './work.ts';

export function onMessage(turn: Turn, item: Extract<InboxItem, { kind: 'message' }>): void {
  const { chat } = turn.state;
  (chat[item.conversationId] ??= []).push(item.messageId);
  noteSpoken(turn);
}

export function onAnswered(turn: Turn, result: AnswerMessageResult): void {
  for (const id of result.supersededApprovalIds) supersede(turn, id);
  const { approval, decided } = result;
  const first = approval === null ? [] : [{ approval, ...(decided && { decided }) }];
  for (const card of [...first, ...(result.more ?? [])]) {
    if (card.decided) registerDecided(turn, card.approval, card.decided);
    else register(turn, card.approval, 'activity');
  }
  planAfterAnswer(turn);
  settleHeldDecisions(turn);
}

/** The next message gets its answer; this one is named in the chat as unanswered. */
export function onAnswerFailed(turn: Turn, effect: EffectOf<'answer'>, code: string): void {
  report(turn, { code, during: 'answer', messageId: effect.messageId });
  settleHeldDecisions(turn);
}

export function startAnswers(turn: Turn): void {
  for (const [conversationId, waiting] of Object.entries(turn.state.chat)) {
    if (isBusy(turn, `answer:${conversationId}`)) continue;
    const messageId = waiting.shift();
    if (waiting.length === 0) delete turn.state.chat[conversationId];
    if (messageId !== undefined) start(turn, { kind: 'answer', messageId, conversationId });
  }
}
