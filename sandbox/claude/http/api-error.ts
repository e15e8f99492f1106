export type ApiErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'api_error'
  | 'overloaded_error';

const STATUS: Readonly<Record<ApiErrorType, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  not_found_error: 404,
  rate_limit_error: 429,
  api_error: 500,
  overloaded_error: 529,
};

/** A refusal in the words of the Messages API. */
export class ApiError extends Error {
  readonly type: ApiErrorType;
  readonly status: number;

  constructor(type: ApiErrorType, message: string) {
    super(message);
    this.type = type;
    this.status = STATUS[type];
  }
}

export function errorBody(type: ApiErrorType, message: string, requestId: string) {
  return { type: 'error', error: { type, message }, request_id: requestId };
}
