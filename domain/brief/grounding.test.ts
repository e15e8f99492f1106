import { describe, expect, test } from 'vitest';
import { figuresIn } from './figures.ts';
import { isGrounded } from './grounding.ts';

describe('figures are found in', () => {
  test.each<[string, readonly number[]]>([
    ['about 20 a day', [20]],
    ['600 €', [600]],
    ['£1,234.50', [1234.5]],
    ['1.200 Euro', [1200, 1.2]],
    ["1'500 Franken", [1500, 1.5]],
    ['1.5k', [1500]],
    ['2 Tsd. Euro', [2000]],
    ['10-15 quid', [10, 15]],
    ['٢٠ درهم', [20]],
    ['２０ドル', [20]],
    ['twenty pounds', [20]],
    ['two hundred and fifty pounds', [250]],
    ['a hundred', [100]],
    ['half a thousand, say five hundred', [1000, 500]],
    ['fünfhundert Euro', [500]],
    ['fünfundzwanzig am Tag', [25]],
    ['zweihundertfünfzig', [250]],
    ['eintausend', [1000]],
    ['quatre-vingts euros', [80]],
    ['mille cinq cents', [1500]],
    ['doscientos cincuenta', [250]],
    ['tweehonderd vijftig', [250]],
    ['ein paar hundert im Monat', []],
    ['a couple of hundred', []],
    ['several thousand', []],
    ['quelques centaines', []],
    ['unos cientos', []],
    ['not much', []],
  ])('%s: %j', (text, figures) => {
    expect(figuresIn(text)).toEqual(new Set(figures));
  });
});

describe('a description may be put in order', () => {
  test.each([
    ['A bakery in Leeds', 'i run a small bakery, in leeds'],
    ['Bread baked at dawn with local flour', 'We bake bread at dawn, and the flour is local'],
    ['Women over 40', 'women over forty'],
    ['Anfängerkurse für Frauen', 'Kurse für Anfänger, vor allem Frauen'],
    ['Bäckerei mit Café', 'BACKEREI MIT CAFE'],
    ['Straße', 'strasse'],
    ['手作りパンの店', '私たちは手作りパンを売っています'],
    ['ร้านกาแฟเล็กๆ', 'เรามีร้านกาแฟเล็กๆ ในเชียงใหม่'],
    ['Пекарня в Москве', 'У нас пекарня, мы в Москве'],
    ['مخبز في دبي', 'لدينا مخبز صغير في دبي'],
    ['60 hours', 'they burn for 60 hours'],
  ])('%s, from: %s', (value, text) => {
    expect(isGrounded(value, [text], 'loosely')).toBe(true);
  });

  test.each([
    ['Award-winning organic bakery in Leeds', 'a bakery in Leeds'],
    ['Young professionals with high income', 'people nearby'],
    ['Women over 45', 'women over forty'],
    ['Bread for £3', 'we sell bread'],
    ['Family-owned since 1987', 'a family owned bakery'],
    ['Free delivery within 24 hours', 'we deliver'],
    ['Handgemachte Torten aus Bio-Zutaten', 'wir machen Torten'],
    ['有機パンの専門店', '私たちは靴を売っています'],
    ['Leeds', 'I have a bakery'],
  ])('but nothing may be made up: %s, from: %s', (value, text) => {
    expect(isGrounded(value, [text], 'loosely')).toBe(false);
  });
});

describe('a name stands as it is', () => {
  test.each([
    ["Rosa's Bakery", "it is called rosa's bakery", true],
    ['Rosas Bakery', 'our site is rosas-bakery.co.uk', true],
    ['Café Größe', 'CAFE GRÖSSE', true],
    ['Rosa Bakery Ltd', 'it is called Rosa Bakery', false],
    ['The Golden Loaf', 'a bakery with golden bread', false],
    ['Studio 54', 'studio 45', false],
  ])('%s, from: %s', (value, text, expected) => {
    expect(isGrounded(value, [text], 'word for word')).toBe(expected);
  });
});
