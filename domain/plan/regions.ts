/** European Union, Iceland, Liechtenstein and Norway: ads reaching people there must name beneficiary and payer. */
const DSA_COUNTRIES = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(
    ' ',
  ),
);

/** Whether the Digital Services Act's names are needed for an audience in these countries (ISO codes). */
export function needsDsa(countryCodes: readonly string[]): boolean {
  return countryCodes.some((code) => DSA_COUNTRIES.has(code.toUpperCase()));
}
