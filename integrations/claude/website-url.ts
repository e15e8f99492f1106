/**
 * Reads a web address as people write it ("www.rosas-bakery.co.uk") into a full https one.
 * @returns null for anything that is not a public http(s) address with a dotted host name.
 */
export function readWebsiteUrl(said: string): string | null {
  const text = said.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const isNamed = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(url.hostname);
  if (!isWeb || !isNamed || url.username !== '' || url.password !== '') return null;
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
  return isBare ? url.origin : url.href;
}

/** Names in running text: with a scheme or "www." any, bare ones only in small letters ("rosas-bakery.co.uk"). */
const IN_TEXT =
  /(?<![\p{L}\p{N}@._-])(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s<>"']{3,500}|[Ww]{3}\.[^\s<>"']{3,500}|(?:[\p{Ll}\p{N}](?:[\p{Ll}\p{N}-]{0,61}[\p{Ll}\p{N}])?\.){1,4}\p{Ll}{2,24}(?![\p{L}\p{N}@-])(?:\/[^\s<>"']{0,400})?)/u;

/** The first web address that a message names, as a full one; null where there is none. */
export function websiteIn(text: string): string | null {
  const found = IN_TEXT.exec(text)?.[0].replace(/[.,;:!?)\]»”]+$/u, '');
  return found === undefined ? null : readWebsiteUrl(found);
}
