import type { Settings } from './http/settings.ts';

/** A bakery's page, for whoever wants to see how a website is read without having one. */
const SAMPLE_HOST = 'rosas-bakery.example';
const SAMPLE_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Rosa's Bakery | Sourdough bread in Leeds</title>
    <meta name="description" content="Rosa's Bakery is a small bakery in Leeds. We bake sourdough bread by hand every morning.">
    <meta name="theme-color" content="#8a3b12">
    <meta property="og:image" content="https://rosas-bakery.example/pictures/loaf.jpg">
    <style>body { color: #222; background: #fffaf3 } h1, .button { color: #8a3b12 } .button { background: #2f6b4f }</style>
  </head>
  <body>
    <header><h1>Rosa's Bakery</h1><nav><a href="/bread">Bread</a> <a href="/visit">Visit us</a></nav></header>
    <main>
      <p>We are a small bakery in Leeds. We sell sourdough bread for families and commuters.</p>
      <p>Our customers love us because we mill our own flour.</p>
      <img src="/pictures/shop.jpg" width="800" height="600" alt="The shop">
      <p>Open Tuesday to Saturday, 7 to 3.</p>
    </main>
    <footer>Rosa's Bakery, 12 Mill Lane, Leeds</footer>
  </body>
</html>
`;

/** What stands at an address of the stand-in's own little web; null where there is nothing. */
export function websitePage({ websites }: Settings, url: string): string | null {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return null;
  const host = new URL(url).hostname.toLowerCase().replace(/^www\./, '');
  return websites.get(host) ?? (host === SAMPLE_HOST ? SAMPLE_PAGE : null);
}
