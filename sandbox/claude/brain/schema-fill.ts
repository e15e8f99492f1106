import { asArray, asObject, asText, isObject, type JsonObject } from '../json.ts';

/** An input with every property of an object schema at its emptiest: null where allowed. */
export function emptyInput(schema: JsonObject): JsonObject {
  const filled = fill(schema, undefined, schema);
  return isObject(filled) ? filled : {};
}

/**
 * Shapes what the brain wants to say after any schema: wanted values are taken where a property of that name
 * exists and the type fits; everything else becomes the plainest value the schema allows.
 */
export function fillSchema(schema: JsonObject, wanted: JsonObject): JsonObject {
  const filled = fill(schema, wanted, schema);
  return isObject(filled) ? filled : {};
}

function fill(schema: JsonObject, wanted: unknown, root: JsonObject): unknown {
  const ref = asText(schema['$ref']);
  if (ref !== '') return fill(resolve(ref, root), wanted, root);
  const options = asArray(schema['anyOf']).map(asObject);
  if (options.length > 0) {
    if (wanted === undefined || wanted === null) {
      if (options.some((option) => option['type'] === 'null')) return null;
    }
    const fitting = options.find((option) => fits(option, wanted)) ?? options[0] ?? {};
    return fill(fitting, wanted, root);
  }
  if (schema['const'] !== undefined) return schema['const'];
  const choices = asArray(schema['enum']);
  if (choices.length > 0) return choices.includes(wanted) ? wanted : choices[0];
  return fillType(schema, wanted, root);
}

function fillType(schema: JsonObject, wanted: unknown, root: JsonObject): unknown {
  switch (schema['type']) {
    case 'object': {
      const values = asObject(wanted);
      const entries = Object.entries(asObject(schema['properties']));
      return Object.fromEntries(
        entries.map(([name, property]) => [name, fill(asObject(property), values[name], root)]),
      );
    }
    case 'array': {
      const items = asObject(schema['items']);
      const values = asArray(wanted).map((value) => fill(items, value, root));
      return values.length === 0 && schema['minItems'] === 1
        ? [fill(items, undefined, root)]
        : values;
    }
    case 'integer':
    case 'number':
      return typeof wanted === 'number' ? wanted : 0;
    case 'boolean':
      return wanted === true;
    case 'null':
      return null;
    default:
      return typeof wanted === 'string' ? wanted : '';
  }
}

function fits(option: JsonObject, wanted: unknown): boolean {
  if (asArray(option['enum']).length > 0) return asArray(option['enum']).includes(wanted);
  const type = option['type'];
  if (type === undefined) return '$ref' in option;
  if (type === 'array') return Array.isArray(wanted);
  if (type === 'integer') return typeof wanted === 'number';
  if (type === 'object') return isObject(wanted);
  return typeof wanted === type;
}

function resolve(ref: string, root: JsonObject): JsonObject {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
    .reduce<JsonObject>((at, step) => asObject(at[step]), root);
}
