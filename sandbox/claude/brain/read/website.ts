import { clausesOf, fold, sentencesOf, type Found } from '../text.ts';

const ENDINGS =
  'com|net|org|info|biz|io|co|app|shop|store|online|site|dev|me|tv|eu|uk|de|at|ch|fr|be|es|it|nl|pt|ie|pl|cz|dk|se|no|fi|gr|hu|ro|us|ca|au|nz|in|mx|ar|br|cl|jp|za|studio|cafe|restaurant|bike|fit|yoga|coffee|pizza|salon|berlin|wien|london|paris|example|test';
const ADDRESS = new RegExp(
  `(?<![\\w@.-])(?:https?://)?(?:[a-z0-9äöüß](?:[a-z0-9äöüß-]*[a-z0-9äöüß])?\\.)+(?:${ENDINGS})(?![\\w@-])(?::\\d+)?(?:/[^\\s,;)]*)?`,
  'i',
);

/** Written out with https://, any host is an address, whatever it ends in. */
const FULL_ADDRESS =
  /https?:\/\/[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::\d+)?(?:\/[^\s,;)]*)?/iu;

/** "Our website is", "you find us at": it belongs to the address, not to another answer. */
const LABEL =
  /(?:(?:,\s?)?(?:and|und|et|y)\s)?(?:(?:we are|we['’]re|i am|i['’]m|it is|it['’]s|you (?:can )?find (?:me|us|it)|find (?:me|us|it)|sie finden uns|wir sind|nous sommes|estamos)\s(?:at|on|online at|unter|auf|sur|en)\s?|(?:(?:my|our|the|unsere?|meine|die|notre|mon|le|nuestra|mi|la)\s)?(?:web ?site|web ?page|web ?seite|home ?page|internetseite|site(?: web| internet)?|page|seite|página(?: web)?|web|url|address|adresse)(?:\s(?:is|ist|est|es|at|lautet))?\s?:?\s?)$/iu;

const NONE = [
  /\b(?:no|without a|without|don'?t have (?:a|any|one)?|do not have (?:a|any|one)?|haven'?t (?:got )?(?:a|any|one)?|not have a|lack a)\s?(?:\w+\s)?(?:web ?site|site|web ?page|homepage)\b/,
  /\b(?:keine|ohne|noch keine)\s(?:eigene\s)?(?:web ?seite|web ?site|homepage|internetseite|seite)\b/,
  /\b(?:pas|aucun|sans|pas encore)\s(?:de\s|d'un\s)?(?:site|page web)\b/,
  /\b(?:no|sin|ninguna?|todavia no)\s(?:tengo|tenemos|hay)?\s?(?:una?\s)?(?:pagina|web|sitio)\b/,
];
const SHORT_NO =
  /^(?:no|nope|none|not yet|not really|nein|keine|noch nicht|leider nicht|non|aucun|pas encore|todavia no|ninguna|aun no)\b[^?]{0,60}$|\b(?:don'?t have (?:one|it)|haven'?t got one|we have none|haben wir nicht|habe ich nicht|on n'en a pas|je n'en ai pas|no tengo|no tenemos)\b/;

export type Website =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'none' };

/** An address in any spelling, as it was written, or the statement that there is none. */
export function findWebsite(text: string, asked: boolean): Found<Website> | null {
  const match = FULL_ADDRESS.exec(text) ?? ADDRESS.exec(text);
  if (match !== null) {
    const written = match[0].replace(/[.,;:!?)]+$/, '');
    const address = /^https?:/i.test(written) ? written : `https://${written}`;
    const start = match.index - (LABEL.exec(text.slice(0, match.index))?.[0].length ?? 0);
    return { value: { kind: 'address', address }, start, end: match.index + match[0].length };
  }
  const sentences = sentencesOf(text);
  for (const part of [...sentences.flatMap(clausesOf), ...sentences]) {
    const plain = fold(part.value).trim();
    if (NONE.some((words) => words.test(plain)) || (asked && SHORT_NO.test(plain))) {
      const { start, end } = part;
      return { value: { kind: 'none' }, start, end };
    }
  }
  return null;
}
