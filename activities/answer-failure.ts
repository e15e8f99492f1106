import { ApplicationFailure } from '@temporalio/common';
import type { AnswerMessageResult } from '../domain/lifecycle/work.ts';
import { asOwner } from '../db/tenant.ts';
import { ClaudeError } from '../integrations/claude/claude-error.ts';
import type { ClaudeErrorCode } from '../integrations/claude/claude-error.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { ring } from './feed.ts';
import type { Answer } from './stream-answer.ts';

/** The model says itself that it will be able to answer later: worth waiting for as long as the activity may take. */
const BUSY: ReadonlySet<ClaudeErrorCode> = new Set(['claude.overloaded', 'claude.rate_limited']);
/** Another try would fail in the same way, and only the person who runs the installation can help. */
const NEEDS_OPERATOR: ReadonlySet<ClaudeErrorCode> = new Set([
  'claude.unauthorised',
  'claude.no_credit',
]);
/** Cut off or in pieces; asked for once more already, with more room. */
const HALF: ReadonlySet<ClaudeErrorCode> = new Set(['claude.truncated', 'claude.bad_output']);

/** Pauses before the second, third and fourth attempt; after that the person is told. */
const PAUSES_MS = [1_000, 5_000, 15_000] as const;
/** A service that names no time, or none at all, is not asked at once again. */
const SHORTEST_PAUSE_MS = 500;

/** Whether nothing can be made of an answer, so that it is worth one more try with more room. */
export function isHalf(error: unknown): boolean {
  return error instanceof ClaudeError && HALF.has(error.code);
}

/**
 * What comes of an attempt that failed: a stopped answer, another attempt by Temporal while the bubble says that it
 * waits, or the end, which the lifecycle then tells the person in a sentence.
 * @throws ApplicationFailure unless the answer was stopped.
 */
export async function afterFailedAttempt(
  deps: ActivityDependencies,
  { question, answer, error }: { question: Question; answer: Answer; error: unknown },
): Promise<AnswerMessageResult> {
  if (answer.wasStopped()) return await stopped(answer);
  if (error instanceof ApplicationFailure && error.nonRetryable === true) throw error;
  if (error instanceof ClaudeError) {
    if (NEEDS_OPERATOR.has(error.code)) await alertOperator(deps, question, error.code);
    if (!error.retryable || isHalf(error)) throw final(error.code, error.message);
  } else {
    // What went wrong in the house is for the log: its words could quote the conversation.
    deps.logger.error({ err: error }, 'an answer could not be written');
  }
  const isBusy = error instanceof ClaudeError && BUSY.has(error.code);
  const state = await answer.suspend({ counts: !isBusy });
  // A newer attempt has the bubble, or the person ended it: this one has nothing to say any more.
  if (state === null || state.stopRequested) return await stopped(answer);
  const code = error instanceof ClaudeError ? error.code : 'conversation.failed';
  const pause = isBusy ? retryAfter(error) : PAUSES_MS[state.failures - 1];
  if (!isBusy && pause === undefined) throw final(code, 'The answer failed several times.');
  throw ApplicationFailure.create({
    type: code,
    message: error instanceof ClaudeError ? error.message : 'The answer could not be written.',
    ...(pause === undefined ? {} : { nextRetryDelay: pause }),
  });
}

function final(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}

/** @returns undefined where the service named no time: the pauses then grow as the activity's policy says. */
function retryAfter(error: ClaudeError): number | undefined {
  if (error.retryAfterMs === null) return undefined;
  return Math.max(SHORTEST_PAUSE_MS, error.retryAfterMs);
}

async function stopped(answer: Answer): Promise<AnswerMessageResult> {
  await answer.finish('stopped', []);
  return { approval: null, supersededApprovalIds: [] };
}

const DAY_MS = 86_400_000;

/** Once a day and project: every question meanwhile ends with the same sentence. */
async function alertOperator(
  deps: ActivityDependencies,
  { input, clock }: Question,
  code: ClaudeErrorCode,
): Promise<void> {
  deps.logger.error(
    { event: 'operator_alert', code, projectId: input.projectId },
    'the writing service does not work with our key; no answers until somebody sees to it',
  );
  const { projectId, ownerId } = input;
  const now = clock();
  const key = `writing-service:${code}:${Math.floor(now / DAY_MS)}`;
  await asOwner(deps.db, ownerId, (trx) =>
    ring(trx, {
      projectId,
      ownerId,
      key,
      now,
      kind: 'ALERT',
      title: 'I cannot write just now',
      body:
        code === 'claude.no_credit'
          ? 'The account with the writing service has no credit left. Whoever runs Aigency has to top it up.'
          : 'The writing service does not accept the key of this installation. Whoever runs Aigency has to check it.',
      messageId: null,
    }),
  );
}
