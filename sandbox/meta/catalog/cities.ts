import { hashNumber } from '../delivery/random.ts';
import { countryByCode } from './countries.ts';

export type City = {
  readonly key: string;
  readonly name: string;
  readonly region: string;
  readonly regionId: string;
  readonly countryCode: string;
  /** Everybody within the usual radius, in thousands. */
  readonly population: number;
};

export type Region = {
  readonly key: string;
  readonly name: string;
  readonly countryCode: string;
  readonly population: number;
};

/** Country: region = city population-in-thousands, … */
const ROWS = `
GB: England=London 9600,Birmingham 2600,Manchester 2800,Leeds 1900,Liverpool 900,Sheffield 700,Bristol 700,Newcastle upon Tyne 800,Nottingham 750,Leicester 550,Bradford 540,Coventry 430,Hull 320,Stoke-on-Trent 380,Wolverhampton 260,Plymouth 260,Southampton 850,Portsmouth 540,Reading 340,Derby 270,Brighton 480,Norwich 210,Oxford 170,Cambridge 150,York 210,Bath 100,Exeter 130,Bournemouth 470,Milton Keynes 280,Northampton 240,Luton 260,Sunderland 280,Preston 310,Blackpool 240,Middlesbrough 380,Huddersfield 160,Peterborough 220,Cheltenham 120,Gloucester 150,Chester 90,Lincoln 110,Worcester 105,Ipswich 180,Colchester 190,Canterbury 55,Harrogate 75,Winchester 48,Durham 50,Swindon 230,Maidstone 180,Guildford 80,Truro 23
GB: Scotland=Edinburgh 540,Glasgow 1800,Aberdeen 230,Dundee 150,Inverness 65,Stirling 38,Perth 47
GB: Wales=Cardiff 480,Swansea 300,Newport 150,Wrexham 62,Aberystwyth 13|GB: Northern Ireland=Belfast 640,Derry 105,Lisburn 51
IE: Leinster=Dublin 1400,Kilkenny 27|IE: Munster=Cork 300,Limerick 100,Waterford 60|IE: Connacht=Galway 85,Sligo 20
DE: Berlin=Berlin 3700|DE: Hamburg=Hamburg 1900|DE: Bavaria=Munich 2600,Nuremberg 1000,Augsburg 300,Regensburg 150,Würzburg 130,Ingolstadt 140|DE: North Rhine-Westphalia=Cologne 2100,Düsseldorf 1500,Dortmund 600,Essen 590,Bonn 330,Münster 320,Bielefeld 340,Aachen 250,Wuppertal 360,Bochum 370|DE: Hesse=Frankfurt 2200,Wiesbaden 280,Kassel 200,Darmstadt 160|DE: Baden-Württemberg=Stuttgart 1700,Karlsruhe 310,Mannheim 310,Freiburg 230,Heidelberg 160,Ulm 130|DE: Saxony=Leipzig 620,Dresden 560,Chemnitz 240|DE: Lower Saxony=Hanover 750,Brunswick 250,Oldenburg 170,Osnabrück 165,Göttingen 120|DE: Bremen=Bremen 570|DE: Schleswig-Holstein=Kiel 250,Lübeck 220|DE: Rhineland-Palatinate=Mainz 220,Koblenz 115,Trier 110|DE: Thuringia=Erfurt 215,Jena 110|DE: Brandenburg=Potsdam 185|DE: Saxony-Anhalt=Magdeburg 240,Halle 240|DE: Mecklenburg-Vorpommern=Rostock 210|DE: Saarland=Saarbrücken 180
AT: Vienna=Vienna 2000|AT: Styria=Graz 300|AT: Upper Austria=Linz 210|AT: Salzburg=Salzburg 155|AT: Tyrol=Innsbruck 130|CH: Zürich=Zürich 1400|CH: Geneva=Geneva 600|CH: Basel-Stadt=Basel 550|CH: Bern=Bern 420|CH: Vaud=Lausanne 420|CH: Lucerne=Lucerne 220
FR: Île-de-France=Paris 11000,Versailles 85|FR: Auvergne-Rhône-Alpes=Lyon 1700,Grenoble 450,Annecy 130,Saint-Étienne 370,Clermont-Ferrand 270|FR: Provence-Alpes-Côte d'Azur=Marseille 1600,Nice 940,Toulon 570,Avignon 450,Aix-en-Provence 145|FR: Occitanie=Toulouse 1000,Montpellier 460|FR: Nouvelle-Aquitaine=Bordeaux 980,Limoges 190,La Rochelle 170|FR: Hauts-de-France=Lille 1100,Amiens 160|FR: Grand Est=Strasbourg 500,Reims 210,Metz 280|FR: Brittany=Rennes 360,Brest 200|FR: Pays de la Loire=Nantes 670,Angers 240|FR: Normandy=Rouen 470,Caen 200
ES: Madrid=Madrid 6700|ES: Catalonia=Barcelona 5600,Girona 100,Tarragona 135|ES: Valencian Community=Valencia 1600,Alicante 340|ES: Andalusia=Seville 1100,Málaga 850,Granada 230,Córdoba 320|ES: Basque Country=Bilbao 900,San Sebastián 190|ES: Aragon=Zaragoza 680|ES: Balearic Islands=Palma 420|ES: Galicia=Vigo 290,A Coruña 250|ES: Canary Islands=Las Palmas 380
IT: Lazio=Rome 4300|IT: Lombardy=Milan 4300,Bergamo 120,Brescia 200|IT: Campania=Naples 3000|IT: Piedmont=Turin 1700|IT: Sicily=Palermo 1000,Catania 600|IT: Liguria=Genoa 700|IT: Emilia-Romagna=Bologna 790,Modena 185,Parma 200|IT: Tuscany=Florence 710,Pisa 90,Siena 53|IT: Veneto=Venice 630,Verona 260,Padua 210|IT: Apulia=Bari 590|IT: Sardinia=Cagliari 420
PT: Lisbon=Lisbon 2800|PT: Porto=Porto 1300|PT: Braga=Braga 190|PT: Faro=Faro 65|NL: North Holland=Amsterdam 1200,Haarlem 165|NL: South Holland=Rotterdam 1000,The Hague 700,Leiden 125|NL: Utrecht=Utrecht 480|NL: North Brabant=Eindhoven 240|NL: Groningen=Groningen 235|BE: Brussels=Brussels 1200|BE: Flanders=Antwerp 530,Ghent 265,Bruges 118|BE: Wallonia=Liège 195,Namur 112
SE: Stockholm County=Stockholm 1700|SE: Västra Götaland=Gothenburg 600|SE: Skåne=Malmö 350|NO: Oslo=Oslo 1000|NO: Vestland=Bergen 290|DK: Capital Region=Copenhagen 1300|DK: Central Denmark=Aarhus 290|FI: Uusimaa=Helsinki 1300|FI: Pirkanmaa=Tampere 340|IS: Capital Region=Reykjavik 230
PL: Masovia=Warsaw 1900|PL: Lesser Poland=Kraków 800|PL: Lower Silesia=Wrocław 670|PL: Pomerania=Gdańsk 490|PL: Greater Poland=Poznań 540|PL: Łódź=Łódź 660|CZ: Prague=Prague 1300|CZ: South Moravia=Brno 400|HU: Budapest=Budapest 1750|RO: Bucharest=Bucharest 1800|RO: Cluj=Cluj-Napoca 290|BG: Sofia=Sofia 1300|GR: Attica=Athens 3100|GR: Central Macedonia=Thessaloniki 810|HR: Zagreb=Zagreb 770|HR: Split-Dalmatia=Split 160
US: New York=New York 8800,Buffalo 280,Rochester 210,Albany 100,Syracuse 148|US: California=Los Angeles 3900,San Francisco 870,San Diego 1400,San Jose 1000,Sacramento 520,Oakland 440,Fresno 540,Santa Barbara 88|US: Illinois=Chicago 2700,Springfield 114|US: Texas=Houston 2300,Dallas 1300,Austin 970,San Antonio 1450,Fort Worth 950|US: Arizona=Phoenix 1600,Tucson 540|US: Pennsylvania=Philadelphia 1600,Pittsburgh 300|US: Florida=Miami 440,Orlando 310,Tampa 390,Jacksonville 950|US: Ohio=Columbus 910,Cleveland 370,Cincinnati 310|US: North Carolina=Charlotte 880,Raleigh 470,Asheville 95|US: Washington=Seattle 740,Spokane 230|US: Colorado=Denver 715,Boulder 105|US: Massachusetts=Boston 675,Cambridge 118|US: Tennessee=Nashville 690,Memphis 630|US: Oregon=Portland 650,Eugene 177|US: Nevada=Las Vegas 640|US: Michigan=Detroit 640,Ann Arbor 123|US: Georgia=Atlanta 500,Savannah 147|US: Minnesota=Minneapolis 430|US: Missouri=Kansas City 510,St. Louis 300|US: Wisconsin=Milwaukee 577,Madison 270|US: Louisiana=New Orleans 384|US: Utah=Salt Lake City 200|US: Maryland=Baltimore 585|US: Virginia=Richmond 227|US: Maine=Portland 68|US: Vermont=Burlington 45|US: Hawaii=Honolulu 350
CA: Ontario=Toronto 2800,Ottawa 1000,Hamilton 570,London 420|CA: Quebec=Montreal 1760,Quebec City 550|CA: British Columbia=Vancouver 660,Victoria 92|CA: Alberta=Calgary 1300,Edmonton 1000|CA: Manitoba=Winnipeg 750|CA: Nova Scotia=Halifax 440|MX: Mexico City=Mexico City 9200|MX: Jalisco=Guadalajara 1400|MX: Nuevo León=Monterrey 1140|BR: São Paulo=São Paulo 12300|BR: Rio de Janeiro=Rio de Janeiro 6700|AR: Buenos Aires=Buenos Aires 3100|CL: Santiago=Santiago 6200|CO: Bogotá=Bogotá 7700|CO: Antioquia=Medellín 2500|PE: Lima=Lima 9700
AU: New South Wales=Sydney 5300,Newcastle 320|AU: Victoria=Melbourne 5100,Geelong 280|AU: Queensland=Brisbane 2500,Gold Coast 640,Cairns 155|AU: Western Australia=Perth 2100|AU: South Australia=Adelaide 1360|AU: Tasmania=Hobart 250|AU: Australian Capital Territory=Canberra 450|NZ: Auckland=Auckland 1660|NZ: Wellington=Wellington 215|NZ: Canterbury=Christchurch 390
JP: Tokyo=Tokyo 14000|JP: Osaka=Osaka 2750|KR: Seoul=Seoul 9700|IN: Maharashtra=Mumbai 12500,Pune 3100|IN: Delhi=Delhi 16800|IN: Karnataka=Bengaluru 8400|SG: Singapore=Singapore 5900|HK: Hong Kong=Hong Kong 7500|TW: Taipei=Taipei 2600|TH: Bangkok=Bangkok 10500|MY: Kuala Lumpur=Kuala Lumpur 1980|ID: Jakarta=Jakarta 10600|PH: Metro Manila=Manila 1800|VN: Ho Chi Minh City=Ho Chi Minh City 9000
AE: Dubai=Dubai 3500|AE: Abu Dhabi=Abu Dhabi 1500|SA: Riyadh=Riyadh 7600|IL: Tel Aviv=Tel Aviv 470|TR: Istanbul=Istanbul 15500|EG: Cairo=Cairo 10100|MA: Casablanca-Settat=Casablanca 3700|NG: Lagos=Lagos 15000|KE: Nairobi=Nairobi 4700|ZA: Western Cape=Cape Town 4700|ZA: Gauteng=Johannesburg 5900
`;

