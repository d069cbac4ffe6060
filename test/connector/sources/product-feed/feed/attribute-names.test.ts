import { describe, expect, it } from 'vitest';
import { columnNamed, fieldNamed } from '../../../../../connector/sources/product-feed/feed/attribute-names.ts';
import { read } from '../read-text.ts';

describe('a column', () => {
  it.each([
    ['Title (required)', 'title'],
    ['ID*', 'id'],
    ['[title]', 'title'],
    ['Titel [title]', 'title'],
    ['image_link [Bildlink]', 'image_link'],
    ['g:image_link', 'image_link'],
    ['Image-Link', 'image_link'],
    ['imageLink', 'image_link'],
    [' * Price (incl. VAT) ', 'price'],
    ['Größe', 'size'],
    ['VERFÜGBARKEIT', 'availability'],
    ['verfugbarkeit', 'availability'],
    ['identifiant du groupe', 'item_group_id'],
    ['prix soldé', 'sale_price'],
    ['lien_image', 'image_link'],
    ['Verfuegbarkeit', 'availability'],
    ['zusaetzlicher_Bildlink', 'additional_image_link'],
    ['Groesse', 'size'],
    ['Title - required', 'title'],
    ['price: Optional', 'price'],
    ['id *mandatory*', 'id'],
    ['id gruppo articolo', 'item_group_id'],
    ['identificador_grupo', 'item_group_id'],
    ['sexo', 'gender'],
    ['link da imagem adicional', 'additional_image_link'],
    ['tipo_producto', 'product_type'],
  ])('%s is %s', (cell, field) => expect(columnNamed(cell)).toBe(field));

  it.each([
    '',
    '*',
    '()',
    'shipping',
    'custom_label_0',
    'mobile_link',
    'condition',
    'Zustand',
    'required',
    'blue',
    'lien mobile',
    'Verfügbarkeitsdatum',
    'unit price',
    '12.50 EUR',
    'Blue mug',
  ])('%j is none', (cell) => {
    expect(columnNamed(cell)).toBeUndefined();
  });
});

it('an element of XML has its English name only', () => {
  expect(fieldNamed('image_link')).toBe('image_link');
  expect(fieldNamed('titel')).toBeUndefined();
});

describe('a table in the language', () => {
  it.each([
    [
      'German',
      ['ID', 'Titel', 'Beschreibung', 'Link', 'Bildlink', 'Preis', 'Verfügbarkeit', 'Marke', 'Produkttyp'],
      'nicht auf Lager',
    ],
    [
      'French',
      [
        'identifiant',
        'titre',
        'description',
        'lien',
        'lien image',
        'prix',
        'disponibilité',
        'marque',
        'type de produit',
      ],
      'en rupture de stock',
    ],
    [
      'Spanish',
      [
        'identificador',
        'título',
        'descripción',
        'enlace',
        'enlace imagen',
        'precio',
        'disponibilidad',
        'marca',
        'tipo de producto',
      ],
      'agotado',
    ],
    [
      'Italian',
      ['id', 'titolo', 'descrizione', 'link', 'link immagine', 'prezzo', 'disponibilità', 'marca', 'tipo di prodotto'],
      'non disponibile',
    ],
    [
      'Dutch',
      ['id', 'titel', 'beschrijving', 'link', 'afbeeldingslink', 'prijs', 'beschikbaarheid', 'merk', 'producttype'],
      'niet op voorraad',
    ],
    [
      'Portuguese',
      ['id', 'título', 'descrição', 'link', 'link da imagem', 'preço', 'disponibilidade', 'marca', 'tipo de produto'],
      'esgotado',
    ],
  ])('%s reads as the English one', async (_, header, soldOut) => {
    const row = [
      '1',
      'Mug',
      'Holds tea.',
      'https://s.example/1',
      'https://s.example/1.jpg',
      '12,50 EUR',
      soldOut,
      'Acme',
      'Home > Mugs',
    ];
    const { entries } = await read([header, row].map((cells) => cells.join('\t')).join('\n'));
    expect(entries).toMatchObject([
      {
        product: {
          id: '1',
          title: 'Mug',
          description: 'Holds tea.',
          url: 'https://s.example/1',
          imageUrl: 'https://s.example/1.jpg',
          price: { amount: 12.5 },
          available: false,
          brand: 'Acme',
        },
        categoryPaths: [['Home', 'Mugs']],
      },
    ]);
  });
});
