import { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { ClaudeError, type ClaudeErrorCode } from './claude-error.ts';

type Verdict = { readonly code: ClaudeErrorCode; readonly retryable: boolean };

const BY_TYPE: Readonly<Record<string, Verdict>> = {
  rate_limit_error: { code: 'claude.rate_limited', retryable: true },
  overloaded_error: { code: 'claude.overloaded', retryable: true },
  timeout_error: { code: 'claude.timeout', retryable: true },
  api_error: { code: 'claude.unavailable', retryable: true },
  authentication_error: { code: 'claude.unauthorised', retryable: false },
  permission_error: { code: 'claude.unauthorised', retryable: false },
  billing_error: { code: 'claude.no_credit', retryable: false },
  invalid_request_error: { code: 'claude.unavailable', retryable: false },
  not_found_error: { code: 'claude.unavailable', retryable: false },
};

/** For answers without the service's own error body, such as a proxy's. */
function verdictByStatus(status: number | undefined): Verdict {
  if (status === 401 || status === 403) return { code: 'claude.unauthorised', retryable: false };
  if (status === 429) return { code: 'claude.rate_limited', retryable: true };
  if (status === 529) return { code: 'claude.overloaded', retryable: true };
  if (status === 408 || status === 504) return { code: 'claude.timeout', retryable: true };
  const isOurFault = status !== undefined && status >= 400 && status < 500;
  return { code: 'claude.unavailable', retryable: !isOurFault };
}

/**
 * Reads whatever the SDK or the network threw. The error's type decides, not the HTTP status: an error
 * event in mid-stream has none. The thrown text is dropped, because it can quote the conversation.
 */
export function readFailure(
  cause: unknown,
  { timedOut, requestId }: { timedOut: boolean; requestId: string | null },
): ClaudeError {
  if (cause instanceof ClaudeError) return cause;
  if (timedOut) return new ClaudeError('claude.timeout', { retryable: true, requestId });
  if (cause instanceof APIConnectionTimeoutError) {
    return new ClaudeError('claude.timeout', { retryable: true, requestId });
  }
  if (cause instanceof APIError && !(cause instanceof APIConnectionError)) {
    const named = cause.type === null ? undefined : BY_TYPE[cause.type];
    const { code, retryable } = isOutOfCredit(cause)
      ? NO_CREDIT
      : (named ?? verdictByStatus(cause.status));
    return new ClaudeError(code, {
      retryable,
      retryAfterMs: retryAfterMs(cause.headers),
      requestId: cause.requestID ?? requestId,
    });
  }
  return new ClaudeError('claude.unavailable', { retryable: true, requestId });
}

const NO_CREDIT: Verdict = { code: 'claude.no_credit', retryable: false };

/**
 * A reached spending limit comes as 429 and used-up credit as a faulty request, but neither waiting nor another request
 * helps. The service's words are only looked at, never handed on.
 */
function isOutOfCredit({ type, errorCode, message }: APIError): boolean {
  if (type === 'billing_error') return true;
  if (type === 'rate_limit_error')
    return errorCode !== null && /spend|billing|credit/.test(errorCode);
  return type === 'invalid_request_error' && /credit balance/i.test(message);
}

const LONGEST_WAIT_MS = 60 * 60_000;

function retryAfterMs(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(Math.ceil(seconds * 1_000), LONGEST_WAIT_MS);
}
