import { asText, type JsonObject } from '../../json.ts';
import { sentencesOf, shorten, tidy } from '../text.ts';
import { findAudience } from './audience.ts';
import { describeBusiness, findProduct } from './business.ts';
import { findLocation } from './location.ts';
import { findStrength } from './strength.ts';

const LONGEST_NAME = 60;
const LONGEST_FACT = 120;

/** What a page of a website says about a business, as far as simple patterns find it; null where they do not. */
export function readPage(page: JsonObject): JsonObject {
  const title = asText(page['title']);
  const description = asText(page['description']);
  // A heading has no full stop; as a line of its own it is a sentence all the same.
  const text = asText(page['text'])
    .split('\n')
    .map((line) => (/[.!?]$/.test(line) ? line : `${line}.`))
    .join('\n');
  const first = sentencesOf(description)[0]?.value ?? '';
  return {
    businessName: nameIn(title),
    businessDescription: said(describeBusiness(first)),
    product: said(findProduct(`${text}\n${description}`)?.value),
    targetAudience: said(findAudience(text)?.value),
    location: said(findLocation(`${description}\n${text}`, false)?.value),
    uniqueSellingPoint: said(findStrength(text)?.value),
  };
}

/** "Rosa's Bakery | Sourdough bread in Leeds": the name stands before the first mark. */
function nameIn(title: string): string | null {
  const name = title.split(/\s[|–—·-]\s|:\s/)[0]?.trim() ?? '';
  const isName = /^\p{Lu}/u.test(name) && name.length <= LONGEST_NAME;
  return isName && !/^(?:home|welcome|start|willkommen|accueil|inicio)/i.test(name) ? name : null;
}

function said(value: string | undefined): string | null {
  const text = tidy(shorten(value ?? '', LONGEST_FACT));
  return text.length < 3 ? null : text;
}
