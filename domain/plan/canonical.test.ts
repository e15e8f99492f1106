import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import type { JsonValue } from './canonical.ts';

test('the order of keys does not matter', () => {
  expect(canonicalJson({ b: 1, a: { d: [1, 'x'], c: null } })).toBe(
    '{"a":{"c":null,"d":[1,"x"]},"b":1}',
  );
});

test('what it writes reads back as the same value', () => {
  assert(
    property(jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('refuses numbers that JSON would turn into null', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
});
