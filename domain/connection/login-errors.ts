/** What Facebook puts into the address when it sends a person back without a code. */
export type LoginAnswer = {
  readonly error?: string | undefined;
  readonly errorReason?: string | undefined;
  readonly errorCode?: string | undefined;
};

export const LOGIN_PROBLEMS = {
  'connection.unfinished':
    'Facebook did not get to the end of it, so nothing was connected and nothing was changed. Please press “Connect Facebook” again.',
  'connection.facebook_away':
    'Facebook does not answer properly at the moment, so nothing was connected and nothing was changed. Please try again in a few minutes.',
  'connection.app_setup':
    'Facebook does not accept the way Aigency is set up here, so nothing was connected and nothing was changed. The person who runs it has to check three things in its Facebook app. They are the address to come back to, the permissions, and that the app is live.',
  'connection.another_person':
    'Facebook sent back somebody else’s connection, so I did not take it. Nothing was connected and nothing was changed. Please press “Connect Facebook” again.',
} as const;
export type LoginProblemCode = keyof typeof LOGIN_PROBLEMS;

/** The same troubles while looking again at a connection that is there. */
export const LOOK_PROBLEMS = {
  'connection.facebook_away':
    'Facebook does not answer properly at the moment, so I could not check. Nothing was changed. Please try again in a few minutes.',
  'connection.signed_in_anew':
    'Facebook was connected anew while I was checking, so I kept the newer connection. Nothing else was changed. Please press “Check again” once more.',
} as const;

/** RFC 6749 4.1.2.1 names the words; the numbers are Facebook's own. */
const SETUP_ERRORS = new Set([
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
]);
const AWAY_ERRORS = new Set(['server_error', 'temporarily_unavailable']);
const AWAY_CODES = new Set(['1', '2']);
/** Parameter, app and address problems, and an app that is still in development. */
const SETUP_CODES = new Set(['3', '100', '101', '191', '1349126', '1349195', '1349168']);

/** @returns `denied` when the person chose so; null when Facebook sent no error at all. */
export function loginOutcome(answer: LoginAnswer): LoginProblemCode | 'denied' | null {
  const { error, errorReason, errorCode } = answer;
  if (error === undefined && errorReason === undefined && errorCode === undefined) return null;
  if (error === 'access_denied' || errorReason === 'user_denied') return 'denied';
  if (error !== undefined && AWAY_ERRORS.has(error)) return 'connection.facebook_away';
  if (error !== undefined && SETUP_ERRORS.has(error)) return 'connection.app_setup';
  if (errorCode !== undefined && AWAY_CODES.has(errorCode)) return 'connection.facebook_away';
  if (errorCode !== undefined && SETUP_CODES.has(errorCode)) return 'connection.app_setup';
  return 'connection.unfinished';
}

/** What it means when the code could not be traded in; by what the Graph API answered. */
export function exchangeProblem(failure: {
  readonly kind: string;
  readonly code: number | null;
}): LoginProblemCode {
  // 101: "Error validating application".
  if (failure.code === 101 || failure.kind === 'PERMISSION') return 'connection.app_setup';
  if (failure.kind === 'TRANSIENT' || failure.kind === 'THROTTLED')
    return 'connection.facebook_away';
  return 'connection.unfinished';
}
