/** What the sandbox's admin API answers, read with care: a shape that changed must fail loudly. */
export type JsonObject = { readonly [key: string]: unknown };

export function objectIn(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null) throw new Error('The sandbox gave no object.');
  return { ...value };
}

export function rowsIn(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new Error('The sandbox gave no list.');
  return value.map(objectIn);
}

export function wordIn(value: unknown): string {
  if (typeof value !== 'string') throw new Error('The sandbox gave no text.');
  return value;
}
