import { Parser } from 'htmlparser2';
import { addColour, countColours, readColour } from './page-colours.ts';
import type { ColourCount } from './page-colours.ts';

/** What a page says, as far as a reader would see it. Everything in it is outside text. */
export type PageContent = {
  readonly title: string | null;
  readonly description: string | null;
  readonly text: string;
  /** Web addresses of pictures; they are named, never loaded. */
  readonly pictures: readonly string[];
  readonly colours: ColourCount;
  /** Addresses of linked stylesheets, in the page's order. */
  readonly stylesheets: readonly string[];
};

const MOST_TEXT = 20_000;
const MOST_TITLE = 300;
const MOST_DESCRIPTION = 1_000;
const MOST_PICTURES = 12;
const MOST_STYLESHEETS = 20;
/** A colour that the page names as its own counts more than any of its styles. */
const THEME_WEIGHT = 20;

const UNSEEN = new Set(
  'script style noscript template svg math iframe object embed canvas audio video select textarea title'.split(
    ' ',
  ),
);
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i kbd label mark q s small span strong sub sup time u wbr'.split(
    ' ',
  ),
);
const HIDDEN_STYLE =
  /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|max-height|height|width)\s*:\s*0(?:\.0+)?(?:px|em|rem|%)?\s*(?:;|$|!)|(?:text-indent|left|top)\s*:\s*-\d{3,})/i;

/** No page that people made nests deeper. */
const DEEPEST = 1_000;
const PIECE = 16_384;

type Attributes = Readonly<Record<string, string>>;

type Reading = {
  base: string;
  title: string;
  description: string | null;
  text: string;
  readonly pictures: Set<string>;
  readonly colours: ColourCount;
  readonly stylesheets: Set<string>;
  /** Open elements inside of one that is not seen, itself included; empty while everything is seen. */
  readonly unseen: string[];
  inStyle: boolean;
  inTitle: boolean;
  style: string;
  depth: number;
};

/** Reads a page's own words, colours and pictures. Text that a visitor would not see is left out. */
export function readPage(html: string, url: string): PageContent {
  const reading: Reading = {
    base: url,
    title: '',
    description: null,
    text: '',
    pictures: new Set(),
    colours: new Map(),
    stylesheets: new Set(),
    unseen: [],
    inStyle: false,
    inTitle: false,
    style: '',
    depth: 0,
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open(reading, name, attributes),
      ontext: (piece) => take(reading, piece),
      onclosetag: (name) => close(reading, name),
    },
    { decodeEntities: true },
  );
  // Piece by piece, since the parser's work grows with the square of the depth.
  for (let at = 0; at < html.length && reading.depth < DEEPEST; at += PIECE) {
    parser.write(html.slice(at, at + PIECE));
  }
  if (reading.depth < DEEPEST) parser.end();
  return {
    title: tidy(reading.title, MOST_TITLE),
    description: reading.description,
    text: tidyText(reading.text),
    pictures: [...reading.pictures],
    colours: reading.colours,
    stylesheets: [...reading.stylesheets],
  };
}

/** A plain text file has nothing but its words. */
export function readPlainText(text: string): PageContent {
  return {
    title: null,
    description: null,
    text: tidyText(text.slice(0, MOST_TEXT * 2)),
    pictures: [],
    colours: new Map(),
    stylesheets: [],
  };
}

function open(reading: Reading, name: string, attributes: Attributes): void {
  const isInside = reading.unseen.length > 0;
  reading.depth += 1;
  if (isInside || UNSEEN.has(name) || isHidden(attributes)) reading.unseen.push(name);
  if (!isInside && name === 'title' && reading.title === '') reading.inTitle = true;
  if (name === 'style') reading.inStyle = true;
  if (!INLINE.has(name)) reading.text += '\n';
  if (attributes['style'] !== undefined) countColours(attributes['style'], reading.colours);
  if (name === 'base') reading.base = webAddress(attributes['href'], reading.base) ?? reading.base;
  if (name === 'meta') readMeta(reading, attributes);
  if (name === 'link') readLink(reading, attributes);
  if (name === 'img' && !isInside) readPicture(reading, attributes);
}

function take(reading: Reading, piece: string): void {
  if (reading.inTitle && reading.title.length < MOST_TITLE) reading.title += piece;
  if (reading.inStyle) reading.style += piece;
  if (reading.unseen.length > 0 || reading.text.length > MOST_TEXT * 2) return;
  reading.text += piece;
}

function close(reading: Reading, name: string): void {
  reading.depth -= 1;
  if (name === 'title') reading.inTitle = false;
  if (name === 'style') {
    reading.inStyle = false;
    countColours(reading.style, reading.colours);
    reading.style = '';
  }
  if (reading.unseen.length > 0) {
    const at = reading.unseen.lastIndexOf(name);
    if (at !== -1) reading.unseen.length = at;
  }
  if (!INLINE.has(name)) reading.text += '\n';
}

function isHidden(attributes: Attributes): boolean {
  return (
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    HIDDEN_STYLE.test(attributes['style'] ?? '')
  );
}

function readMeta(reading: Reading, attributes: Attributes): void {
  const name = (attributes['name'] ?? attributes['property'] ?? '').toLowerCase();
  const content = attributes['content'] ?? '';
  if (name === 'description' || (name === 'og:description' && reading.description === null)) {
    reading.description = tidy(content, MOST_DESCRIPTION);
  }
  if (name === 'og:image' || name === 'og:image:secure_url') addPicture(reading, content);
  if (name === 'theme-color') {
    const colour = readColour(content);
    if (colour !== null) addColour(colour, THEME_WEIGHT, reading.colours);
  }
}

function readLink(reading: Reading, attributes: Attributes): void {
  const isSheet = /(?:^|\s)stylesheet(?:\s|$)/i.test(attributes['rel'] ?? '');
  const address = isSheet ? webAddress(attributes['href'], reading.base) : null;
  if (address !== null && reading.stylesheets.size < MOST_STYLESHEETS) {
    reading.stylesheets.add(address);
  }
}

/** Counting dots of a few pixels are no pictures. */
const SMALLEST_PICTURE = 48;

function readPicture(reading: Reading, attributes: Attributes): void {
  const sides = [attributes['width'], attributes['height']].map((side) =>
    Number.parseInt(side ?? '', 10),
  );
  if (sides.some((side) => side < SMALLEST_PICTURE)) return;
  addPicture(reading, attributes['src'] ?? attributes['data-src'] ?? '');
}

function addPicture(reading: Reading, address: string): void {
  const whole = webAddress(address, reading.base);
  if (whole !== null && reading.pictures.size < MOST_PICTURES) reading.pictures.add(whole);
}

const LONGEST_ADDRESS = 2_048;

/** An https address, whole, without a login; null for anything else. */
function webAddress(text: string | undefined, base: string): string | null {
  const address = text?.trim() ?? '';
  if (address === '' || address.length > LONGEST_ADDRESS || !URL.canParse(address, base))
    return null;
  const url = new URL(address, base);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}

/** Control and format letters, which only ever hide something in a page's text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;

function tidy(text: string, most: number): string | null {
  const kept = text.replace(/\s+/g, ' ').replace(INVISIBLE, '').trim().slice(0, most).trim();
  return kept === '' ? null : kept;
}

function tidyText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').replace(INVISIBLE, '').trim())
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, MOST_TEXT);
}
