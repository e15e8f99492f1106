import type { Goal } from '../read/goal.ts';
import type { Field } from '../read/message.ts';

/** Everything the interviewer says in one language. Questions are also how the next turn knows what was asked. */
export type Phrases = {
  /** First words after something was understood, with the person's own words quoted. */
  readonly noted: readonly [(quote: string) => string, ...((quote: string) => string)[]];
  readonly heardName: (name: string) => string;
  readonly heardLocation: (place: string) => string;
  readonly heardGoal: Readonly<Record<Goal, string>>;
  readonly heardBudget: (stated: string, other: string | null) => string;
  readonly heardWebsite: (host: string) => string;
  readonly heardNoWebsite: string;
  /** What was read on the website, for the person to put right. */
  readonly foundOnWebsite: (found: string) => string;
  readonly websiteClosed: string;
  readonly perDay: (amount: string) => string;
  readonly perWeek: (amount: string) => string;
  readonly perMonth: (amount: string) => string;
  readonly thanks: string;
  readonly ask: Readonly<Record<Field, string>>;
  /** The same question with an example, after an answer that gave nothing. */
  readonly askAgain: Readonly<Record<Field, string>>;
  readonly smallBudget: (perDay: string) => string;
  readonly suggestBudget: string;
  readonly offerForm: string;
  readonly complete: string;
  readonly changed: string;
  readonly nothingOpen: string;
  readonly hello: string;
  readonly cannotFollow: string;
  readonly mistaken: string;
  readonly answers: {
    readonly cost: string;
    readonly time: string;
    readonly results: string;
    readonly why: string;
    readonly who: string;
    readonly other: string;
  };
};
