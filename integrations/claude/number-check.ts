/** "1,234.50", "1.234,50", "12": a digit, then digits with single separators between them. */
const NUMBER = /\d(?:[.,'\u00a0\u202f]?\d)*/g;

/** Separators differ by language ("1,240" and "1.240"), so only the digits are compared, without empty decimals. */
function digitsOf(text: string): string[] {
  return (text.match(NUMBER) ?? []).map((number) =>
    number.replace(/[.,]0{1,2}$/, '').replace(/\D/g, ''),
  );
}

/** "£84.20" may be called "about £84", and "£1.68" likewise "£2". */
function roundedOf(text: string): string[] {
  return (text.match(NUMBER) ?? []).flatMap((number) => {
    const [, whole, decimals] = /^(.*)[.,](\d{1,2})$/.exec(number) ?? [];
    if (whole === undefined || decimals === undefined) return [];
    const floor = Number(whole.replace(/\D/g, ''));
    return [String(floor), String(floor + 1)];
  });
}

/** The figures in `text` that occur nowhere in `facts`, as written. Guards against numbers made up by a model. */
export function numbersNotIn(text: string, facts: unknown): readonly string[] {
  const known = new Set(digitsOf(JSON.stringify(facts)));
  return (text.match(NUMBER) ?? []).filter((number) => {
    const digits = digitsOf(number)[0] ?? '';
    return !known.has(digits);
  });
}

/**
 * The figures of an answer that nobody gave: neither the tools, the brief and the day (`facts`), nor the person, nor
 * an answer before. Amounts may be rounded to whole ones, and entries of a list may be counted.
 */
export function figuresWithoutSource(answer: string, facts: readonly unknown[]): readonly string[] {
  const said = answer.replace(/^\s*\d{1,2}[.)]\s/gm, '');
  const written = facts.map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact)));
  const rounded = new Set(written.flatMap(roundedOf));
  const unknown = numbersNotIn(said, written).filter((number) => !rounded.has(number));
  return [...new Set(unknown)];
}
