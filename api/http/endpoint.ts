import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv, Caller } from './app-env.ts';
import { signedOut } from './api-error.ts';
import { checkIfAny, readJson } from './read-input.ts';

export type Method = 'get' | 'post' | 'patch' | 'delete';
/** What comes back with a status. `schema` null: not JSON; `type` then names what it is. */
export type Answer = {
  readonly description: string;
  readonly schema: z.ZodType | null;
  readonly type?: string;
};

type Parts = {
  readonly method: Method;
  /** Hono's form: /api/projects/:id */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Types of a body that is not JSON and that the route reads itself. */
  readonly takes?: readonly string[];
  /** Statuses of refusals beyond those every endpoint of its kind can give. */
  readonly refusals?: readonly number[];
};

/** One route: what it takes and gives stands here once, for the router and for the OpenAPI document. */
export type Endpoint = Parts & {
  readonly isPublic: boolean;
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  readonly handle: (c: Context<AppEnv>) => Promise<Response>;
};

type Inputs<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly c: Context<AppEnv>;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
};

type Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Request> = Parts & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly handle: (request: Request) => Response | Promise<Response>;
};

/** A route for signed-in people; the guard in front of it has put the caller into the context. */
export function endpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: Spec<P, Q, B, Inputs<P, Q, B> & { readonly caller: Caller }>): Endpoint {
  return build(spec, false, async (inputs) => {
    const caller = inputs.c.get('caller');
    if (caller === undefined) throw signedOut();
    return await spec.handle({ ...inputs, caller });
  });
}

/** A route that anyone may call; it has to stand in `public-routes.ts` as well. */
export function publicEndpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: Spec<P, Q, B, Inputs<P, Q, B>>): Endpoint {
  return build(spec, true, async (inputs) => await spec.handle(inputs));
}

function build<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Request>(
  spec: Spec<P, Q, B, Request>,
  isPublic: boolean,
  run: (inputs: Inputs<P, Q, B>) => Promise<Response>,
): Endpoint {
  const { params = null, query = null, body = null } = spec;
  return {
    ...spec,
    isPublic,
    params,
    query,
    body,
    handle: async (c) =>
      await run({
        c,
        params: checkIfAny(params, c.req.param()),
        query: checkIfAny(query, c.req.query()),
        body: checkIfAny(body, body === null ? null : await readJson(c)),
      }),
  };
}
