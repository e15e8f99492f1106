import { expect, test, vi } from 'vitest';
import { inflateSync } from 'node:zlib';
import { renderLaunchReceipt } from './launch-receipt.ts';
import { exampleReceipt } from './receipt-example.ts';

// Setting type over several pages takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** The words on each page, read through the character maps that the file itself carries. */
function pagesOf(pdf: Buffer): string[] {
  const objects = new Map<string, { head: string; body: string }>();
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = '', whole = ''] = match;
    const start = whole.indexOf('\nstream\n');
    const head = start < 0 ? whole : whole.slice(0, start);
    const raw = start < 0 ? '' : whole.slice(start + 8, whole.lastIndexOf('\nendstream'));
    const body = head.includes('FlateDecode')
      ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1')
      : raw;
    objects.set(id, { head, body });
  }
  const ref = (head: string, key: string) => new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1] ?? '';
  const get = (id: string) => objects.get(id) ?? { head: '', body: '' };
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\n/.test(`${head}\n`));
  return pages.map(({ head }) => {
    const resources = get(ref(head, 'Resources')).head;
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
        name,
        charactersOf(get(ref(get(id).head, 'ToUnicode')).body),
      ]),
    );
    let font: ReadonlyMap<number, string> = new Map();
    let words = '';
    for (const [, name, shown] of get(ref(head, 'Contents')).body.matchAll(
      /\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g,
    )) {
      if (name !== undefined) font = fonts.get(name) ?? new Map();
      if (shown === undefined) continue;
      for (const [, hex = ''] of shown.matchAll(/<([\da-f]+)>/g)) {
        for (const code of hex.match(/.{4}/g) ?? []) {
          words += font.get(Number.parseInt(code, 16)) ?? '?';
        }
      }
      words += ' ';
    }
    return words;
  });
}

function charactersOf(map: string): ReadonlyMap<number, string> {
  const table = new Map<number, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([\da-f]+)> <[\da-f]+> \[(.*?)\]/g)) {
    for (const [index, [, hex = '']] of [...list.matchAll(/<([\da-f ]+)>/g)].entries()) {
      const units = (hex.match(/[\da-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
      table.set(Number.parseInt(first, 16) + index, String.fromCharCode(...units));
    }
  }
  return table;
}

/** Lines are broken and scripts drawn apart, so spaces do not count. */
const plain = (text: string) => text.replace(/\s/g, '');

test('holds who allowed what, the limits, and every value of every thing made', async () => {
  const receipt = exampleReceipt();
  const pdf = await renderLaunchReceipt(receipt);
  const all = plain(pagesOf(pdf).join(''));
  const { approval, adAccount, page } = receipt;
  const facts = [approval.id, approval.by, approval.contentHash, adAccount.id, page.name, page.id];
  const limits = ['€15', '€26.25', '€105', '€450', 'Wednesday 23 December 2026, 23:59:59'];
  const times = ['Monday 23 November 2026, 14:05:45', 'Europe/Berlin', 'version 2'];
  for (const words of [...facts, ...limits, ...times]) expect(all).toContain(plain(words));
  for (const { label, metaId, values } of receipt.objects) {
    expect(all).toContain(plain(label));
    expect(all).toContain(metaId);
    for (const { asked } of values.filter(
      (value) => value.label !== 'Link' && value.label !== 'Text',
    )) {
      expect(all).toContain(plain(asked.replace('🥖', '')));
    }
  }
  expect(all).toContain(
    plain('9 things were made at Facebook. 32 values were read back, all as approved.'),
  );
});

test('is a document with a title and a language whose pages are numbered', async () => {
  const pdf = await renderLaunchReceipt(exampleReceipt());
  const pages = pagesOf(pdf);
  expect(pages.length).toBeGreaterThanOrEqual(4);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    expect(page).toContain('Corner bakery');
  }
  const text = pdf.toString('latin1');
  expect(text).toContain('/Lang (en-GB)');
  expect(text).toMatch(/\/Title \d+ 0 R/);
  expect(text).toContain('(Launch receipt: Fresh bread for the neighbourhood)');
  expect(text).toContain('/DisplayDocTitle true');
});

test('gives the same bytes for the same receipt', async () => {
  const [first, second] = await Promise.all([
    renderLaunchReceipt(exampleReceipt()),
    renderLaunchReceipt(exampleReceipt()),
  ]);
  expect(first.equals(second)).toBe(true);
  const later = await renderLaunchReceipt({ ...exampleReceipt(), liveAt: 0 });
  expect(later.equals(first)).toBe(false);
});

test('says what differs and what was not read back', async () => {
  const receipt = exampleReceipt();
  const values = [
    { label: 'Each day', asked: '€7.50', readBack: '€75', same: false },
    { label: 'Ends', asked: 'never', readBack: null, same: false },
  ];
  const objects = receipt.objects.slice(0, 1).map((object) => ({ ...object, values }));
  const all = pagesOf(await renderLaunchReceipt({ ...receipt, objects })).join('');
  expect(all).toContain('Differs');
  expect(all).toContain('Not read back');
  expect(plain(all)).toContain(
    plain('1 thing was made at Facebook. 1 value differs from what was approved.'),
  );
});

test('takes names in letters it cannot draw, very long words, and nothing at all', async () => {
  const receipt = exampleReceipt();
  const endless = { label: 'Text', asked: 'a'.repeat(9_000), readBack: 'b', same: false };
  const odd = receipt.objects.slice(0, 1).map((one) => ({ ...one, values: [endless] }));
  const pages = pagesOf(
    await renderLaunchReceipt({ ...receipt, projectName: 'パン屋', title: '', objects: odd }),
  );
  expect(pages.join('')).toContain('(in letters that this document cannot show)');
  expect(pages.join('').match(/a/g)?.length).toBeGreaterThanOrEqual(9_000);
  const empty = pagesOf(await renderLaunchReceipt({ ...receipt, objects: [], leaseUntil: null }));
  expect(empty.length).toBeGreaterThanOrEqual(1);
});
