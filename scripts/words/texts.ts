import { parseSync } from 'vite';

/** A text for people in a source file. */
export type SourceText = { readonly text: string; readonly line: number };

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

/** Stands for what is only known when the program runs: one short word. */
const UNKNOWN = 'it';

/** What these hold is for developers, operators or the model, not for the people who use the app. */
const NOT_FOR_PEOPLE_CALLS = /^(?:logger|log|console|ApplicationFailure|process|sql|trx)$/;
const NOT_FOR_PEOPLE_KEYS = new Set(['summary', 'description', 'tag', 'pattern', 'class', 'path']);
const NOT_FOR_PEOPLE_ATTRIBUTES = new Set(['class', 'style', 'href', 'd', 'viewBox', 'src']);

/** All texts of a TypeScript file that read as sentences. @param fileName tells TSX from TS. */
export function textsIn(fileName: string, source: string): readonly SourceText[] {
  const { program, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName} cannot be read.`);
  const found: SourceText[] = [];
  const keep = (text: string, start: number): void => {
    const plain = text.replace(/\s+/g, ' ').trim();
    if (isSentence(plain)) found.push({ text: plain, line: lineOf(source, start) });
  };
  visit(program, keep);
  return found;
}

type Keep = (text: string, start: number) => void;

function visit(value: unknown, keep: Keep): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, keep);
    return;
  }
  if (!isNode(value) || isNotForPeople(value)) return;
  const text = textOf(value);
  if (text !== null) keep(text, value.start);
  for (const child of text === null ? Object.values(value) : codeIn(value)) visit(child, keep);
}

/** What stands inside of a joined text and may hold texts of its own; the text itself was read as a whole. */
function codeIn(node: Node): readonly unknown[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return nodesIn(node['expressions']);
    case 'BinaryExpression':
      return [node['left'], node['right']].filter(
        (side) => isNode(side) && side.type !== 'Literal',
      );
    case 'JSXElement':
    case 'JSXFragment':
      return [node['openingElement'], ...nodesIn(node['children']).filter(isCode)];
    default:
      return [];
  }
}

function isCode({ type }: Node): boolean {
  return type !== 'JSXText';
}

/** The text a node gives when it runs; null where it is no text. */
function textOf(node: Node): string | null {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? node['value'] : null;
    case 'TemplateLiteral':
      return templateText(node);
    case 'BinaryExpression': {
      if (node['operator'] !== '+') return null;
      const parts = [node['left'], node['right']].map((side) =>
        isNode(side) ? textOf(side) : null,
      );
      return parts.every((part) => part === null)
        ? null
        : parts.map((part) => part ?? UNKNOWN).join('');
    }
    case 'JSXElement':
    case 'JSXFragment':
      return elementText(node);
    default:
      return null;
  }
}

function templateText(node: Node): string {
  const quasis = nodesIn(node['quasis']);
  return quasis
    .map((quasi) => {
      const { value } = quasi;
      return typeof value === 'object' && value !== null && 'cooked' in value
        ? String(value.cooked)
        : '';
    })
    .join(UNKNOWN);
}

/** Words of an element and of what stands in line with them. */
function elementText(node: Node): string | null {
  const children = nodesIn(node['children']);
  if (!children.some((child) => child.type === 'JSXText' && String(child['value']).trim() !== '')) {
    return null;
  }
  return children
    .map((child) => {
      if (child.type === 'JSXText') return String(child['value']);
      if (child.type === 'JSXElement') return elementText(child) ?? '';
      return UNKNOWN;
    })
    .join('');
}

function isNotForPeople(node: Node): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSLiteralType':
    case 'TaggedTemplateExpression':
      return true;
    case 'NewExpression':
      return nameOf(node['callee']).endsWith('Error') && nameOf(node['callee']) !== 'ApiError';
    case 'CallExpression':
      return NOT_FOR_PEOPLE_CALLS.test(rootOf(node['callee']));
    case 'Property':
      return NOT_FOR_PEOPLE_KEYS.has(nameOf(node['key']));
    case 'JSXAttribute':
      return NOT_FOR_PEOPLE_ATTRIBUTES.has(nameOf(node['name']));
    default:
      return false;
  }
}

/** "logger" of `deps.logger.warn`. */
function rootOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type !== 'MemberExpression') return nameOf(callee);
  const { object } = callee;
  return isNode(object) && object.type === 'MemberExpression'
    ? nameOf(object['property'])
    : nameOf(object);
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : '';
}

function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Begins like a sentence, has a few words, and holds nothing that only programs write. */
function isSentence(text: string): boolean {
  return (
    /^[\p{Lu}“"]/u.test(text) &&
    /\p{Ll}{3}/u.test(text) &&
    /(?:\s\S+){3}/.test(text) &&
    !/[{}<>=;|\\_]|\b\w+\.\w+\(/.test(text)
  );
}

function lineOf(source: string, start: number): number {
  return source.slice(0, start).split('\n').length;
}
