import { hashNumber } from '../delivery/random.ts';

export type Interest = {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
  /** People with this interest in the whole world, in millions. */
  readonly millions: number;
  /** Retired in the consolidation of interests: still found by id, refused when used. */
  readonly dead: boolean;
};

/** Path = interest millions, …; a star marks one that is no longer offered. */
const ROWS = `
Food and drink/Food=Bakery 190,Bread 240,Baking 310,Cakes 280,Cupcakes 110,Coffee 620,Coffeehouses 340,Tea 390,Chocolate 410,Desserts 480,Pastry 130,Organic food 260,Vegetarianism 290,Veganism 230,Barbecue 310,Pizza 450,Sushi 190,Seafood 300,Street food 140,Brunch 90,Gluten-free diet 60,Cheese 220,Ice cream 270,Meal kits 35,Farmers' markets 75,*Sourdough 20
Food and drink/Cooking=Cooking 640,Recipes 590,Italian cuisine 260,Indian cuisine 240,Mexican cuisine 200,Japanese cuisine 210,Catering 120
Food and drink/Restaurants=Restaurants 720,Fast food 380,Fine dining 150,Food delivery 260,Diners 70|Food and drink/Alcoholic beverages=Wine 380,Craft beer 140,Beer 400,Cocktails 210,Whisky 110,Wine tasting 40
Fitness and wellness/Yoga=Yoga 420,Hatha yoga 40,Yoga pants 35,Hot yoga 25|Fitness and wellness/Physical exercise=Physical fitness 780,Gyms 460,Weight training 330,Bodybuilding 290,CrossFit 110,Pilates 120,Running 410,Marathons 160,Cycling 310,Swimming 260,Personal training 90,Zumba 75,Martial arts 220,Boxing 210,Climbing 80,*Spin class 18
Fitness and wellness/Health=Meditation 310,Dieting 280,Nutrition 430,Dentistry 85,Dental hygiene 45,Orthodontics 30,Physiotherapy 60,Massage 160,Spas 230,Acupuncture 45,Mental health 260,Mindfulness 110,Chiropractic 40,Opticians 30,Skin care 390,Sleep 140
Shopping and fashion/Beauty=Beauty salons 240,Hairdressing 210,Hair care 260,Cosmetics 590,Nail care 170,Perfume 240,Barber shops 110,Make-up artists 85,Natural cosmetics 70,Tattoos 280,*Beauty parlours 14
Shopping and fashion/Clothing=Fashion 820,Women's clothing 480,Men's clothing 360,Children's clothing 230,Shoes 470,Sneakers 290,Vintage clothing 120,Dresses 330,Sustainable fashion 45,Streetwear 110,Lingerie 160|Shopping and fashion/Accessories=Jewellery 440,Handbags 260,Watches 280,Sunglasses 150,Handmade jewellery 60
Shopping and fashion/Shopping=Online shopping 890,Boutiques 310,Discount stores 220,Gift shops 95,Gifts 240,Coupons 190,Luxury goods 260,Antiques 120,Second-hand shops 85
Family and relationships/Family=Parenting 390,Motherhood 330,Fatherhood 150,Family 610,Babies 280,Pregnancy 140,Toys 310,Child care 95,Early childhood education 80|Family and relationships/Weddings=Weddings 380,Wedding dresses 170,Wedding photography 90,Bridal showers 55,Wedding planning 75,Engagement rings 80,Party planning 110
Hobbies and activities/Home and garden=Gardening 360,Garden design 85,Home improvement 370,Do it yourself 320,Interior design 410,Furniture 430,Kitchens 180,Bathrooms 60,Plumbing 45,Heating 40,Electricians 35,Roofing 25,Painting and decorating 70,Carpentry 95,Home cleaning 90,Landscaping 75,House plants 110,Solar energy 60,Home security 50,Flooring 40,Real estate 380,Moving house 45,*Home and Garden Weekly 6
Hobbies and activities/Pets=Dogs 560,Cats 480,Dog training 75,Dog grooming 40,Pet food 130,Pet supplies 95,Puppies 150,Horses 210,Veterinary medicine 80,Aquariums 60,Dog walking 25
Hobbies and activities/Arts and music=Photography 590,Drawing 260,Painting 310,Crafts 290,Handicrafts 210,Knitting 120,Sewing 140,Pottery 55,Dance 430,Live music 310,Guitar 190,Piano 140,Singing 240,Theatre 190,Museums 130,Books 520,Reading 480,Creative writing 90,Board games 100,Music lessons 30
Hobbies and activities/Travel=Travel 790,Hotels 420,Beaches 390,Camping 270,Hiking 240,City breaks 60,Bed and breakfasts 55,Adventure travel 170,Ecotourism 70,Caravanning 65,Family holidays 80|Hobbies and activities/Vehicles=Cars 560,Car maintenance 90,Used cars 75,Electric vehicles 130,Motorcycles 320,Bicycles 190,Electric bicycles 60,Car detailing 35
Sports and outdoors/Sports=Association football 680,Tennis 210,Golf 170,Rugby football 110,Cricket 260,Skiing 120,Surfing 90,Fishing 230,Outdoor recreation 310,Triathlon 40,Horse riding 70
Business and industry/Business=Small business 290,Entrepreneurship 360,Marketing 340,Digital marketing 210,Accounting 95,Insurance 130,Law 120,Consulting 110,Human resources 100,E-commerce 230,Start-up companies 150,Office supplies 40,Coworking 25,Property management 45
Education/Education=Higher education 310,Online learning 190,Language learning 150,English language 230,Tutoring 50,Driving lessons 20,Coding 110,Schools 260,Summer camps 35
Technology/Technology=Mobile apps 230,Smartphones 540,Computers 420,Video games 610,Software 280,Smart home 90,Computer repair 20,Web design 95,Photography equipment 60
Entertainment/Events=Concerts 330,Festivals 240,Nightclubs 190,Film 610,Comedy 280,Children's parties 25,Escape rooms 20
`;

