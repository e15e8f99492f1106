import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { expect, test, vi } from 'vitest';
import { contrast, inkOn, INK, mix, parseColour, readableOn, WHITE } from './colour.ts';
import { fitText, widthOf } from './fit-text.ts';
import { drawable } from './fonts.ts';
import { LAYOUTS } from './layouts.ts';
import { renderPicture } from './render.ts';

// Pictures of this size take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const request = { phrase: 'Warm bread at seven', businessName: 'Bakery', brandColour: '#1f6f54' };

test.each(LAYOUTS)(
  'the layout "%s" gives a picture of the right size, always the same',
  async (layout) => {
    const first = await renderPicture({ ...request, layout });
    const second = await renderPicture({ ...request, layout });
    expect(first).toMatchObject({ width: 1080, height: 1350, mime: 'image/png' });
    expect([...first.png.subarray(1, 4)]).toEqual([80, 78, 71]);
    expect(second.png.equals(first.png)).toBe(true);
    const other = await renderPicture({ ...request, layout, phrase: 'Other words' });
    expect(other.png.equals(first.png)).toBe(false);
  },
);

test('letters with accents and of other alphabets are drawn, others left out', async () => {
  expect(await drawable('Świeży chleb, ő Ž ñ Привет Γειά')).toBe('Świeży chleb, ő Ž ñ Привет Γειά');
  expect(await drawable('Fresh 🥖 パン bread')).toBe('Fresh bread');
});

test('a phrase nothing of which can be drawn still gives a picture', async () => {
  const picture = await renderPicture({ ...request, layout: 'split', phrase: '🥖🥖' });
  expect(picture.png.length).toBeGreaterThan(1000);
});

test('text is readable on any colour a model may choose', () => {
  for (let red = 0; red < 256; red += 51) {
    for (let green = 0; green < 256; green += 51) {
      for (let blue = 0; blue < 256; blue += 51) {
        const brand = [red, green, blue] as const;
        // Everything on a picture is large text, for which 3 is enough (WCAG 2.2).
        expect(contrast(inkOn(brand), brand)).toBeGreaterThanOrEqual(4);
        const paper = mix(WHITE, brand, 0.06);
        expect(contrast(readableOn(brand, paper), paper)).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
  expect(contrast(WHITE, INK)).toBeGreaterThan(15);
  expect(parseColour('no colour')).toEqual([31, 111, 84]);
});

test.each(['Save', 'Warm bread at seven', 'Donaudampfschifffahrtsgesellschaft', 'a b c d e f g h'])(
  'the words "%s" stay inside of their box',
  (phrase) => {
    const box = { width: 888, maxLines: 4, largest: 152, smallest: 36 };
    const { size, lines } = fitText(phrase, box);
    expect(lines.length).toBeLessThanOrEqual(4);
    for (const line of lines) expect(widthOf(line) * size).toBeLessThanOrEqual(888);
    expect(lines.join(' ')).toBe(phrase);
  },
);

test.each(LAYOUTS)('the layout "%s" shows a photo, and no words on it', async (layout) => {
  const jpeg = readFileSync(new URL('quadrants.jpg', import.meta.url)).toString('base64');
  const photo = `data:image/jpeg;base64,${jpeg}`;
  const picture = await renderPicture({ ...request, layout, photo });
  expect(picture).toMatchObject({ width: 1080, height: 1350 });
  const other = await renderPicture({ ...request, layout, photo, phrase: 'Quite other words' });
  const [one, two] = [picture, other].map(({ png }) => {
    const href = `data:image/png;base64,${png.toString('base64')}`;
    const size = 'width="1080" height="1350"';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} href="${href}"/></svg>`;
    return new Resvg(svg).render().pixels;
  });
  const pixel = (x: number, y: number) => [
    ...(one?.subarray((y * 1080 + x) * 4).subarray(0, 3) ?? []),
  ];
  expect(isNear(pixel(200, 200), [255, 0, 0])).toBe(true);
  expect(isNear(pixel(880, 200), [0, 255, 0])).toBe(true);
  // Other words change nothing where the photo is.
  const upper = 1080 * 4 * 600;
  expect(one?.subarray(0, upper).equals(two?.subarray(0, upper) ?? Buffer.alloc(0))).toBe(true);
});

function isNear(colour: readonly number[], wanted: readonly number[]): boolean {
  return wanted.every((value, channel) => Math.abs(value - (colour[channel] ?? -99)) < 30);
}
