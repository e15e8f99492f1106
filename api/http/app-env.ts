import type { HttpBindings } from '@hono/node-server';

/** Who is asking: a signed-in person with the session they use. */
export type Caller = { readonly userId: string; readonly sessionId: string };

/** What requests carry through the app. `incoming` is absent when a test calls the app without a socket. */
export type AppEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Pattern of the route that answers. */
    route: string | undefined;
    caller: Caller | undefined;
    errorCode: string | undefined;
  };
};
