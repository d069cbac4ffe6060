import { expect, it } from 'vitest';
import { catalogEntry } from '../../../connector/catalog/catalog-entry.ts';
import { pageOf } from '../../../connector/catalog/page-of.ts';

it('counts what is left out by its problem, and every record as listed', () => {
  const entry = catalogEntry({
    ...{ id: '1', title: 'Mug', url: 'https://shop.example/1', imageUrl: 'https://shop.example/1.jpg' },
    ...{ available: true, price: { amount: 1, currency: 'EUR' } },
  });
  const records = [entry, 'missing_picture', 'missing_price', 'missing_picture'];
  expect(pageOf(records, (record) => record)).toEqual({
    entries: [entry],
    listed: 4,
    problems: { missing_picture: 2, missing_price: 1 },
  });
});
