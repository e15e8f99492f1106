import { fold, type Found } from './text.ts';

export type Place = {
  readonly kind: 'country' | 'city';
  readonly name: string;
  readonly countryCode: string;
};

/** Per country: its names in four languages (the English one first), then towns people advertise in. */
const TABLE: readonly (readonly [code: string, names: string, towns: string])[] = [
  [
    'GB',
    'United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|Vereinigtes Königreich|Royaume-Uni|Angleterre|Reino Unido|Inglaterra',
    'London|Manchester|Birmingham|Leeds|Liverpool|Bristol|Sheffield|Newcastle|Nottingham|Leicester|Edinburgh|Glasgow|Aberdeen|Cardiff|Swansea|Belfast|Brighton|Oxford|Cambridge|York|Bath|Norwich|Exeter|Plymouth|Southampton|Portsmouth|Reading|Milton Keynes|Coventry|Hull|Bradford|Wakefield|Harrogate|Derby|Stoke-on-Trent|Sunderland|Durham|Canterbury|Ipswich|Bournemouth|Cheltenham|Gloucester|Cornwall|Devon|Kent|Yorkshire|Essex|Surrey|Dundee|Inverness|Hackney|Brixton|Camden',
  ],
  [
    'US',
    'United States|USA|US|America|Vereinigte Staaten|États-Unis|Estados Unidos',
    'New York|Brooklyn|Los Angeles|Chicago|Houston|Phoenix|Philadelphia|San Antonio|San Diego|Dallas|Austin|San Francisco|San Jose|Seattle|Denver|Boston|Portland|Miami|Orlando|Tampa|Atlanta|Nashville|Memphis|Detroit|Minneapolis|Cleveland|Columbus|Cincinnati|Pittsburgh|Charlotte|Raleigh|Las Vegas|Salt Lake City|Kansas City|New Orleans|Baltimore|Washington|Sacramento|Oakland|Milwaukee|Indianapolis|Tucson|Boulder|Texas|California|Florida|Ohio|Oregon|Colorado',
  ],
  [
    'CA',
    'Canada|Kanada|Canadá',
    'Toronto|Montreal|Montréal|Vancouver|Calgary|Ottawa|Edmonton|Winnipeg|Quebec|Québec|Halifax|Hamilton|Ontario',
  ],
  [
    'AU',
    'Australia|Australien|Australie',
    'Sydney|Melbourne|Brisbane|Adelaide|Canberra|Hobart|Gold Coast|Fremantle',
  ],
  [
    'NZ',
    'New Zealand|Neuseeland|Nouvelle-Zélande|Nueva Zelanda',
    'Auckland|Wellington|Christchurch|Hamilton NZ|Dunedin|Queenstown',
  ],
  ['IE', 'Ireland|Irland|Irlande|Irlanda', 'Dublin|Cork|Galway|Limerick|Waterford'],
  [
    'DE',
    'Germany|Deutschland|Allemagne|Alemania|Deutschlandweit|Bundesweit',
    'Berlin|Hamburg|München|Munich|Köln|Cologne|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hannover|Nürnberg|Nuremberg|Duisburg|Bochum|Wuppertal|Bielefeld|Bonn|Münster|Karlsruhe|Mannheim|Augsburg|Wiesbaden|Freiburg|Heidelberg|Kiel|Lübeck|Rostock|Potsdam|Erfurt|Mainz|Kassel|Regensburg|Ulm|Würzburg|Tübingen|Konstanz|Bayern|Bavaria|Sachsen|Kreuzberg',
  ],
  [
    'AT',
    'Austria|Österreich|Autriche|Österreichweit',
    'Wien|Vienna|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Villach|Wels|St. Pölten|Bregenz|Dornbirn|Tirol|Kärnten|Steiermark',
  ],
  [
    'CH',
    'Switzerland|Schweiz|Suisse|Suiza|Schweizweit',
    'Zürich|Zurich|Bern|Basel|Genf|Genève|Geneva|Lausanne|Luzern|Lucerne|Winterthur|St. Gallen|Lugano|Thun',
  ],
  [
    'FR',
    'France|Frankreich|Francia',
    'Paris|Lyon|Marseille|Toulouse|Nice|Nantes|Strasbourg|Montpellier|Bordeaux|Lille|Rennes|Reims|Grenoble|Dijon|Angers|Nîmes|Toulon|Le Havre|Saint-Étienne|Clermont-Ferrand|Aix-en-Provence|Brest|Tours|Limoges|Amiens|Annecy|Metz|Nancy|Rouen|Caen|La Rochelle|Bayonne|Biarritz|Avignon|Bretagne|Provence|Île-de-France',
  ],
  [
    'BE',
    'Belgium|Belgien|Belgique|Bélgica',
    'Brussels|Bruxelles|Brüssel|Antwerp|Antwerpen|Ghent|Gent|Liège|Bruges|Namur|Leuven',
  ],
  ['LU', 'Luxembourg|Luxemburg', 'Esch-sur-Alzette'],
  [
    'NL',
    'Netherlands|Holland|Niederlande|Pays-Bas|Países Bajos',
    'Amsterdam|Rotterdam|Utrecht|The Hague|Den Haag|Eindhoven|Groningen|Haarlem|Leiden|Maastricht',
  ],
  [
    'ES',
    'Spain|España|Spanien|Espagne',
    'Madrid|Barcelona|Valencia|Sevilla|Seville|Zaragoza|Málaga|Murcia|Palma|Bilbao|Alicante|Córdoba|Valladolid|Vigo|Gijón|Granada|A Coruña|Vitoria|Santander|San Sebastián|Pamplona|Salamanca|Toledo|Cádiz|Tenerife|Mallorca|Andalucía|Cataluña|Galicia',
  ],
  ['PT', 'Portugal', 'Lisbon|Lisboa|Lissabon|Porto|Braga|Coimbra|Faro|Funchal'],
  [
    'IT',
    'Italy|Italien|Italie|Italia',
    'Rome|Roma|Milan|Milano|Naples|Napoli|Turin|Torino|Bologna|Florence|Firenze|Venice|Venezia|Verona|Palermo|Genoa|Genova|Bari|Bolzano|Bozen',
  ],
  [
    'PL',
    'Poland|Polen|Pologne|Polonia',
    'Warsaw|Warszawa|Kraków|Krakow|Gdańsk|Wrocław|Poznań|Łódź',
  ],
  ['CZ', 'Czechia|Czech Republic|Tschechien|Tchéquie|Chequia', 'Prague|Praha|Prag|Brno|Ostrava'],
  ['DK', 'Denmark|Dänemark|Danemark|Dinamarca', 'Copenhagen|København|Kopenhagen|Aarhus|Odense'],
  ['SE', 'Sweden|Schweden|Suède|Suecia', 'Stockholm|Gothenburg|Göteborg|Malmö|Uppsala'],
  ['NO', 'Norway|Norwegen|Norvège|Noruega', 'Oslo|Bergen|Trondheim|Stavanger'],
  ['FI', 'Finland|Finnland|Finlande|Finlandia', 'Helsinki|Tampere|Turku|Espoo'],
  ['GR', 'Greece|Griechenland|Grèce|Grecia', 'Athens|Athen|Thessaloniki'],
  [
    'MX',
    'Mexico|México|Mexiko|Mexique',
    'Mexico City|Ciudad de México|Guadalajara|Monterrey|Puebla|Tijuana|Cancún|Mérida|Oaxaca|Querétaro',
  ],
  ['AR', 'Argentina|Argentinien|Argentine', 'Buenos Aires|Rosario|Mendoza|La Plata'],
  ['CO', 'Colombia|Kolumbien|Colombie', 'Bogotá|Medellín|Cali|Cartagena|Barranquilla'],
  ['CL', 'Chile|Chili', 'Santiago|Valparaíso|Concepción'],
  ['PE', 'Peru|Perú|Pérou', 'Lima|Arequipa|Cusco'],
  ['BR', 'Brazil|Brasil|Brasilien|Brésil', 'São Paulo|Rio de Janeiro|Brasília|Salvador|Curitiba'],
  [
    'IN',
    'India|Indien|Inde',
    'Mumbai|Delhi|Bangalore|Bengaluru|Hyderabad|Chennai|Kolkata|Pune|Goa',
  ],
  ['JP', 'Japan|Japon|Japón', 'Tokyo|Osaka|Kyoto|Yokohama'],
  [
    'ZA',
    'South Africa|Südafrika|Afrique du Sud|Sudáfrica',
    'Cape Town|Johannesburg|Durban|Pretoria',
  ],
  ['AE', 'United Arab Emirates|UAE|Emirates|Émirats', 'Dubai|Abu Dhabi|Sharjah'],
  ['SG', 'Singapore|Singapur|Singapour', 'Jurong'],
];

