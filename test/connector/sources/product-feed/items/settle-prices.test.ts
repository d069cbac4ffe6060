import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { item, read, rss } from '../read-text.ts';

fc.configureGlobal({ seed: 1 });

const priced = (prices: string[]) => rss(...prices.map((price, i) => item({ id: `${i}`, price })));
async function amountsOf(prices: string[]): Promise<number[]> {
  const { entries } = await read(priced(prices));
  return entries.map(({ product }) => product.price.amount);
}

describe('three digits behind the only separator', () => {
  it.each([
    [
      'decimals where the feed has others',
      ['8.325 GBP', '30.825 GBP', '4.5454 GBP', '19.99 GBP'],
      [8.325, 30.825, 4.5454, 19.99],
    ],
    ['decimals where a comma is decimal elsewhere', ['8,325 EUR', '19,99 EUR'], [8.325, 19.99]],
    ['thousands where the other separator is decimal', ['1.299 EUR', '19,99 EUR'], [1299, 19.99]],
    ['thousands where the other separator is decimal, the other way round', ['1,299 USD', '19.99 USD'], [1299, 19.99]],
    ['thousands where the same separates them elsewhere', ['1.299 EUR', '1.299.000 EUR'], [1299, 1299000]],
    ['decimals for a dot that nothing explains', ['1.299 EUR', '12 EUR'], [1.299, 12]],
    ['thousands for a comma that nothing explains', ['1,299 USD', '12 USD'], [1299, 12]],
    ['what most of a mixed feed says', ['1.299 EUR', '5.00 EUR', '6.00 EUR', '7,00 EUR'], [1.299, 5, 6, 7]],
  ])('are %s', async (_, prices, amounts) => {
    expect(await amountsOf(prices)).toEqual(amounts);
    expect(await amountsOf(prices.toReversed())).toEqual(amounts.toReversed());
  });

  it("are read as the item's other price is, whatever the rest of the feed writes", async () => {
    const feed = rss(
      item({ id: 'a', price: '1.299,00 EUR', sale_price: '1.099 EUR' }),
      item({ id: 'b', price: '5.00 EUR' }),
      item({ id: 'c', price: '6.00 EUR' }),
    );
    const { entries } = await read(feed);
    expect(entries[0]!.product).toMatchObject({ price: { amount: 1299 }, salePrice: { amount: 1099 } });
  });

  it('decide about a sale only once the whole feed is read', async () => {
    const feed = rss(
      item({ id: 'a', price: '7.50 GBP', sale_price: '6.375 GBP' }),
      item({ id: 'b', price: '4.5454 GBP' }),
    );
    expect((await read(feed)).entries[0]!.product.salePrice).toEqual({ amount: 6.375, currency: 'GBP' });
  });

  it('are reported where nothing in the feed explains them, and only there', async () => {
    expect((await read(priced(['1.299 EUR', '12 EUR']))).report.problems).toMatchObject({ guessed_separator: 1 });
    expect((await read(priced(['1.299 EUR', '12.50 EUR']))).report.problems).not.toHaveProperty('guessed_separator');
  });

  it('give the same amounts in any order of the items', () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['1.299 EUR', '2,499 EUR', '3.5 EUR', '4,5 EUR', '5.000.000 EUR', '6 EUR'], {
          minLength: 1,
        }),
        async (prices) => {
          const amounts = await amountsOf(prices);
          const again = await amountsOf(prices.toSorted());
          expect(amounts.toSorted()).toEqual(again.toSorted());
        },
      ),
      { numRuns: 60 },
    ));
});

describe('a currency that the price does not name', () => {
  it.each([
    ['an attribute', '<g:price currency="USD">38.00</g:price>', 'USD'],
    ['a unit', '<g:price unit="GBP">38.00</g:price>', 'GBP'],
    ['an element beside it', '<g:price>38.00</g:price><g:currency>SEK</g:currency>', 'SEK'],
    ['an element that decides a sign', '<g:price>$38.00</g:price><currency>CAD</currency>', 'CAD'],
    ['the sale price alone', '<g:price>38.00</g:price><g:sale_price>30 AUD</g:sale_price>', 'AUD'],
    [
      'the sale price, also when it is no sale',
      '<g:price>38.00</g:price><g:sale_price>38.00 AUD</g:sale_price>',
      'AUD',
    ],
  ])('is taken from %s', async (_, elements, currency) => {
    const { entries } = await read(rss(item({ price: undefined }) + elements));
    expect(entries[0]?.product.price).toEqual({ amount: 38, currency });
  });

  it.each(['currency', 'Currency', 'price_currency', 'priceCurrency', 'currency code'])(
    'is taken from a column %s',
    async (column) => {
      const feed = `id,title,link,image_link,price,${column}\nA,Mug,https://s.example/1,https://s.example/1.jpg,12.50,EUR\n`;
      expect((await read(feed)).entries[0]?.product.price).toEqual({ amount: 12.5, currency: 'EUR' });
    },
  );

  it('leaves the item out where nothing names one', async () => {
    await expect(read(rss(item({ price: '38.00' })))).rejects.toMatchObject({ reason: 'not_a_catalog' });
  });
});
