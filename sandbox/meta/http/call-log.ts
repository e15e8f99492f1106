import type { JsonObject } from '../json.ts';

/** One call as it was answered; `fault` names the mishap that struck it. */
export type CallEntry = {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly accountId: string | null;
  readonly userId: string | null;
  /** 0 when there was no answer. */
  readonly status: number;
  /** Code of the error that was answered; null when all went well or nothing was answered. */
  readonly code: number | null;
  readonly fault: JsonObject | null;
};

export type CallLog = {
  readonly add: (entry: Omit<CallEntry, 'seq'>) => void;
  readonly list: () => readonly CallEntry[];
  readonly clear: () => void;
};

const MOST_KEPT = 20_000;

/** The last calls, whatever became of them. */
export function createCallLog(): CallLog {
  let entries: CallEntry[] = [];
  let seq = 0;
  return {
    add: (entry) => {
      seq += 1;
      entries.push({ seq, ...entry });
      if (entries.length > MOST_KEPT) entries = entries.slice(-MOST_KEPT / 2);
    },
    list: () => entries,
    clear: () => {
      entries = [];
    },
  };
}