type Entry = { readonly name: string; readonly place: Place };

const keyOf = (written: string) => fold(written).replaceAll('-', ' ');

const ENTRIES: readonly Entry[] = TABLE.flatMap(([code, names, towns]) => {
  const countryNames = names.split('|');
  const canonical = countryNames[0] ?? code;
  const country: Place = { kind: 'country', name: canonical, countryCode: code };
  return [
    ...countryNames.map((name) => ({ name, place: country })),
    ...towns.split('|').map((name) => ({
      name,
      place: { kind: 'city' as const, name, countryCode: code },
    })),
  ];
}).sort((a, b) => b.name.length - a.name.length);

/** The first entry of a name wins, and longer names are tried before names inside them. */
const BY_KEY = new Map(ENTRIES.toReversed().map((entry) => [keyOf(entry.name), entry]));
const ANY_PLACE = new RegExp(
  `(?<![\\p{L}\\d-])(?:${[...new Set(ENTRIES.map(({ name }) => keyOf(name)))]
    .map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ -]'))
    .join('|')})(?![\\p{L}\\d]|-(?!and))`,
  'gu',
);

/** Parts of a country that are themselves worth showing ads in, under their own name. */
const OWN_NAMES = new Set(['England', 'Scotland', 'Wales', 'Northern Ireland']);

