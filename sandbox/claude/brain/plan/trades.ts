import { fold } from '../text.ts';

type Trade = {
  readonly words: RegExp;
  readonly interests: readonly string[];
  readonly colour: string;
};

/** What customers of a trade like, in the English words of Facebook's list, and a colour that suits it. */
const TRADES: readonly Trade[] = [
  {
    words:
      /baker|bread|sourdough|pastr|cake|brot|\bback(?:er|st|war|en\b)|torte|boulang|patiss|gateau|pain\b|panader|pasteler|tarta/,
    interests: ['Baking', 'Bread', 'Bakery', 'Cakes'],
    colour: '#8a4b1f',
  },
  {
    words: /coffee|cafe|espresso|roast|kaffee|rost/,
    interests: ['Coffee', 'Coffeehouses', 'Brunch'],
    colour: '#4a2f22',
  },
  {
    words: /restaurant|pizz|bistro|dinner|catering|street food|gasthaus|wirtshaus|tapas|cuisine/,
    interests: ['Restaurants', 'Cooking', 'Fine dining'],
    colour: '#8c2f2b',
  },
  {
    words: /yoga|pilates|meditat/,
    interests: ['Yoga', 'Meditation', 'Physical fitness'],
    colour: '#2f6b62',
  },
  {
    words: /gym|fitness|personal train|crossfit|boxing|workout|gimnasio|sport/,
    interests: ['Physical fitness', 'Gyms', 'Personal training'],
    colour: '#1f3f7a',
  },
  {
    words: /hair|salon|barber|friseur|frisor|coiff|peluquer/,
    interests: ['Hair care', 'Hairdressing', 'Beauty salons'],
    colour: '#6b2f5c',
  },
  {
    words: /beauty|cosmetic|skin|nails?\b|kosmetik|beaute|belleza|estetica|spa\b|massage/,
    interests: ['Skin care', 'Cosmetics', 'Spas'],
    colour: '#7a3558',
  },
  {
    words: /candle|soap|kerze|seife|bougie|savon|velas\b|jabon/,
    interests: ['Gifts', 'Handicrafts', 'Interior design', 'Natural cosmetics'],
    colour: '#6a4a2c',
  },
  {
    words: /jewel|schmuck|bijou|joya/,
    interests: ['Jewellery', 'Handmade jewellery', 'Gifts'],
    colour: '#3d3566',
  },
  {
    words:
      /plumb|heating|boiler|klempner|installateur|heizung|sanitar|plomb|chauff|fontaner|calefac/,
    interests: ['Home improvement', 'Plumbing', 'Heating', 'Bathrooms'],
    colour: '#1d4f7c',
  },
  {
    words: /electric(?:ian|al)|elektriker|elektroinstall|electricien|electricista/,
    interests: ['Home improvement', 'Electricians'],
    colour: '#26497a',
  },
  {
    words: /garden|landscap|plants?\b|florist|flower|gartner|garten|blumen|jardin|fleur|flores/,
    interests: ['Gardening', 'Garden design', 'House plants'],
    colour: '#2c6a3c',
  },
  {
    words:
      /kitchen|carpent|furniture|joiner|tischler|schreiner|mobel|menuis|meuble|carpinter|mueble/,
    interests: ['Furniture', 'Interior design', 'Kitchens', 'Carpentry'],
    colour: '#5a4330',
  },
  {
    words: /clean|reinigung|nettoyage|menage|limpieza/,
    interests: ['Home cleaning', 'Home improvement', 'Family'],
    colour: '#1f6f8b',
  },
  {
    words:
      /dogs?\b|pets?\b|cats?\b|hunde?\b|hundes|katze|chiens?\b|chats?\b|perros?\b|gatos?\b|mascota/,
    interests: ['Dogs', 'Pet supplies', 'Dog training', 'Cats'],
    colour: '#3f5f2a',
  },
  {
    words: /bike|bicycle|cycl|fahrrad|velo|rader|bici/,
    interests: ['Cycling', 'Bicycles', 'Electric bicycles'],
    colour: '#1e5b6e',
  },
  {
    words: /music|guitar|piano|violin|gitarre|klavier|musik|musique|guitare|musica|guitarra/,
    interests: ['Guitar', 'Piano', 'Music lessons', 'Live music'],
    colour: '#4b2f73',
  },
  {
    words:
      /language|english lessons|deutschkurs|sprach|langue|idioma|ingles|tutor|nachhilfe|course|kurs\b/,
    interests: ['Language learning', 'Online learning', 'Tutoring'],
    colour: '#27518a',
  },
  {
    words: /app\b|software|aplicacion|application/,
    interests: ['Mobile apps', 'Smartphones', 'Software'],
    colour: '#2b4c9b',
  },
  {
    words: /cloth|fashion|dress|wear\b|mode\b|kleid|vetement|ropa/,
    interests: ['Fashion', "Women's clothing", 'Boutiques', 'Sustainable fashion'],
    colour: '#5b2e4f',
  },
  { words: /photo|foto/, interests: ['Photography', 'Weddings', 'Family'], colour: '#333c4a' },
  {
    words: /wedding|hochzeit|mariage|boda/,
    interests: ['Weddings', 'Wedding planning'],
    colour: '#7b4257',
  },
  {
    words: /child|kids|baby|toy|kinder|enfant|bebe|jouet|nino|juguete/,
    interests: ['Parenting', 'Family', 'Toys'],
    colour: '#2f6f7a',
  },
  {
    words: /wine|wein|vin\b|vino|beer|bier|biere|cerveza/,
    interests: ['Wine', 'Cocktails', 'Restaurants'],
    colour: '#6a1f34',
  },
  {
    words:
      /travel|tours?\b|hotel|holiday|reise|ferien|voyage|vacances|viaje|vacaciones|guesthouse|pension/,
    interests: ['Travel', 'Hotels', 'Hiking'],
    colour: '#1b6a73',
  },
  {
    words: /real estate|estate agent|immobil|inmobil/,
    interests: ['Real estate', 'Interior design'],
    colour: '#2a4a5f',
  },
  { words: /book|buch|livre|libro/, interests: ['Books', 'Reading'], colour: '#5a3a22' },
  {
    words: /honey|honig|miel|farm|organic|bio\b|vegetable|gemuse|legume|verdura/,
    interests: ['Organic food', "Farmers' markets", 'Cooking'],
    colour: '#7a5a12',
  },
];

const MOST_INTERESTS = 5;

/** Interests and a colour for the trade the words speak of; the first words matter most. */
export function tradeOf(texts: readonly string[]): {
  interests: readonly string[];
  colour: string;
} {
  const found = texts.flatMap((text) => TRADES.filter(({ words }) => words.test(fold(text))));
  const interests = [...new Set(found.flatMap((trade) => trade.interests))].slice(
    0,
    MOST_INTERESTS,
  );
  return {
    interests: interests.length > 0 ? interests : ['Online shopping', 'Family', 'Gifts'],
    colour: found[0]?.colour ?? '#23506b',
  };
}
