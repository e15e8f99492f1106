import { describe, expect, test } from 'vitest';
import { mainColours } from './page-colours.ts';
import { readPage, readPlainText } from './page-content.ts';

const at = (html: string) => readPage(html, 'https://shop.example/a/b');

describe('the words of a page', () => {
  test.each([
    ['<p>One</p><p>Two <b>and</b> three</p>', 'One\nTwo and three'],
    ['<ul><li>a<li>b</ul>', 'a\nb'],
    ['a &amp; b &#8211; c &nbsp; d', 'a & b – c d'],
    ['<p>Never closed', 'Never closed'],
    ['</p></div>Odd', 'Odd'],
    ['<P>Large</P><sCrIpT>no</ScRiPt>', 'Large'],
    ['<script>a < b; "</script>"</script>', '"'],
    ['<style>.a{}</style><noscript>no</noscript><template>no</template>', ''],
    ['<svg><text>no</text></svg><iframe>no</iframe><textarea>no</textarea>yes', 'yes'],
    ['<p hidden>no</p><p aria-hidden="true">no</p><p>yes</p>', 'yes'],
    ['<div style="display: none"><p>no<p>no</div>yes', 'yes'],
    ['<p style="visibility:hidden">no</p><p style="font-size:0px">no</p>yes', 'yes'],
    ['<p style="position:absolute;left:-9999px">no</p>yes', 'yes'],
    ['<p>soft\u00adhyphen\u200b and \u202eturned\u202c</p>', 'softhyphen and turned'],
    ['<!-- no -->yes', 'yes'],
  ])('%s', (html, text) => {
    expect(at(html).text).toBe(text);
  });

  test('end after twenty thousand letters, in plain text as well', () => {
    const long = 'bread and butter '.repeat(10_000);
    expect(at(`<p>${long}`).text).toHaveLength(20_000);
    expect(readPlainText(long).text).toHaveLength(20_000);
  });

  test('take the first title, without that of a drawing, and the page’s own description', () => {
    const page = at(
      `<svg><title>No</title></svg><title> Rosa
       &amp; Co </title><title>No</title>
       <meta property="og:description" content="Shared"><meta name="Description" content="Own">`,
    );
    expect([page.title, page.description]).toEqual(['Rosa & Co', 'Own']);
  });
});

test('pictures are whole https addresses and never code, logins, dots or too many', () => {
  const page = at(
    `<base href="https://cdn.example/x/"><meta property="og:image" content="https://shop.example/og.jpg">
     <img src="a.jpg"><img src="//other.example/b.png"><img src="http://shop.example/c.jpg">
     <img src="data:image/png;base64,AAAA"><img src="javascript:alert(1)"><img src="https://a:b@shop.example/d.jpg">
     <img src="dot.gif" width="1" height="1"><img data-src="/lazy.jpg"><img><p hidden><img src="/hidden.jpg"></p>
     ${'<img src="https://shop.example/og.jpg">'.repeat(50)}`,
  );
  expect(page.pictures).toEqual([
    'https://shop.example/og.jpg',
    'https://cdn.example/x/a.jpg',
    'https://other.example/b.png',
    'https://cdn.example/lazy.jpg',
  ]);
  const many = Array.from({ length: 50 }, (_, index) => `<img src="/${index}.jpg">`).join('');
  expect(at(many).pictures).toHaveLength(12);
});

test('colours are counted by use; greys and the palettes of page builders say nothing', () => {
  const colours = (html: string) => mainColours(at(html).colours);
  expect(
    colours(`<style>:root { --wp--preset--color--vivid-red: #cf2e2e; --brand: #0A6 }
      body { color: #222; background: #fff } a { color: rgb(10, 20, 200) } b { color: rgba(9, 9, 250, .1) }
      /* a { color: #ff00ff } */</style><p style="background-color:#8a3b12aa">`),
  ).toEqual(['#00aa66', '#8a3b12', '#0a14c8']);
  expect(colours('<meta name="theme-color" content="#123456">')).toEqual(['#123456']);
  expect(colours('<style>a{color:#777;background:url(#abcdef-x)}</style>')).toEqual([]);
});

test.each([
  ['tags in tags', '<div>'.repeat(400_000)],
  ['crossed tags', '<b><i>'.repeat(150_000) + '</b></i>'.repeat(100_000)],
  ['hidden tags in tags', `<svg>${'<g>'.repeat(200_000)}${'</g>'.repeat(100_000)}`],
  ['one tag with very many words', `<p ${'a=1 '.repeat(400_000)}>`],
  ['a comment without end', `<!--${'x'.repeat(1_900_000)}`],
  ['half references', '&'.repeat(1_900_000)],
  ['a style without end', `<style>${'a{b:'.repeat(400_000)}`],
  ['half comments in a style', `<style>${'/*'.repeat(900_000)}</style>`],
  ['one long word', 'x'.repeat(1_900_000)],
  ['spaces', ' '.repeat(1_900_000)],
])('%s take no time to speak of', (_name, html) => {
  const started = performance.now();
  at(html);
  expect(performance.now() - started).toBeLessThan(2_000);
});