function keyOf(...parts: readonly string[]): string {
  return String(1_000_000 + Math.floor(hashNumber(parts.join('/')) * 8_999_999));
}

function parseRegion(row: string): readonly City[] {
  const match = /^([A-Z]{2}): (.+?)=(.+)$/.exec(row);
  if (!match) throw new Error(`A place row cannot be read: ${row}`);
  const [, countryCode = '', region = '', cities = ''] = match;
  const regionId = keyOf('region', countryCode, region);
  return cities.split(',').map((entry) => {
    const space = entry.lastIndexOf(' ');
    const name = entry.slice(0, space);
    const population = Number(entry.slice(space + 1));
    const key = keyOf('city', countryCode, region, name);
    return { key, name, region, regionId, countryCode, population };
  });
}

export const CITIES: readonly City[] = ROWS.trim()
  .split(/[|\n]/)
  .flatMap((row) => parseRegion(row));

/** A region holds more people than its listed towns, yet not more than a fair part of its country. */
function collectRegions(): readonly Region[] {
  const regions = new Map<string, Region>();
  for (const city of CITIES) {
    const before = regions.get(city.regionId)?.population ?? 0;
    const ceiling = (countryByCode(city.countryCode)?.population ?? 1000) * 0.85;
    const population = Math.min(ceiling, before + city.population * 1.8);
    regions.set(city.regionId, {
      key: city.regionId,
      name: city.region,
      countryCode: city.countryCode,
      population,
    });
  }
  return [...regions.values()];
}

export const REGIONS: readonly Region[] = collectRegions();

const CITY_BY_KEY = new Map(CITIES.map((city) => [city.key, city]));
const REGION_BY_KEY = new Map(REGIONS.map((region) => [region.key, region]));

export function cityByKey(key: string): City | undefined {
  return CITY_BY_KEY.get(key);
}

export function regionByKey(key: string): Region | undefined {
  return REGION_BY_KEY.get(key);
}
