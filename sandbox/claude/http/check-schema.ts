import { asArray, isObject, type JsonObject } from '../json.ts';
import { ApiError } from './api-error.ts';

const UNSUPPORTED = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'patternProperties',
] as const;

/** What the grammar compiler of strict tools and structured output refuses. */
export function checkSchema(schema: unknown, at: string): void {
  if (!isObject(schema)) throw refusal(at, 'Input should be an object');
  if (typeof schema['$ref'] === 'string') return;
  const unsupported = UNSUPPORTED.find((keyword) => keyword in schema);
  if (unsupported !== undefined) {
    throw refusal(at, `For '${typeOf(schema)}' type, property '${unsupported}' is not supported`);
  }
  const minItems = schema['minItems'];
  if (typeof minItems === 'number' && minItems > 1) {
    throw refusal(at, `For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  }
  if (schema['type'] === 'object') {
    if (schema['additionalProperties'] !== false) {
      throw refusal(
        at,
        `For 'object' type, 'additionalProperties' must be explicitly set to false`,
      );
    }
    checkEach(schema['properties'], `${at}.properties`);
  }
  checkEach(schema['$defs'], `${at}.$defs`);
  if ('items' in schema) checkSchema(schema['items'], `${at}.items`);
  for (const union of ['anyOf', 'allOf'] as const) {
    asArray(schema[union]).forEach((part, index) => checkSchema(part, `${at}.${union}.${index}`));
  }
  if ('oneOf' in schema) throw refusal(at, `Schema type 'oneOf' is not supported`);
}

function checkEach(schemas: unknown, at: string): void {
  if (!isObject(schemas)) return;
  for (const [name, schema] of Object.entries(schemas)) checkSchema(schema, `${at}.${name}`);
}

function typeOf(schema: JsonObject): string {
  return typeof schema['type'] === 'string' ? schema['type'] : 'any';
}

function refusal(at: string, message: string): ApiError {
  return new ApiError('invalid_request_error', `${at}: ${message}`);
}