/** Towns that are also words; they count behind "in" and the like, or alone. */
const AMBIGUOUS = new Set(
  'Reading|Nice|Bath|Cork|Essen|Tours|Hull|Gent|Wels|Thun|Faro|Cali|Lima|Brest|Devon|Derby|US'.split(
    '|',
  ),
);

function isSaidAsPlace(text: string, start: number, end: number): boolean {
  const before = text.slice(0, start).trimEnd();
  if (before === '' && /^[\s.,!]*(?:$|,|and\b|und\b|et\b)/u.test(text.slice(end))) return true;
  return /(?:\b(?:in|around|near|from|of|the|bei|um|nach|de|dans|en|sur|por|and|und|et|y)|[àá,])$/iu.test(
    before,
  );
}

/** Known places in a text, in the order they stand. */
export function placesIn(text: string): readonly Found<Place>[] {
  return [...fold(text).matchAll(ANY_PLACE)].flatMap((match) => {
    const entry = BY_KEY.get(keyOf(match[0]));
    if (entry === undefined) return [];
    const { name, place } = entry;
    const start = match.index;
    const end = start + match[0].length;
    const written = text.slice(start, end);
    const isNamed = /^\p{Lu}/u.test(written) && (name.length > 2 || written === name);
    if (!isNamed && name.length <= 6) return [];
    if (AMBIGUOUS.has(name) && !isSaidAsPlace(text, start, end)) return [];
    return [{ value: OWN_NAMES.has(name) ? { ...place, name } : place, start, end }];
  });
}

export function countryName(code: string): string {
  return TABLE.find(([known]) => known === code)?.[1].split('|')[0] ?? code;
}
