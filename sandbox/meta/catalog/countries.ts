export type Country = {
  readonly code: string;
  readonly name: string;
  /** Everybody, in thousands. */
  readonly population: number;
  /** What a thousand impressions cost in US dollars before anything else matters. */
  readonly cpmUsd: number;
  /** Countries where the EU's Digital Services Act (or its EEA adoption) asks who benefits and who pays. */
  readonly dsa: boolean;
};

const DSA = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(
    ' ',
  ),
);

/** code, name, population in millions, price of a thousand impressions in US dollars. */
const ROWS = `
AD Andorra .08 8|AE United Arab Emirates 10 8|AG Antigua .1 5|AL Albania 2.8 2.4|AM Armenia 3 2.2|AO Angola 36 1.4|AR Argentina 46 2.6
AT Austria 9.1 9.5|AU Australia 26.5 13|AZ Azerbaijan 10.4 2|BA Bosnia and Herzegovina 3.2 2.6|BB Barbados .28 5|BD Bangladesh 172 .9
BE Belgium 11.7 9|BF Burkina Faso 23 1|BG Bulgaria 6.5 3.6|BH Bahrain 1.5 5|BI Burundi 13 .9|BJ Benin 13.7 1|BN Brunei .45 4|BO Bolivia 12.3 1.6
BR Brazil 216 3|BS Bahamas .41 6|BT Bhutan .79 1.2|BW Botswana 2.7 1.8|BZ Belize .41 2.6|CA Canada 39 13|CG Congo 6 1.2|CH Switzerland 8.8 14
CI Ivory Coast 29 1.2|CL Chile 19.6 4|CM Cameroon 28 1.1|CO Colombia 52 2.4|CR Costa Rica 5.2 3|CV Cape Verde .6 1.8|CY Cyprus .93 5|CZ Czechia 10.5 5.4
DE Germany 84 10|DJ Djibouti 1.1 1.2|DK Denmark 5.9 12|DO Dominican Republic 11.3 2.2|DZ Algeria 45 1|EC Ecuador 18 2|EE Estonia 1.4 5|EG Egypt 112 1.1
ES Spain 48 7|ET Ethiopia 126 .9|FI Finland 5.6 9|FJ Fiji .93 2.4|FR France 66 8.5|GA Gabon 2.4 1.5|GB United Kingdom 67.7 10.5|GD Grenada .12 4
GE Georgia 3.7 2.2|GH Ghana 34 1.4|GI Gibraltar .03 8|GL Greenland .06 8|GM Gambia 2.7 1|GR Greece 10.3 4.6|GT Guatemala 18 1.8|GY Guyana .81 2.2
HK Hong Kong 7.5 9|HN Honduras 10.6 1.6|HR Croatia 4 4.2|HT Haiti 11.7 1.1|HU Hungary 9.6 4.4|ID Indonesia 277 1.5|IE Ireland 5.2 10|IL Israel 9.4 8
IN India 1428 1.1|IQ Iraq 45 1.3|IS Iceland .38 10|IT Italy 59 6.4|JM Jamaica 2.8 2.6|JO Jordan 11.3 2.2|JP Japan 123 8|KE Kenya 55 1.4|KG Kyrgyzstan 6.8 1.4
KH Cambodia 17 1.2|KR South Korea 52 7.5|KW Kuwait 4.3 5.6|KZ Kazakhstan 19.6 2.2|LA Laos 7.6 1.2|LB Lebanon 5.4 2.4|LC Saint Lucia .18 4|LI Liechtenstein .04 13
LK Sri Lanka 22 1.1|LS Lesotho 2.3 1.2|LT Lithuania 2.7 4.6|LU Luxembourg .65 10|LV Latvia 1.8 4.6|MA Morocco 38 1.4|MC Monaco .04 12|MD Moldova 3.4 2.2
ME Montenegro .63 3|MG Madagascar 30 .9|MK North Macedonia 2.1 2.6|MN Mongolia 3.4 1.8|MO Macao .7 7|MT Malta .54 6|MU Mauritius 1.3 2.4|MV Maldives .52 2.4
MW Malawi 21 .9|MX Mexico 128 3.2|MY Malaysia 34 2.8|MZ Mozambique 34 1|NA Namibia 2.6 1.8|NE Niger 27 .8|NG Nigeria 224 1.2|NI Nicaragua 7 1.5|NL Netherlands 17.8 9.5
NO Norway 5.5 13|NP Nepal 31 1|NZ New Zealand 5.2 11.5|OM Oman 4.6 4|PA Panama 4.5 2.8|PE Peru 34 2|PG Papua New Guinea 10 2|PH Philippines 117 1.5|PK Pakistan 240 .9
PL Poland 38 4.6|PR Puerto Rico 3.3 7|PS Palestine 5.4 1.4|PT Portugal 10.4 5.4|PY Paraguay 6.9 1.7|QA Qatar 2.7 6.4|RO Romania 19 3.8|RS Serbia 6.6 2.8|RW Rwanda 14 1.1
SA Saudi Arabia 37 6|SC Seychelles .11 3|SE Sweden 10.6 11|SG Singapore 6 9.5|SI Slovenia 2.1 5|SK Slovakia 5.4 4.8|SL Sierra Leone 8.8 .9|SM San Marino .03 7
SN Senegal 17.8 1.2|SR Suriname .62 2|SV El Salvador 6.4 1.7|SZ Eswatini 1.2 1.4|TG Togo 9 1|TH Thailand 72 2.2|TJ Tajikistan 10 1.2|TL Timor-Leste 1.4 1.4
TN Tunisia 12.5 1.3|TR Turkey 86 2.2|TT Trinidad and Tobago 1.5 3|TW Taiwan 23.9 6|TZ Tanzania 67 1.1|UA Ukraine 37 2|UG Uganda 49 1|US United States 335 14
UY Uruguay 3.4 3.2|UZ Uzbekistan 36 1.4|VC Saint Vincent .1 4|VN Vietnam 99 1.6|VU Vanuatu .33 2.4|WS Samoa .23 2.4|XK Kosovo 1.8 2.2|YE Yemen 34 .9|ZA South Africa 60 3
ZM Zambia 21 1.1|ZW Zimbabwe 16.7 1.2
`;

function parseRow(row: string): Country {
  const match = /^([A-Z]{2}) (.+) ([\d.]+) ([\d.]+)$/.exec(row);
  if (!match) throw new Error(`A country row cannot be read: ${row}`);
  const [, code = '', name = '', millions = '0', cpm = '0'] = match;
  return {
    code,
    name,
    population: Math.round(Number(millions) * 1000),
    cpmUsd: Number(cpm),
    dsa: DSA.has(code),
  };
}

export const COUNTRIES: readonly Country[] = ROWS.trim()
  .split(/[|\n]/)
  .map((row) => parseRow(row));

const BY_CODE = new Map(COUNTRIES.map((country) => [country.code, country]));

export function countryByCode(code: string): Country | undefined {
  return BY_CODE.get(code);
}
