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
