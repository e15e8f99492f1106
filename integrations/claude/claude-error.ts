export const CLAUDE_ERROR_CODES = [
  'claude.rate_limited',
  'claude.overloaded',
  'claude.timeout',
  'claude.refused',
  'claude.truncated',
  'claude.bad_output',
  'claude.unauthorised',
  'claude.no_credit',
  'claude.unavailable',
  'claude.daily_limit',
] as const;
export type ClaudeErrorCode = (typeof CLAUDE_ERROR_CODES)[number];

const MESSAGES: Readonly<Record<ClaudeErrorCode, string>> = {
  'claude.rate_limited':
    'The writing service asks us to slow down. Nothing was changed; it is tried again later.',
  'claude.overloaded':
    'The writing service is very busy. Nothing was changed; it is tried again in a moment.',
  'claude.timeout':
    'The writing service stopped answering. Nothing was changed; it is tried again in a moment.',
  'claude.refused':
    'The writing service would not answer this. Nothing was changed; say it in other words.',
  'claude.truncated': 'The answer became too long and was cut off. Nothing of it was used.',
  'claude.bad_output': 'The answer did not have the agreed form. Nothing of it was used.',
  'claude.unauthorised':
    'The writing service does not accept our key. Check ANTHROPIC_API_KEY; nothing was changed.',
  'claude.no_credit':
    'The writing service has no credit left for our key. Top it up or raise its limit; nothing was changed.',
  'claude.unavailable':
    'The writing service cannot be reached or answered with a fault. Nothing was changed.',
  'claude.daily_limit':
    'The daily limit for the writing service is used up. It was not asked, and nothing was changed.',
};

/**
 * The only error that leaves this folder, apart from the caller's own abort reason.
 * Its message is one fixed sentence per code: no prompt, answer, address or key can be in it.
 */
export class ClaudeError extends Error {
  readonly code: ClaudeErrorCode;
  /** Whether the same request may work later. */
  readonly retryable: boolean;
  /** Milliseconds the service asked us to wait; null when it named none. */
  readonly retryAfterMs: number | null;
  /** The service's own id of the request, for its support. */
  readonly requestId: string | null;

  constructor(
    code: ClaudeErrorCode,
    {
      retryable,
      retryAfterMs = null,
      requestId = null,
    }: { retryable: boolean; retryAfterMs?: number | null; requestId?: string | null },
  ) {
    super(MESSAGES[code]);
    this.name = 'ClaudeError';
    this.code = code;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}