function parsePath(row: string): readonly Interest[] {
  const [path = '', list = ''] = row.split('=');
  return list.split(',').map((entry) => {
    const dead = entry.startsWith('*');
    const text = dead ? entry.slice(1) : entry;
    const space = text.lastIndexOf(' ');
    const name = text.slice(0, space);
    const id = `60${String(Math.floor(hashNumber(`interest/${name}`) * 1e11)).padStart(11, '0')}`;
    return {
      id,
      name,
      path: ['Interests', ...path.split('/'), name],
      millions: Number(text.slice(space + 1)),
      dead,
    };
  });
}

export const INTERESTS: readonly Interest[] = ROWS.trim()
  .split(/[|\n]/)
  .flatMap((row) => parsePath(row));

const BY_ID = new Map(INTERESTS.map((interest) => [interest.id, interest]));

export function interestById(id: string): Interest | undefined {
  return BY_ID.get(id);
}

/** Meta finds by name and by subject; a query of several words matches when one of them does. */
export function findInterests(query: string, limit: number): readonly Interest[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  const words = wanted.split(/\W+/).filter((word) => word.length > 2);
  return INTERESTS.filter((interest) => !interest.dead)
    .map((interest) => ({ interest, score: matchScore(interest, wanted, words) }))
    .filter((match) => match.score > 0)
    .toSorted((a, b) => b.score - a.score || b.interest.millions - a.interest.millions)
    .slice(0, limit)
    .map((match) => match.interest);
}

function matchScore(interest: Interest, wanted: string, words: readonly string[]): number {
  const name = interest.name.toLowerCase();
  if (name === wanted) return 100;
  if (name.startsWith(wanted)) return 80;
  if (name.includes(wanted)) return 60;
  const nameWords = name.split(/\W+/);
  if (words.some((word) => nameWords.some((other) => sameStem(word, other)))) return 40;
  const subject = interest.path.slice(1, -1).join(' ').toLowerCase();
  return subject.includes(wanted) ? 20 : 0;
}

/** "bakeries" finds "bakery", "yoga class" finds "yoga". */
function sameStem(a: string, b: string): boolean {
  const stem = (word: string): string => word.replace(/(ies|ing|es|s|y|e)$/, '');
  return stem(a).length > 2 && stem(a) === stem(b);
}
