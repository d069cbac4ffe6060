import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogIndex } from '../../../connector/search/catalog-index.ts';
import { buildIndex } from './build-index.ts';
import { someEntry } from './some-entry.ts';

const titles = [
  'Memory card 16 GB',
  'Memory card 32GB',
  'USB stick 64 GB',
  'Screw 10mm steel',
  'Screw 12 mm steel',
  'Hex bolt M8x40',
  'Hex bolt M8 x 50',
  'iPhone 15 case',
  'iPhone14 case',
  'Water bottle 1.5 L',
  'Water bottle 500ml',
  'Rug 80 x 120 cm',
  'Rug 40x60',
  'Headphones WH-1000XM4',
  'Graphics card GTX 3060',
  'Power bank mini',
  'Powerbank solar',
  'Raincoat yellow',
  'Rain boots',
  'Winter coat',
  'T-Shirt white',
  'Tshirt black',
  'T Shirt green',
  'Jonglierkeulen Set',
  'Jonglier Keulen rot',
  'Schlüsselanhänger Leder',
  'Müller Zahnriemen',
  'Mueller Keilriemen',
  'Grünes Gemüsebrühe-Glas',
  'Feuerlöscher 6 kg',
  'Smørrebrød brett',
  'Cœur de bœuf',
  'قهـــوة عربية',
  'مَرَّاكُش بلغة',
  'כּוֹס כחולה',
  'زجاجة ٥٠٠ مل',
  'Tente deux places',
  'Veste légère de montagne',
];
const entries = titles.map((title, i) =>
  someEntry({
    id: title,
    title,
    references: [['24-MB01', '0012345678905', '4006381333931', 'POCS-30017', '12345670'][i] ?? `ref ${i}`],
    ...(title.startsWith('Veste') && { description: 'Va bien avec une tente.' }),
  }),
);

let index: CatalogIndex;
beforeAll(async () => {
  index = await buildIndex(entries, ':memory:');
});
afterAll(() => index.close());
const find = (text: string) =>
  index.products({ text, categoryId: undefined, limit: 20, offset: 0 }).map(({ title }) => title);

describe('the first that is found', () => {
  it.each([
    ['16gb', 'Memory card 16 GB'],
    ['16 gb', 'Memory card 16 GB'],
    ['memory card 32 gb', 'Memory card 32GB'],
    ['64gb usb', 'USB stick 64 GB'],
    ['10 mm', 'Screw 10mm steel'],
    ['10mm', 'Screw 10mm steel'],
    ['12mm', 'Screw 12 mm steel'],
    ['screw 12mm', 'Screw 12 mm steel'],
    ['m8x40', 'Hex bolt M8x40'],
    ['m8 x 40', 'Hex bolt M8x40'],
    ['m8x50', 'Hex bolt M8 x 50'],
    ['iphone 14', 'iPhone14 case'],
    ['iphone14', 'iPhone14 case'],
    ['iphone15', 'iPhone 15 case'],
    ['1.5l', 'Water bottle 1.5 L'],
    ['1,5 l', 'Water bottle 1.5 L'],
    ['500 ml', 'Water bottle 500ml'],
    ['80x120', 'Rug 80 x 120 cm'],
    ['80×120', 'Rug 80 x 120 cm'],
    ['40 x 60', 'Rug 40x60'],
    ['wh1000xm4', 'Headphones WH-1000XM4'],
    ['wh 1000 xm4', 'Headphones WH-1000XM4'],
    ['gtx3060', 'Graphics card GTX 3060'],
    ['schluesselanhaenger', 'Schlüsselanhänger Leder'],
    ['schlusselanhanger', 'Schlüsselanhänger Leder'],
    ['feuerloescher', 'Feuerlöscher 6 kg'],
    ['gemuesebruehe', 'Grünes Gemüsebrühe-Glas'],
    ['smoerrebroed', 'Smørrebrød brett'],
    ['coeur de boeuf', 'Cœur de bœuf'],
    ['قهوة', 'قهـــوة عربية'],
    ['مراكش', 'مَرَّاكُش بلغة'],
    ['כוס', 'כּוֹס כחולה'],
    ['زجاجة 500', 'زجاجة ٥٠٠ مل'],
    ['raincoat', 'Raincoat yellow'],
    ['rain coat', 'Raincoat yellow'],
    ['winterstiefel', undefined],
  ])('for %s is %s', (text, title) => expect(find(text)[0]).toBe(title));

  it.each([
    ['power bank', ['Power bank mini', 'Powerbank solar']],
    ['powerbank', ['Power bank mini', 'Powerbank solar']],
    ['Power-Bank', ['Power bank mini', 'Powerbank solar']],
    ['tshirt', ['T Shirt green', 'T-Shirt white', 'Tshirt black']],
    ['t-shirt', ['T Shirt green', 'T-Shirt white', 'Tshirt black']],
    ['T Shirt', ['T Shirt green', 'T-Shirt white', 'Tshirt black']],
    ['keulen', ['Jonglier Keulen rot', 'Jonglierkeulen Set']],
    ['müller', ['Mueller Keilriemen', 'Müller Zahnriemen']],
    ['mueller', ['Mueller Keilriemen', 'Müller Zahnriemen']],
  ])('for %s are all spellings', (text, expected) => {
    expect(find(text).slice(0, expected.length).toSorted()).toEqual(expected);
  });

  it('has the word that was typed, before any guess at a mistyped one', () => {
    expect(find('tente legre')).toEqual(['Tente deux places', 'Veste légère de montagne']);
    expect(find('legre tente')[0]).toBe('Tente deux places');
  });

  it.each([
    ['24-MB0', 'Memory card 16 GB'],
    ['24 mb0', 'Memory card 16 GB'],
    ['24MB0', 'Memory card 16 GB'],
    ['pocs-300', 'Screw 10mm steel'],
    ['012345678905', 'Memory card 32GB'],
    ['00012345678905', 'Memory card 32GB'],
    ['04006381333931', 'USB stick 64 GB'],
  ])('for %s, a reference or a part of one, is %s', (text, title) => expect(find(text)[0]).toBe(title));
});

it('a digit is never taken for another', () => {
  const numbers = titles.flatMap((title) => title.match(/\d{2,}/g) ?? []);
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 99_999 }), fc.constantFrom('mm', 'gb', 'ml', ''), (number, unit) => {
      fc.pre(!numbers.some((known) => known.startsWith(String(number))));
      expect(find(`${number}${unit}`).filter((title) => !title.toLowerCase().includes(unit || '\0'))).toEqual([]);
    }),
  );
});

it('finds a number and its unit first, however a shop and an agent write them', () => {
  const write = fc.constantFrom(
    (number: number, unit: string) => `${number}${unit}`,
    (number: number, unit: string) => `${number} ${unit}`,
    (number: number, unit: string) => `${number}-${unit.toUpperCase()}`,
    (number: number, unit: string) => `${number}${unit.toUpperCase()}`,
  );
  return fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 6 }),
      fc.constantFrom('gb', 'mm', 'ml', 'kg', 'w', 'cm'),
      write,
      write,
      async (numbers, unit, inShop, asTyped) => {
        const shop = numbers.map((number) =>
          someEntry({ id: String(number), title: `Thing ${inShop(number, unit)} new` }),
        );
        const found = await buildIndex(shop, ':memory:');
        for (const number of numbers) {
          const text = asTyped(number, unit);
          const [first] = found.products({ text, categoryId: undefined, limit: 1, offset: 0 });
          expect(first?.id, text).toBe(String(number));
        }
        found.close();
      },
    ),
    { numRuns: 40 },
  );
});
