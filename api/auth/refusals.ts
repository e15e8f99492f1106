import { ApiError } from '../http/api-error.ts';

type Words = { status: 400 | 401 | 422; code: string; message: string; field?: string };

const EMAIL_TAKEN: Words = {
  status: 422,
  code: 'auth.email_taken',
  message: 'There is an account with this e-mail address already. Please sign in instead.',
  field: 'email',
};

/** better-auth's codes in our words; sign-in never says which of the two was wrong. */
const WORDS: Readonly<Record<string, Words>> = {
  INVALID_EMAIL_OR_PASSWORD: {
    status: 401,
    code: 'auth.wrong_credentials',
    message: 'The e-mail address and the password do not belong together. Please try again.',
  },
  USER_ALREADY_EXISTS: EMAIL_TAKEN,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: EMAIL_TAKEN,
  INVALID_EMAIL: {
    status: 400,
    code: 'request.bad_field',
    message: 'This is not an e-mail address I can use. Please check it.',
    field: 'email',
  },
};

/** Turns a refusal of better-auth into ours. */
export function refusalOf(answer: Response, body: unknown): ApiError {
  if (answer.status === 429) {
    const seconds = answer.headers.get('x-retry-after') ?? '10';
    return new ApiError({
      status: 429,
      code: 'auth.too_many_tries',
      message: `Too many tries in a row. Please wait ${seconds} seconds and try again.`,
      headers: { 'retry-after': seconds },
    });
  }
  const known = WORDS[codeOf(body)];
  if (known !== undefined) return new ApiError(known);
  if (answer.status < 500) {
    return new ApiError({
      status: 400,
      code: 'auth.refused',
      message: 'These details were not accepted. Please check them and try again.',
    });
  }
  return new ApiError({
    status: 500,
    code: 'service.fault',
    message: 'This did not work because of a fault on our side. Please try again.',
  });
}

function codeOf(body: unknown): string {
  return typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string'
    ? body.code
    : '';
}
