import { z } from 'zod';
import { changeSchema, deltaSchema, helloSchema } from '../contract/events.ts';
import * as http from '../contract/http.ts';
import * as launch from '../contract/launch.ts';
import * as model from '../contract/model.ts';
import type { Endpoint } from './http/endpoint.ts';

type JsonObject = { [key: string]: unknown };

/** Shapes that are referred to by name; the rest stands where it is used. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Error: http.errorSchema,
  Account: http.accountSchema,
  Me: http.meSchema,
  ProjectSummary: model.projectSummarySchema,
  ProjectList: http.projectListSchema,
  ProjectPage: http.projectPageSchema,
  Conversation: model.conversationSchema,
  Message: model.messageSchema,
  Brief: model.briefSchema,
  EditedBrief: http.editedBriefSchema,
  Approval: launch.approvalSchema,
  ApprovalCard: launch.approvalCardSchema,
  Campaign: launch.campaignSchema,
  Results: model.resultsSchema,
  Connection: model.connectionSchema,
  Artifact: model.artifactSchema,
  ArtifactList: http.artifactListSchema,
  Activity: model.activitySchema,
  ActivityList: http.activityListSchema,
  Notification: model.notificationSchema,
  NotificationList: http.notificationListSchema,
  Change: changeSchema,
  Delta: deltaSchema,
  Hello: helloSchema,
};

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be used; `field` names what is wrong',
  401: 'Nobody is signed in, or the details are wrong',
  403: 'The request came from another site',
  404: 'Not there, or not yours',
  409: 'It changed or was decided meanwhile',
  413: 'Too long',
  415: 'Not of a type that is taken here',
  422: 'Understood, but it cannot be done this way',
  429: 'Too many tries; see Retry-After',
  500: 'A fault on our side',
  503: 'Something needed is away; see Retry-After',
};

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** The document of all endpoints, from the very schemas that check their requests. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  options: { publicUrl: string; sessionCookie: string },
): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Aigency',
      version: '1',
      description:
        'Amounts are whole numbers in the smallest unit of a currency, instants are epoch milliseconds. Writes need the Origin header of the page.',
    },
    servers: [{ url: new URL(options.publicUrl).origin }],
    tags: [...new Set(endpoints.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: options.sessionCookie },
      },
      schemas: namedSchemas(),
    },
  };
}

function namedSchemas(): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'output',
  });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const name = Object.entries(NAMED).find(([, named]) => named === schema)?.[0];
  return name === undefined ? bare(z.toJSONSchema(schema, { io })) : ref(name);
}

/** Inside an OpenAPI document the dialect is given already, and ids would change what references mean. */
function bare(schema: JsonObject): JsonObject {
  const { $schema: _schema, $id: _id, ...rest } = schema;
  return rest;
}

function operation(endpoint: Endpoint): JsonObject {
  const { method, path, tag, summary, isPublic } = endpoint;
  return {
    operationId: `${method}${path.replace(/[^a-zA-Z]+\w?/g, (gap) => gap.slice(-1).toUpperCase())}`,
    tags: [tag],
    summary,
    ...(isPublic ? { security: [] } : {}),
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...requestBody(endpoint),
    responses: responses(endpoint),
  };
}

function requestBody({ body, takes = [] }: Endpoint): JsonObject {
  const content = {
    ...(body === null ? {} : { 'application/json': { schema: schemaOf(body, 'input') } }),
    ...Object.fromEntries(takes.map((type) => [type, {}])),
  };
  return Object.keys(content).length === 0 ? {} : { requestBody: { required: true, content } };
}

function parameters(schema: z.ZodType | null, where: 'path' | 'query'): JsonObject[] {
  if (schema === null) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function responses(endpoint: Endpoint): JsonObject {
  const good = Object.entries(endpoint.answers).map(([status, { description, schema, type }]) => {
    const content =
      schema === null
        ? type === undefined
          ? {}
          : { content: { [type]: { schema: { type: 'string' } } } }
        : { content: { 'application/json': { schema: schemaOf(schema, 'output') } } };
    return [status, { description, ...content }] as const;
  });
  const bad = refusalsOf(endpoint)
    .filter((status) => endpoint.answers[status] === undefined)
    .map((status) => [
      String(status),
      {
        description: REFUSALS[status] ?? 'Refused',
        content: { 'application/json': { schema: ref('Error') } },
      },
    ]);
  return Object.fromEntries([...good, ...bad]);
}

/** What an endpoint can refuse with, by what kind it is and by what it says itself. */
export function refusalsOf(endpoint: Endpoint): number[] {
  const takesInput = endpoint.params !== null || endpoint.query !== null || endpoint.body !== null;
  const all = [
    ...(takesInput ? [400] : []),
    ...(endpoint.isPublic ? [] : [401]),
    ...(endpoint.method === 'get' ? [] : [403]),
    ...(endpoint.body === null ? [] : [413, 415]),
    ...(endpoint.refusals ?? []),
    ...(endpoint.tag === 'Operation' ? [] : [500, 503]),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}
