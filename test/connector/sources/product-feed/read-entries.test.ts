import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { read } from './read-text.ts';

const fixture = (name: string) => readFile(new URL(`../../../fixtures/feeds/${name}`, import.meta.url));

describe.each(['shop.rss.xml', 'shop.atom.xml', 'shop.tsv', 'shop.csv'])('%s', (name) => {
  test.each(['as it is', 'gzipped'])('gives the shop, %s', async (packing) => {
    const bytes = await fixture(name);
    const { entries, report } = await read(packing === 'gzipped' ? gzipSync(bytes) : bytes);
    expect(report.items).toBe(4);
    expect(Object.entries(report.skipped).filter(([, count]) => count > 0)).toEqual([['no_image', 1]]);
    expect(entries).toEqual([
      {
        product: {
          id: 'T',
          title: 'Été Tee - Blue M',
          url: 'https://shop.example/tee?c=blue&s=m',
          imageUrl: 'https://shop.example/tee-blue.jpg',
          brand: 'Été',
          description: 'Soft & light.',
          shortDescription: null,
          available: true,
          reference: '3000000000024',
          price: { amount: 1299.9, currency: 'EUR' },
          salePrice: { amount: 999.9, currency: 'EUR' },
          specialPrice: null,
        },
        categoryPaths: [['Clothing', 'Tees'], ['New, now']],
        references: ['3000000000017', 'T-RD-S', 'T', '3000000000024', 'T-BL-M'],
        variantText: 'Red S',
      },
      {
        product: {
          id: 'L-1',
          title: 'Lamp 27"',
          url: 'https://shop.example/lamp',
          imageUrl: 'https://shop.example/lamp.jpg',
          brand: null,
          description: '',
          shortDescription: null,
          available: true,
          reference: 'L-1',
          price: { amount: 20, currency: 'EUR' },
          salePrice: null,
          specialPrice: null,
        },
        categoryPaths: [['Home', 'Lamps']],
        references: ['L-1'],
        variantText: '',
      },
    ]);
  });
});
