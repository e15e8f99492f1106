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
  /** Machine-readable reason, where the API gives one. */
  readonly errorCode: string | null;

  constructor(type: ApiErrorType, message: string, errorCode: string | null = null) {
    super(message);
    this.type = type;
    this.status = STATUS[type];
    this.errorCode = errorCode;
  }
}

export function errorBody(error: ApiError, requestId: string) {
  const { type, message, errorCode } = error;
  const details = errorCode === null ? {} : { details: { error_code: errorCode } };
  return { type: 'error', error: { type, message, ...details }, request_id: requestId };
}
