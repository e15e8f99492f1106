import type { Language } from '../language.ts';

type Parts = {
  readonly product: string;
  readonly place: string | null;
  readonly name: string;
  readonly reason: string;
};

/** Sentences of an ad in one language, made of the owner's own words only. */
export type AdWords = {
  readonly inPlace: (product: string, place: string) => string;
  readonly offer: readonly [(parts: Parts) => string, (parts: Parts) => string];
  readonly reason: readonly [(parts: Parts) => string, (parts: Parts) => string];
  readonly descriptions: {
    readonly LEADS: readonly [string, string];
    readonly SALES: readonly [string, string];
    readonly TRAFFIC: readonly [string, string];
    readonly APP_INSTALLS: readonly [string, string];
  };
  readonly reasoning: (facts: {
    readonly places: string;
    readonly ages: string;
    readonly changed: boolean;
  }) => string;
  readonly placeName: (name: string) => string;
  readonly everyAge: string;
  readonly ages: (low: number, high: string) => string;
  /** Whether common nouns inside a sentence begin with a small letter. */
  readonly lowersNouns: boolean;
};

export const AD_WORDS: Readonly<Record<Language, AdWords>> = {
  en: {
    inPlace: (product, place) => `${product} in ${place}`,
    offer: [
      ({ product, place, name, reason }) =>
        `${product}${place === null ? '' : ` in ${place}`}, from ${name}. ${reason}.`,
      ({ product, place, name, reason }) =>
        `${name} brings you ${product}${place === null ? '' : ` in ${place}`}. ${reason}.`,
    ],
    reason: [
      ({ product, name, reason }) =>
        `${reason}. That is why people come to ${name} for ${product}.`,
      ({ product, name, reason }) => `Looking for ${product}? ${reason}. See what ${name} offers.`,
    ],
    descriptions: {
      LEADS: ['Send us a message', 'Ask us a question'],
      SALES: ['See what we have', 'Choose yours today'],
      TRAFFIC: ['Read more on our website', 'Have a look around'],
      APP_INSTALLS: ['Get the app', 'See how it works'],
    },
    reasoning: ({ places, ages, changed }) =>
      `${changed ? 'I changed the plan after what you told me. ' : ''}The ads are shown to people ${ages} in ${places}, because that is where your customers are. One ad shows what you offer, the other why people choose you. After some days we can see which one works better.`,
    placeName: (name) => (/^(?:United|Nether)/.test(name) ? `the ${name}` : name),
    everyAge: 'of every age',
    ages: (low, high) => `from ${low} to ${high}`,
    lowersNouns: true,
  },
  de: {
    inPlace: (product, place) => `${product} in ${place}`,
    offer: [
      ({ product, place, name, reason }) =>
        `${product}${place === null ? '' : ` in ${place}`} von ${name}. ${reason}.`,
      ({ product, place, name, reason }) =>
        `Bei ${name}${place === null ? '' : ` in ${place}`}: ${product}. ${reason}.`,
    ],
    reason: [
      ({ product, name, reason }) => `${reason}. Darum kommen die Leute zu ${name}: ${product}.`,
      ({ product, name, reason }) => `${product} gesucht? ${reason}. Das gibt es bei ${name}.`,
    ],
    descriptions: {
      LEADS: ['Schreiben Sie uns', 'Fragen Sie uns'],
      SALES: ['Sehen Sie unsere Auswahl', 'Jetzt aussuchen'],
      TRAFFIC: ['Mehr auf unserer Website', 'Sehen Sie sich um'],
      APP_INSTALLS: ['Zur App', 'So funktioniert es'],
    },
    reasoning: ({ places, ages, changed }) =>
      `${changed ? 'Ich habe den Plan nach Ihren Worten geändert. ' : ''}Die Anzeigen sehen Menschen ${ages} in ${places}, denn dort sind Ihre Kunden. Eine Anzeige zeigt Ihr Angebot, die andere den Grund, zu Ihnen zu kommen. Nach einigen Tagen sehen wir, welche besser wirkt.`,
    placeName: (name) => name,
    everyAge: 'jeden Alters',
    ages: (low, high) => `von ${low} bis ${high}`,
    lowersNouns: false,
  },
  fr: {
    inPlace: (product, place) => `${product} à ${place}`,
    offer: [
      ({ product, place, name, reason }) =>
        `${product}${place === null ? '' : ` à ${place}`}, chez ${name}. ${reason}.`,
      ({ product, place, name, reason }) =>
        `Chez ${name}${place === null ? '' : `, à ${place}`} : ${product}. ${reason}.`,
    ],
    reason: [
      ({ product, name, reason }) =>
        `${reason}. C’est pour cela qu’on vient chez ${name} : ${product}.`,
      ({ product, name, reason }) =>
        `Vous cherchez ceci : ${product} ? ${reason}. À voir chez ${name}.`,
    ],
    descriptions: {
      LEADS: ['Écrivez-nous', 'Posez votre question'],
      SALES: ['Voir notre choix', 'Choisissez le vôtre'],
      TRAFFIC: ['En savoir plus sur le site', 'Venez voir'],
      APP_INSTALLS: ['Obtenir l’application', 'Comment ça marche'],
    },
    reasoning: ({ places, ages, changed }) =>
      `${changed ? 'J’ai changé le plan d’après ce que vous m’avez dit. ' : ''}Les annonces sont vues par des personnes ${ages} à cet endroit : ${places}, car vos clients y sont. Une annonce montre votre offre, l’autre pourquoi on vous choisit. Après quelques jours, on voit laquelle marche mieux.`,
    placeName: (name) => name,
    everyAge: 'de tout âge',
    ages: (low, high) => `de ${low} à ${high}`,
    lowersNouns: true,
  },
  es: {
    inPlace: (product, place) => `${product} en ${place}`,
    offer: [
      ({ product, place, name, reason }) =>
        `${product}${place === null ? '' : ` en ${place}`}, de ${name}. ${reason}.`,
      ({ product, place, name, reason }) =>
        `En ${name}${place === null ? '' : `, ${place}`}: ${product}. ${reason}.`,
    ],
    reason: [
      ({ product, name, reason }) => `${reason}. Por eso la gente viene a ${name}: ${product}.`,
      ({ product, name, reason }) => `¿Busca ${product}? ${reason}. Lo tiene en ${name}.`,
    ],
    descriptions: {
      LEADS: ['Escríbanos', 'Pregúntenos'],
      SALES: ['Vea lo que tenemos', 'Elija el suyo'],
      TRAFFIC: ['Más en nuestra web', 'Eche un vistazo'],
      APP_INSTALLS: ['Obtenga la aplicación', 'Vea cómo funciona'],
    },
    reasoning: ({ places, ages, changed }) =>
      `${changed ? 'He cambiado el plan según lo que me dijo. ' : ''}Los anuncios los ven personas ${ages} en ${places}, porque allí están sus clientes. Un anuncio muestra lo que ofrece, el otro por qué le eligen. Tras unos días se ve cuál funciona mejor.`,
    placeName: (name) => name,
    everyAge: 'de cualquier edad',
    ages: (low, high) => `de ${low} a ${high}`,
    lowersNouns: true,
  },
};
