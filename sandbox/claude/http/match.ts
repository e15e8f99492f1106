import { asObject, asText } from '../json.ts';
import { textOf, type MessagesRequest } from './request.ts';

/** Which requests something is meant for; what is left out matches all. */
export type Match = {
  /** A text that stands in the instructions. */
  readonly system?: string;
  /** A text that stands in the person's latest words. */
  readonly said?: string;
  /** Whether tools are offered. */
  readonly tools?: boolean;
  /** The name of a tool that is offered. */
  readonly tool?: string;
  /** Whether the answer has to follow a schema. */
  readonly schema?: boolean;
  /** A property of that schema. */
  readonly property?: string;
  /** Whether the request brings results of tools. */
  readonly results?: boolean;
};

export function readMatch(body: unknown): Match {
  const raw = asObject(body);
  const text = (name: 'system' | 'said' | 'tool' | 'property') =>
    asText(raw[name]) === '' ? {} : { [name]: asText(raw[name]) };
  const flag = (name: 'tools' | 'schema' | 'results') =>
    typeof raw[name] === 'boolean' ? { [name]: raw[name] } : {};
  return {
    ...text('system'),
    ...text('said'),
    ...text('tool'),
    ...text('property'),
    ...flag('tools'),
    ...flag('schema'),
    ...flag('results'),
  };
}

export function matchesRequest(match: Match, request: MessagesRequest): boolean {
  const { system, said, tools, tool, schema, property, results } = match;
  const lastWords = request.turns.findLast(
    (turn) => turn.role === 'user' && textOf(turn).trim() !== '',
  );
  return (
    (system === undefined || request.system.includes(system)) &&
    (said === undefined || textOf(lastWords).includes(said)) &&
    (tools === undefined || tools === request.tools.length > 0) &&
    (tool === undefined || request.tools.some(({ name }) => name === tool)) &&
    (schema === undefined || schema === (request.outputSchema !== null)) &&
    (property === undefined || property in asObject(request.outputSchema?.['properties'])) &&
    (results === undefined || results === bringsResults(request))
  );
}

export function bringsResults(request: MessagesRequest): boolean {
  return request.turns.at(-1)?.blocks.some(({ type }) => type === 'tool_result') ?? false;
}
