import { randomBytes } from 'node:crypto';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { JsonObject } from '../json.ts';

export type GraphErrorInput = {
  readonly code: number;
  readonly subcode?: number;
  readonly message?: string;
  readonly type?: string;
  readonly title?: string;
  readonly userMessage?: string;
  /** Paths of the parameters to blame, such as [['targeting', 'geo_locations']]. */
  readonly blame?: readonly (readonly string[])[];
  readonly status?: ContentfulStatusCode;
  readonly transient?: boolean;
};

/** An answer in Meta's error shape. Meta keeps `message` vague and puts the useful words into the user fields. */
export class GraphError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: JsonObject;

  constructor(input: GraphErrorInput) {
    super(input.message ?? 'Invalid parameter');
    this.name = 'GraphError';
    this.status = input.status ?? 400;
    this.body = errorBody(input);
  }
}

function errorBody(input: GraphErrorInput): JsonObject {
  return {
    error: {
      message: input.message ?? 'Invalid parameter',
      type: input.type ?? 'OAuthException',
      code: input.code,
      ...(input.blame ? { error_data: { blame_field_specs: input.blame } } : {}),
      ...(input.subcode === undefined ? {} : { error_subcode: input.subcode }),
      is_transient: input.transient ?? false,
      ...(input.title === undefined ? {} : { error_user_title: input.title }),
      ...(input.userMessage === undefined ? {} : { error_user_msg: input.userMessage }),
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  };
}

/** Code 100 with Meta's "(#100) …" line: a parameter missing or of the wrong kind. */
export function badParam(message: string, ...path: readonly string[]): GraphError {
  return new GraphError({
    code: 100,
    message: `(#100) ${message}`,
    ...(path.length > 0 ? { blame: [path] } : {}),
  });
}

/** Code 100 with a subcode: a rule of the product, explained in the user fields. */
export function ruleBroken(
  subcode: number,
  title: string,
  userMessage: string,
  ...path: readonly string[]
): GraphError {
  return new GraphError({
    code: 100,
    subcode,
    title,
    userMessage,
    ...(path.length > 0 ? { blame: [path] } : {}),
  });
}

export function missingParam(name: string): GraphError {
  return badParam(`The parameter ${name} is required.`, name);
}

export function notVisible(method: string, id: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  });
}

export function noPermission(message: string): GraphError {
  return new GraphError({ code: 200, message: `(#200) ${message}`, status: 403 });
}

export function tokenError(subcode: number | undefined, message: string): GraphError {
  return new GraphError({ code: 190, message, ...(subcode === undefined ? {} : { subcode }) });
}

/** An edge the node does not have. */
export function unknownEdge(method: string, edge: string): GraphError {
  if (method === 'GET') return badParam(`Tried accessing nonexisting field (${edge}) on node type`);
  return new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. The edge '${edge}' does not support this operation.`,
  });
}
