import type { SignedCall } from '../http/call.ts';
import type { FieldSpec } from '../http/fields.ts';
import { badParam } from '../http/graph-error.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Found } from '../state/store.ts';
import { accountShape } from './account.ts';
import { adSetShape } from './ad-set.ts';
import { adShape } from './ad.ts';
import { campaignShape } from './campaign.ts';
import { creativeShape } from './creative.ts';
import {
  leadFormShape,
  mobileAppShape,
  pageShape,
  pixelShape,
  reportRunShape,
  userShape,
} from './page.ts';
import type { NodeShape } from './shape.ts';

/** A node as the caller wants to see it: the id and what was asked for. @throws GraphError 100 for an unknown field. */
export function projectNode(
  call: SignedCall,
  found: Found,
  fields: readonly FieldSpec[] | null,
): JsonObject {
  switch (found.kind) {
    case 'account':
      return read(accountShape, found.node, call, fields);
    case 'campaign':
      return read(campaignShape, found.node, call, fields);
    case 'adSet':
      return read(adSetShape, found.node, call, fields);
    case 'ad':
      return read(adShape, found.node, call, fields);
    case 'creative':
      return read(creativeShape, found.node, call, fields);
    case 'page':
      return read(pageShape, found.node, call, fields);
    case 'user':
      return read(userShape, found.node, call, fields);
    case 'pixel':
      return read(pixelShape, found.node, call, fields);
    case 'mobileApp':
      return read(mobileAppShape, found.node, call, fields);
    case 'leadForm':
      return read(leadFormShape, found.node, call, fields);
    case 'reportRun':
      return read(reportRunShape, found.node, call, fields);
    default:
      throw new Error(`A ${found.kind} is not a node.`);
  }
}

const SHAPES = {
  account: accountShape,
  campaign: campaignShape,
  adSet: adSetShape,
  ad: adShape,
  creative: creativeShape,
  page: pageShape,
  user: userShape,
  pixel: pixelShape,
  mobileApp: mobileAppShape,
  leadForm: leadFormShape,
} as const;

export type ListedKind = keyof typeof SHAPES;

/** Refuses an unknown field even when there is no row to show it on, as Meta does. */
export function assertFields(kind: ListedKind, fields: readonly FieldSpec[] | null): void {
  if (fields === null) return;
  const shape = SHAPES[kind];
  for (const field of fields) {
    const link = Object.hasOwn(shape.links, field.name);
    if (!link && !Object.hasOwn(shape.readers, field.name) && !shape.empty.includes(field.name)) {
      throw unknownField(field.name, shape.typeName);
    }
    const links: Readonly<Record<string, { readonly to: ListedKind }>> = shape.links;
    const target = links[field.name];
    if (target) assertFields(target.to, field.children);
  }
}

function unknownField(name: string, typeName: string): Error {
  return badParam(`Tried accessing nonexisting field (${name}) on node type (${typeName})`);
}

function read<T>(
  shape: NodeShape<T>,
  node: T,
  call: SignedCall,
  fields: readonly FieldSpec[] | null,
): JsonObject {
  const answer: Record<string, Json> = {};
  const wanted = fields ?? shape.defaults.map((name) => ({ name, modifiers: {}, children: null }));
  for (const spec of wanted) {
    const value = readField(shape, node, call, spec);
    if (value !== undefined) answer[spec.name] = value;
  }
  const id = shape.readers['id']?.(node, call, { name: 'id', modifiers: {}, children: null });
  if (id !== undefined) answer['id'] = id;
  return answer;
}

function readField<T>(
  shape: NodeShape<T>,
  node: T,
  call: SignedCall,
  spec: FieldSpec,
): Json | undefined {
  const reader = shape.readers[spec.name];
  if (reader) return reader(node, call, spec);
  const link = shape.links[spec.name];
  if (!link) {
    if (shape.empty.includes(spec.name)) return undefined;
    throw unknownField(spec.name, shape.typeName);
  }
  assertFields(link.to, spec.children);
  const limit = Number(spec.modifiers['limit'] ?? 25);
  const rows = link
    .find(node, call)
    .slice(0, link.many ? limit : 1)
    .flatMap((id) => {
      const found = call.store.find(id);
      return found ? [projectNode(call, found, spec.children)] : [];
    });
  return link.many ? { data: rows } : rows[0];
}
