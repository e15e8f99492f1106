import type { SignedCall } from '../http/call.ts';
import type { FieldSpec } from '../http/fields.ts';
import type { Json } from '../json.ts';

export type Reader<T> = (node: T, call: SignedCall, spec: FieldSpec) => Json | undefined;

/** A field that leads to other nodes, named by their ids. */
export type Link<T> = {
  readonly to: 'user' | 'account' | 'page' | 'campaign' | 'adSet' | 'ad' | 'creative';
  readonly many: boolean;
  readonly find: (node: T, call: SignedCall) => readonly string[];
};

/** What can be asked of a kind of node. */
export type NodeShape<T> = {
  readonly typeName: string;
  readonly readers: Readonly<Record<string, Reader<T>>>;
  readonly links: Readonly<Record<string, Link<T>>>;
  /** Fields the real node has and this one never fills. */
  readonly empty: readonly string[];
  /** Given when nothing was asked for. */
  readonly defaults: readonly string[];
};

export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
