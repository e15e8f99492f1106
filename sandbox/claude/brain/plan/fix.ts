import { asObject, asText, type JsonObject } from '../../json.ts';
import { languageOf } from '../language.ts';
import { shorten, tidy } from '../text.ts';
import { AD_WORDS } from './words.ts';

const EXPLAINED = {
  en: 'I kept to what you offer and left out the words that Facebook objected to.',
  de: 'Ich habe mich auf Ihr Angebot beschränkt und die beanstandeten Worte weggelassen.',
  fr: 'Je m’en suis tenu à votre offre et j’ai retiré les mots refusés par Facebook.',
  es: 'Me he limitado a lo que ofrece y he quitado las palabras que Facebook rechazó.',
} as const;

/** Another ad in the place of a refused one: the bare offer, without the praise. */
export function writeFix(data: JsonObject): JsonObject {
  const text = (name: string) => asText(data[name]).trim();
  const before = asObject(data['ad']);
  const product = text('product') || text('businessDescription') || 'Our offer';
  const name = text('businessName') || text('pageName') || 'us';
  const language = languageOf([`${product} ${asText(before['primaryText'])}`]);
  const words = AD_WORDS[language];
  const short = tidy(shorten(product.split(/[,;.:(]/)[0] ?? product, 40));
  const onPicture = /image|picture|bild|photo/i.test(text('reason'));
  return {
    primaryText: shorten(
      words.offer[1]({ product: tidy(shorten(product, 120)), place: null, name, reason: short }),
      290,
    ),
    headline: short,
    description: words.descriptions.TRAFFIC[0],
    changesPicture: onPicture,
    pictureText: short,
    pictureLayout: 'framed',
    brandColour: text('brandColour') || '#1f6f54',
    explanation: EXPLAINED[language],
  };
}
