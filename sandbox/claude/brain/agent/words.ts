import type { Language } from '../language.ts';
import { DE } from './words-de.ts';
import { EN } from './words-en.ts';
import { ES } from './words-es.ts';
import { FR } from './words-fr.ts';

/** Everything the agent says in one language. Figures come in as the tools wrote them. */
export type AgentWords = {
  /** "in the last 7 days" */
  readonly span: (days: number) => string;
  readonly spent: (amount: string, span: string) => string;
  readonly shown: (times: string, clicks: string) => string;
  readonly seen: (people: string) => string;
  readonly results: (count: string, name: string) => string;
  readonly range: (range: string) => string;
  readonly cost: (each: string, range: string) => string;
  readonly tooEarly: (reason: string) => string;
  readonly notCounted: (name: string) => string;
  readonly compared: {
    readonly more: string;
    readonly fewer: string;
    readonly same: string;
    readonly early: string;
  };
  readonly adAhead: (name: string) => string;
  readonly noAdAhead: string;
  readonly adsTooEarly: string;
  readonly adLine: (name: string, clicks: string, shown: string) => string;
  readonly notShown: (span: string) => string;
  readonly noNumbers: string;
  readonly budget: (amount: string) => string;
  readonly lastDay: (day: string) => string;
  readonly whoSees: (who: string) => string;
  readonly adsSay: (headlines: string) => string;
  readonly noPlan: string;
  readonly brief: string;
  readonly noBrief: string;
  readonly done: string;
  readonly noneDone: string;
  readonly notices: string;
  readonly noNotices: string;
  readonly waiting: (subjects: string) => string;
  readonly nothingWaits: string;
  readonly paused: string;
  readonly wasPaused: string;
  readonly cannotResume: string;
  readonly report: (title: string) => string;
  readonly onCard: (what: string) => string;
  readonly refused: (reason: string) => string;
  readonly failed: string;
  readonly approve: (waitingFor: string | null) => string;
  readonly changeWhat: string;
  readonly next: (when: string | null) => string;
  readonly thanks: string;
  readonly hello: string;
  readonly help: string;
  readonly cannotFollow: string;
  /** The text of an ad about something. */
  readonly newAd: (topic: string) => string;
};

export const AGENT_WORDS: Readonly<Record<Language, AgentWords>> = {
  en: EN,
  de: DE,
  fr: FR,
  es: ES,
};
