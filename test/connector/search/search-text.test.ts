import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, indexWords, queryWords, referenceKey } from '../../../connector/search/search-text.ts';

describe('fold', () => {
  it.each([
    ['Crème BRÛLÉE', 'creme brulee'],
    ['Große Straße', 'grosse strasse'],
    ['STRAẞE', 'strasse'],
    ['Œuvre Ørsted Łódź', 'oeuvre orsted lodz'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Ｔシャツ', 'tシャツ'],
    ['Ⅳ ﬁn', 'iv fin'],
    ['ガ', 'ガ'],
    ['قَهـــوة', 'قهوة'],
    ['כּוֹס', 'כוס'],
    ['٥٠٠ ५०० ５', '500 500 5'],
    ['ΣΆΚΟΣ', 'σακοσ'],
  ])('reads %s as %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('is done once', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text))));
});

describe('indexWords', () => {
  it('splits at everything that is no letter, mark or number', () =>
    expect(indexWords('Men’s 18x18 "Sofa"; l’été (№5)')).toEqual([
      'men',
      '18x18',
      'sofa',
      'l',
      'ete',
      'no5',
      '18',
      'x',
      'no',
      '5',
    ]));
  it('joins what hyphens part', () =>
    expect(indexWords('Crew-neck T-shirt')).toEqual(['crew', 'neck', 't', 'shirt', 'tshirt', 'crewneck']));
  it('splits where digits and letters meet, and joins a number and its unit, a letter and its word', () => {
    expect(indexWords('Card 16GB')).toEqual(['card', '16gb', '16', 'gb']);
    expect(indexWords('Card 16 GB')).toEqual(['card', '16', 'gb', '16gb']);
    expect(indexWords('T Shirt')).toEqual(['t', 'shirt', 'tshirt']);
    expect(indexWords("l'eau d'été")).toEqual(['l', 'eau', 'd', 'ete']);
    expect(indexWords('Rug 50×70')).toEqual(['rug', '50', 'x', '70', '50x']);
  });
  it('pairs the characters of scripts without spaces', () =>
    expect(indexWords('黒いTシャツ')).toEqual(['黒い', 'い', 't', 'シャ', 'ャツ', 'ツ']));
  it('leaves Korean words whole', () => expect(indexWords('파란 셔츠')).toEqual(['파란', '셔츠']));

  it('gives words without anything that a full-text query could take for syntax', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        for (const word of [...indexWords(text), ...queryWords(text)])
          expect(word).toMatch(/^[\p{L}\p{N}\p{M}]{1,40}$/u);
      }),
    ));

  it('finds every query word of a text in that text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(indexWords(text)).toEqual(expect.arrayContaining(queryWords(text)));
      }),
    ));
});

it('reads ASCII alone as it reads it beside other characters', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) => {
      expect(queryWords(text)).toEqual(queryWords(`${text} ¡`));
      expect(indexWords(text)).toEqual(indexWords(`${text} ¡`));
      expect(referenceKey(text)).toBe(referenceKey(`${text} ¡`));
    }),
    { examples: [["The cat's 's x's9 O's"], ["'s"]] },
  ));

describe('referenceKey', () => {
  it.each(['MH01-XS-Black', 'mh01 xs black', 'MH01.XS/BLACK', ' mh01xsblack '])('reads %s as one reference', (text) =>
    expect(referenceKey(text)).toBe('mh01xsblack'),
  );
});
