import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorBody } from '../../contract/http.ts';

/** A refusal that the person at the other end is told: status, dotted code, and a sentence with a way out. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly field: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    status: ContentfulStatusCode;
    code: string;
    message: string;
    field?: string;
    headers?: Readonly<Record<string, string>>;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.field = options.field ?? null;
    this.headers = options.headers ?? {};
  }

  toBody(): ErrorBody {
    const { code, message, field } = this;
    return { error: { code, message, ...(field === null ? {} : { field }) } };
  }
}

/** Somebody else's thing and a thing that never was get this same answer. */
export function notFound(what: 'project' | 'conversation' | 'message' | 'campaign' | 'thing') {
  return new ApiError({
    status: 404,
    code: `${what}.not_found`,
    message: `There is no such ${what} in your account. Nothing was changed.`,
  });
}

export function conflict(code: string, message: string): ApiError {
  return new ApiError({ status: 409, code, message });
}

/** How a field is called when its problem is told. */
const LABELS: Readonly<Record<string, string>> = {
  '': 'The request',
  name: 'The name',
  email: 'The e-mail address',
  password: 'The password',
  content: 'The message',
  reason: 'The reason',
  businessName: 'The name of the business',
  businessDescription: 'The description of the business',
  product: 'The product',
  targetAudience: 'The audience',
  monthlyBudget: 'The budget',
  minor: 'The budget',
  currency: 'The currency',
  location: 'The place',
  uniqueSellingPoint: 'What makes it special',
  websiteUrl: 'The website',
};

/** @param problem completes a sentence that begins with the field: "needs at least 10 characters". */
export function badInput(field: string, problem: string): ApiError {
  const label = LABELS[field.split('.').at(-1) ?? ''] ?? `The field “${field}”`;
  return new ApiError({
    status: 400,
    code: 'request.bad_field',
    message: `${label} ${problem}. Nothing was changed.`,
    ...(field === '' ? {} : { field }),
  });
}

export function signedOut(): ApiError {
  return new ApiError({
    status: 401,
    code: 'auth.signed_out',
    message: 'You are not signed in, or your session has ended. Please sign in and try again.',
  });
}
