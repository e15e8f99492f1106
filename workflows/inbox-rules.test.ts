import { describe, expect, test } from 'vitest';
import type { InboxItem } from '../domain/lifecycle/work.ts';
import { checkItem, readDecision, reasonOf } from './inbox-rules.ts';
import type { OperatorDecision } from './messages.ts';
import { taskQueues, taskQueuesBeside } from './task-queues.ts';

function message(seq: number): InboxItem {
  return { kind: 'message', messageId: 'm', conversationId: 'c', seq };
}

describe('the form of inbox items', () => {
  test.each([
    [
      'another kind than the update carries',
      message(1),
      'decision' as const,
      'lifecycle.wrong_item',
    ],
    ['a number below one', message(0), 'message' as const, 'lifecycle.wrong_item'],
    ['a number that is none', message(Number.NaN), 'message' as const, 'lifecycle.wrong_item'],
    ['a number far ahead', message(1_008), 'message' as const, 'lifecycle.too_early'],
  ])('%s is refused', (_title, item, kind, type) => {
    expect(() => checkItem(item, kind, 7)).toThrow(expect.objectContaining({ type }));
  });

  test.each([1, 7, 8, 1_007])('number %d is taken after number 7', (seq) => {
    expect(() => checkItem(message(seq), 'message', 7)).not.toThrow();
  });
});

describe('decisions typed on a command line', () => {
  test.each(['null', '"yes"', '{}', '{"approvalId":"a","contentHash":"h","verdict":"maybe"}'])(
    '%s is no decision',
    (typed) => {
      const given: OperatorDecision = JSON.parse(typed);
      expect(readDecision(given)).toBeNull();
    },
  );

  test.each([
    [{ who: 'ops', why: 'by telephone' }, 'by telephone (ops)'],
    [{ why: 'by telephone' }, 'by telephone'],
    [{ who: 'ops' }, '(ops)'],
    [{}, null],
  ])('%o is kept as %s', (said, reason) => {
    const decision = { approvalId: 'a', contentHash: 'h', verdict: 'approve' as const };
    expect(reasonOf({ ...decision, ...said })).toBe(reason);
  });
});

describe('task queues', () => {
  test.each(['', 'blue-', 'lifecycle'])(
    'with the prefix "%s" a workflow finds its own',
    (prefix) => {
      const queues = taskQueues(prefix);
      expect(taskQueuesBeside(queues.lifecycle)).toEqual(queues);
    },
  );
});
