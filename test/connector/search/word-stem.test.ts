import { describe, expect, it } from 'vitest';
import { stem } from '../../../connector/search/word-stem.ts';

const plurals = {
  English:
    'hoodie hoodies, dress dresses, watch watches, box boxes, knife knives, berry berries, woman women, lens lenses',
  French: 'cheval chevaux, bateau bateaux, bijou bijoux, robe robes, jeu jeux, travail travaux',
  Spanish: 'luz luces, pantalon pantalones, zapato zapatos, flor flores, lapiz lapices',
};
const german = 'kleid kleider, haus hauser, uhr uhren, lampe lampen, tisch tische, freundin freundinnen, rad rader';

const pairs = (text: string) => text.split(', ').map((pair) => pair.split(' ') as [string, string]);

describe('stem', () => {
  for (const [language, words] of Object.entries(plurals)) {
    it.each(pairs(words))(`is the same for %s and %s in ${language}`, (one, many) =>
      expect(stem(many)).toBe(stem(one)),
    );
  }
  it.each(pairs(german))('is the same for %s and %s in German', (one, many) =>
    expect(stem(many, true)).toBe(stem(one, true)),
  );
  it('is the same for camion and camiones in a catalog of several languages', () =>
    expect(stem('camiones', true)).toBe(stem('camion', true)));
  it.each([
    ['box', 'boxer'],
    ['line', 'linen'],
    ['kit', 'kitten'],
    ['slip', 'slipper'],
  ])('keeps %s and %s apart outside of German', (a, b) => expect(stem(a)).not.toBe(stem(b)));
  it('leaves sizes, references and other scripts alone', () =>
    expect(['18x18s', 'xs', 'платья'].map((word) => stem(word))).toEqual(['18x18s', 'xs', 'платья']));
});
