import { describe, expect, test } from 'vitest';
import { textsIn } from './texts.ts';

const textsOf = (source: string, name = 'a.ts'): readonly string[] =>
  textsIn(name, source).map(({ text }) => text);

describe('texts for people', () => {
  test.each([
    ["const a = 'Nothing was changed at all.';", ['Nothing was changed at all.']],
    ['const a = `You spent ${money} on it today.`;', ['You spent it on it today.']],
    ["const a = 'Nothing was changed ' + 'at all.';", ['Nothing was changed at all.']],
    [
      'const a = `You spent ${x ? "Not one penny so far." : y} on it.`;',
      ['You spent it on it.', 'Not one penny so far.'],
    ],
    ["throw conflict('a.b', 'This is in use just now.');", ['This is in use just now.']],
  ])('%s', (source, texts) => {
    expect(textsOf(source)).toEqual(texts);
  });

  test('of an element are read across what stands in line with them', () => {
    const source = `const a = <p title="Where the money goes to">You <b>never</b> pay {more} than this.</p>;`;
    expect(textsOf(source, 'a.tsx')).toEqual([
      'You never pay it than this.',
      'Where the money goes to',
    ]);
  });

  test('come with the line they stand on', () => {
    expect(textsIn('a.ts', "\n\nconst a = 'Nothing was changed at all.';")[0]?.line).toBe(3);
  });
});

test.each([
  "import a from 'Some thing or other here';",
  "type A = 'Some thing or other here';",
  "throw new Error('A developer has to see this.');",
  "logger.warn({}, 'An operator has to see this.');",
  "deps.logger.warn({}, 'An operator has to see this.');",
  "endpoint({ summary: 'A developer has to see this.' });",
  "const a = 'select_one from the table';",
  "const a = 'Three words only';",
  "const a = 'AT BE BG HR CY';",
  "ApplicationFailure.nonRetryable('An operator sees this one.', 'a.b');",
])('left to developers, operators and the model: %s', (source) => {
  expect(textsOf(source)).toEqual([]);
});

test('a file that cannot be read is an error, not a file without texts', () => {
  expect(() => textsIn('a.ts', 'const = ;')).toThrow('a.ts');
});
