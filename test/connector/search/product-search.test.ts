import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogIndex } from '../../../connector/search/catalog-index.ts';
import { buildIndex } from './build-index.ts';
import { someEntry } from './some-entry.ts';

const entries = [
  someEntry({
    id: 'chaz',
    title: 'Chaz Kangeroo Hoodie',
    brand: 'Luma',
    references: ['MH01', 'MH01-XS-Black'],
    variantText: 'black orange XS',
  }),
  someEntry({ id: 'kit', title: 'Hoodie Care Kit', references: ['24-001'] }),
  someEntry({ id: 'out', title: 'Hoodie', available: false, references: ['X1'] }),
  someEntry({ id: 'sweat', title: 'Sweat à capuche été', description: 'Un hoodie pour les chevaux.' }),
  someEntry({ id: 'lamp', title: 'Große Lampe', description: 'Kinderzimmer' }),
  someEntry({ id: 'japan', title: '黒いTシャツ' }),
  someEntry({ id: 'tee', title: 'Crew-neck T-shirt', variantText: 'blue' }),
  someEntry({ id: 'black', title: 'Black boxes', references: ['BLACK'] }),
  someEntry({ id: 'scarf', title: 'Wool scarf', description: 'Warm, for women.' }),
  someEntry({ id: 'thai', title: 'เสื้อยืดสีดำ' }),
];

let index: CatalogIndex;
beforeAll(async () => {
  index = await buildIndex(entries, ':memory:');
});
afterAll(() => index.close());

const find = (text: string) =>
  index.products({ text, categoryId: undefined, limit: 20, offset: 0 }).map(({ id }) => id);

describe('a search', () => {
  it.each([
    ['half a word', 'kang', 'chaz'],
    ['one letter', 'k', 'chaz'],
    ['a word after others, half typed', 'chaz hoo', 'chaz'],
    ['other case and no accents', 'ETE', 'sweat'],
    ['accents that the shop left out', 'grösse lampe', 'lamp'],
    ['ss for ß', 'grosse', 'lamp'],
    ['words in another order', 'hoodie kangeroo chaz', 'chaz'],
    ['a color of a variant', 'orange hoodie', 'chaz'],
    ['a brand', 'luma', 'chaz'],
    ['a word of the description', 'kinderzimmer', 'lamp'],
    ['a letter left out', 'kangero', 'chaz'],
    ['a letter too many', 'kanggeroo hoodie', 'chaz'],
    ['a wrong letter', 'kangaroo', 'chaz'],
    ['two letters exchanged', 'knageroo', 'chaz'],
    ['half a word with a typo', 'kangar', 'chaz'],
    ['an English plural', 'scarves', 'scarf'],
    ['an English singular', 'box', 'black'],
    ['a French singular', 'cheval', 'sweat'],
    ['a possessive', 'woman’s scarf', 'scarf'],
    ['a hyphen left out', 'crewneck tshirt', 'tee'],
    ['part of a Japanese title', 'シャツ', 'japan'],
    ['one Japanese character', '黒', 'japan'],
    ['part of a Thai title', 'ยืดสี', 'thai'],
    ['a reference', 'MH01-XS-Black', 'chaz'],
    ['a reference without dashes', 'mh01xsblack', 'chaz'],
    ['a reference with spaces', 'mh 01', 'chaz'],
    ['the beginning of a reference', 'mh01xs', 'chaz'],
    ['a word and a reference', 'hoodie mh01xsblack', 'chaz'],
    ['a part of a reference', '001', 'kit'],
    ['a reference between words that lack', 'xyzzyx mh01-xs-black', 'chaz'],
    ['a word and the beginning of a reference', 'hoodie mh01x', 'chaz'],
    ['a reference that is a common word', 'black', 'black'],
  ])('finds by %s: %s', (_, text, id) => expect(find(text)[0]).toBe(id));

  it('puts products with every word before products with some', () => {
    expect(find('kangeroo hoodie kit')).toEqual(expect.arrayContaining(['chaz', 'kit', 'out', 'sweat']));
    expect(find('hoodie care').indexOf('kit')).toBe(0);
  });

  it('puts the title before the description, and what is in stock before its equal', async () => {
    expect(find('hoodie').at(-1)).toBe('sweat');
    const twins = await buildIndex(
      [someEntry({ id: 'sold', title: 'Red bag', available: false }), someEntry({ id: 'here', title: 'Red bag' })],
      ':memory:',
    );
    const found = twins.products({ text: 'bag', categoryId: undefined, limit: 2, offset: 0 });
    expect(found.map(({ id }) => id)).toEqual(['here', 'sold']);
    twins.close();
  });

  it('answers a text that is a reference and nothing else by its product alone', () => {
    expect(find('MH01-XS-Black')).toEqual(['chaz']);
    expect(find('black').length).toBeGreaterThan(1);
  });

  it('puts every word in the title before the variants, and those before the description', async () => {
    const index = await buildIndex(
      [
        someEntry({ id: 'description', title: 'Bag', description: 'goes with red shoes' }),
        someEntry({ id: 'variant', title: 'Shoes', variantText: 'red' }),
        someEntry({ id: 'title', title: 'Red leather shoes for the garden' }),
      ],
      ':memory:',
    );
    const found = index.products({ text: 'red shoes', categoryId: undefined, limit: 3, offset: 0 });
    expect(found.map(({ id }) => id)).toEqual(['title', 'variant', 'description']);
    index.close();
  });

  it('is not blanked by a wrong word', () => {
    expect(find('hoodie xyzzyx')).toEqual(find('hoodie'));
    expect(find('hoodie lampe')).toEqual(expect.arrayContaining(['chaz', 'lamp']));
  });

  it('takes blank text for none, and text without a word for nothing', () => {
    expect(find('  \t')).toHaveLength(entries.length);
    expect(find('')).toHaveLength(entries.length);
    expect(find('???')).toEqual([]);
    expect(find('🙂')).toEqual([]);
    expect(find('xyzzyx')).toEqual([]);
  });

  it('reads German plurals in a German catalog', async () => {
    const german = await buildIndex(
      [someEntry({ id: 'k', title: 'Kleider und Uhren', description: 'mit der Lampe aus Glas für das Haus' })],
      ':memory:',
    );
    for (const text of ['Kleid', 'Uhr', 'Gläser', 'Häuser', 'Lampen']) {
      expect(german.products({ text, categoryId: undefined, limit: 1, offset: 0 }), text).toHaveLength(1);
    }
    german.close();
  });

  it('never throws, whatever is typed', () => {
    const syntax = fc.constantFrom(
      '"',
      "'",
      '*',
      '(',
      ')',
      ':',
      '^',
      '-',
      'AND',
      'OR',
      'NOT',
      'NEAR',
      '{title}',
      '\0',
      '\ud800',
      ';',
      '--',
      '%',
      'hoodie',
      '黒',
      '\ue000d778a9a116332a9c',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.array(syntax, { maxLength: 60 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const found = find(text);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 500 },
    );
    expect(() => find('hoodie '.repeat(500))).not.toThrow();
    expect(() => find('a b c d e f g h i j k l m n o p q r s t u v w x y z '.repeat(10))).not.toThrow();
  });
});
