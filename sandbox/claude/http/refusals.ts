import { ApiError, errorBody } from './api-error.ts';
import type { Fault } from './faults.ts';

const REFUSALS: Readonly<Partial<Record<Fault['kind'], ApiError>>> = {
  rate_limited: new ApiError('rate_limit_error', 'This request would exceed your rate limit'),
  overloaded: new ApiError('overloaded_error', 'Overloaded'),
  server_error: new ApiError('api_error', 'Internal server error'),
  unauthorised: new ApiError('authentication_error', 'invalid x-api-key'),
  credit_exhausted: new ApiError(
    'invalid_request_error',
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    'credit_balance_too_low',
  ),
  spend_limit: new ApiError(
    'rate_limit_error',
    'This workspace has reached its monthly spend limit.',
    'spend_limit_reached',
  ),
};

/** The answer of a fault that strikes before the model does; null when the model comes first. */
export function refusalOf(fault: Fault, requestId: string): Response | null {
  if (fault.kind === 'html') {
    return new Response('<!doctype html><title>Please sign in</title><h1>Wi-Fi sign-in</h1>', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  }
  const error = REFUSALS[fault.kind];
  if (error === undefined) return null;
  const headers: Record<string, string> =
    fault.kind === 'rate_limited' ? { 'retry-after': String(fault.retryAfterSeconds) } : {};
  return Response.json(errorBody(error, requestId), { status: error.status, headers });
}
