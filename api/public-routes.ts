/**
 * Every route that answers without a session. The router refuses to start when this list and the routes disagree,
 * and a test walks all other routes to see that they do not answer.
 */
export const PUBLIC_ROUTES: ReadonlySet<string> = new Set([
  'post /api/auth/sign-up/email',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-out',
  'get /api/auth/get-session',
  'get /api/openapi.json',
  'get /healthz',
  'get /readyz',
]);
