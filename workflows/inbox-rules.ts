import { ApplicationFailure } from '@temporalio/common';
import type { InboxItem, InboxKind } from '../domain/lifecycle/work.ts';
import type { OperatorDecision } from './messages.ts';

/** More items than this ahead of their turn mean a sender that skips numbers, and would fill the state. */
const MOST_EARLY_ITEMS = 1_000;

function refuse(code: string, sentence: string): never {
  throw ApplicationFailure.nonRetryable(sentence, code);
}

/**
 * The validator of every inbox update: form only. What an item means is decided when its turn comes, because a
 * refused number would leave a gap that holds up all later ones.
 * @throws ApplicationFailure of type lifecycle.wrong_item or lifecycle.too_early; nothing is recorded then.
 */
export function checkItem(item: InboxItem, kind: InboxKind, lastSeq: number): void {
  if (item?.kind !== kind || !Number.isSafeInteger(item.seq) || item.seq < 1) {
    refuse('lifecycle.wrong_item', `This update takes items of kind ${kind} with a seq from 1.`);
  }
  if (item.seq > lastSeq + MOST_EARLY_ITEMS) {
    refuse('lifecycle.too_early', `Send the items after number ${lastSeq} first.`);
  }
}

/** Reads what was typed on a command line; null when it is no decision. Signals must not fail the workflow. */
export function readDecision(given: OperatorDecision): OperatorDecision | null {
  const wellFormed =
    typeof given?.approvalId === 'string' &&
    typeof given.contentHash === 'string' &&
    (given.verdict === 'approve' || given.verdict === 'reject');
  return wellFormed ? given : null;
}

export function reasonOf({ who, why }: OperatorDecision): string | null {
  const parts = [why, who && `(${who})`].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
