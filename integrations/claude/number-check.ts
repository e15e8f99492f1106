/** "1,234.50", "1.234,50", "12": a digit, then digits with single separators between them. */
const NUMBER = /\d(?:[.,'\u00a0\u202f]?\d)*/g;

/** Separators differ by language ("1,240" and "1.240"), so only the digits are compared, without empty decimals. */
function digitsOf(text: string): string[] {
  return (text.match(NUMBER) ?? []).map((number) =>
    number.replace(/[.,]0{1,2}$/, '').replace(/\D/g, ''),
  );
}

/** The figures in `text` that occur nowhere in `facts`, as written. Guards against numbers made up by a model. */
export function numbersNotIn(text: string, facts: unknown): readonly string[] {
  const known = new Set(digitsOf(JSON.stringify(facts)));
  return (text.match(NUMBER) ?? []).filter((number) => {
    const digits = digitsOf(number)[0] ?? '';
    return !known.has(digits);
  });
}
