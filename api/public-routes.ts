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
  'post /api/facebook/deauthorize',
  'post /api/facebook/data-deletion',
  'get /facebook/deletion/:code',
  'get /healthz',
  'get /readyz',
]);

/** Posts that come from Facebook's servers, not from our page: their signature is checked in place of the origin. */
export const SIGNED_PATHS: ReadonlySet<string> = new Set([
  '/api/facebook/deauthorize',
  '/api/facebook/data-deletion',
]);
