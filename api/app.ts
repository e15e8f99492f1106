import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { AppDependencies } from './app-dependencies.ts';
import { ApiError } from './http/api-error.ts';
import type { AppEnv } from './http/app-env.ts';
import { publicEndpoint } from './http/endpoint.ts';
import type { Endpoint } from './http/endpoint.ts';
import { createErrorHandler } from './http/handle-error.ts';
import { requestLog } from './http/request-log.ts';
import { contentSecurityPolicy, originCheck, securityHeaders } from './http/security.ts';
import { sessionGuard } from './http/session-guard.ts';
import { openApiDocument } from './openapi.ts';
import { PUBLIC_ROUTES, SIGNED_PATHS } from './public-routes.ts';
import { accountRoutes } from './routes/account.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { briefRoutes } from './routes/briefs.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { chatRoutes } from './routes/chat.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { eventRoutes } from './routes/events.ts';
import { facebookCallbackRoutes } from './routes/facebook-callbacks.ts';
import { facebookLinkRoutes } from './routes/facebook-link.ts';
import { facebookRoutes } from './routes/facebook.ts';
import { healthRoutes } from './routes/health.ts';
import { artifactPdfRoutes } from './routes/artifacts-pdf.ts';
import { moneyRoutes } from './routes/money.ts';
import { assetRoutes, notificationRoutes } from './routes/notifications.ts';
import { PICTURE_UPLOAD, pictureRoutes } from './routes/pictures.ts';
import { planEditRoutes } from './routes/plan-edits.ts';
import { projectRoutes } from './routes/projects.ts';
import { questionRoutes } from './routes/questions.ts';
import { sandboxRoutes } from './routes/sandbox.ts';
import { searchRoutes } from './routes/search.ts';
import { undoRoutes } from './routes/undo.ts';
import { usageRoutes } from './routes/usage.ts';
import { loadStaticSite } from './static-files.ts';

/** The longest message is 20,000 characters; four bytes each and some room. */
const MAX_BODY_BYTES = 128 * 1024;

/** All endpoints of the API, in the order of its document. */
export function listEndpoints(deps: AppDependencies): readonly Endpoint[] {
  const endpoints: Endpoint[] = [
    ...accountRoutes(deps),
    ...projectRoutes(deps),
    ...briefRoutes(deps),
    ...conversationRoutes(deps),
    ...searchRoutes(deps),
    ...chatRoutes(deps),
    ...approvalRoutes(deps),
    ...planEditRoutes(deps),
    ...questionRoutes(deps),
    ...undoRoutes(deps),
    ...facebookLinkRoutes(deps),
    ...facebookRoutes(deps),
    ...facebookCallbackRoutes(deps),
    ...campaignRoutes(deps),
    ...deliveryRoutes(deps),
    ...moneyRoutes(deps),
    ...usageRoutes(deps),
    ...artifactPdfRoutes(deps),
    ...pictureRoutes(deps),
    ...assetRoutes(deps),
    ...notificationRoutes(deps),
    ...eventRoutes(deps),
    ...sandboxRoutes(deps),
    ...healthRoutes(deps),
  ];
  const self: Endpoint = publicEndpoint({
    method: 'get',
    path: '/api/openapi.json',
    tag: 'Operation',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', schema: null, type: 'application/json' } },
    handle: ({ c }) => c.json(document),
  });
  const all = [...endpoints, self];
  const document = openApiDocument(all, {
    publicUrl: deps.publicUrl,
    sessionCookie: deps.auth.sessionCookie,
  });
  return all;
}

/** The whole HTTP side of Aigency: API, event stream, and the built page. */
export function createApp(deps: AppDependencies): Hono<AppEnv> {
  const site = loadStaticSite(deps.staticDir);
  const app = new Hono<AppEnv>();
  app.use(requestLog({ logger: deps.logger, newId: deps.newId, now: deps.wallClock }));
  app.use(
    securityHeaders({
      publicUrl: deps.publicUrl,
      policy: contentSecurityPolicy(site.inlineScripts),
    }),
  );
  app.use(originCheck(deps.publicUrl, SIGNED_PATHS));
  const messages = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge });
  const { path: uploads, maxBytes, refuse } = PICTURE_UPLOAD;
  const pictures = bodyLimit({ maxSize: maxBytes, onError: refuse });
  app.use((c, next) => (uploads.test(c.req.path) ? pictures : messages)(c, next));
  app.use('/api/*', compress({ threshold: 2048 }));
  app.onError(createErrorHandler(deps.logger));

  const endpoints = listEndpoints(deps);
  for (const endpoint of endpoints) register(app, deps, endpoint);
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    refuseOtherMethods(app, deps, { path, endpoints });
  }
  app.all('/api/*', sessionGuard(deps.auth), noSuchRoute);
  app.get('*', (c) => site.answer(c) ?? noSuchRoute());
  app.notFound(() => noSuchRoute());
  return app;
}

function register(app: Hono<AppEnv>, deps: AppDependencies, endpoint: Endpoint): void {
  const name = `${endpoint.method} ${endpoint.path}`;
  if (PUBLIC_ROUTES.has(name) !== endpoint.isPublic) {
    throw new Error(`The route ${name} and the list of public routes disagree.`);
  }
  const method = endpoint.method.toUpperCase();
  app.on(method, endpoint.path, async (c, next) => {
    c.set('route', endpoint.path);
    await next();
  });
  if (endpoint.isPublic) app.on(method, endpoint.path, endpoint.handle);
  else app.on(method, endpoint.path, sessionGuard(deps.auth), endpoint.handle);
}

function refuseOtherMethods(
  app: Hono<AppEnv>,
  deps: AppDependencies,
  { path, endpoints }: { path: string; endpoints: readonly Endpoint[] },
): void {
  const methods = endpoints
    .filter((endpoint) => endpoint.path === path)
    .map((endpoint) => endpoint.method.toUpperCase());
  app.all(path, sessionGuard(deps.auth), (c: Context<AppEnv>) => {
    throw new ApiError({
      status: 405,
      code: 'request.wrong_method',
      message: `${c.req.path} does not know ${c.req.method}. Nothing was changed.`,
      headers: { allow: methods.join(', ') },
    });
  });
}

function noSuchRoute(): never {
  throw new ApiError({
    status: 404,
    code: 'request.no_such_page',
    message: 'There is nothing at this address. Nothing was changed.',
  });
}

function tooLarge(): never {
  throw new ApiError({
    status: 413,
    code: 'request.too_large',
    message: 'This is too long to be taken in. Please shorten it. Nothing was changed.',
  });
}
