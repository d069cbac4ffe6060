import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials, LiveShop } from '../../connector/catalog/catalog-source.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { closeShops } from '../helpers/hostile-shop.ts';
import { describeCatalog } from './catalog.ts';
import { type DisturbedShop, hostileAnswers, startDisturbedShop, throttled } from './disturbed-shop.ts';
import { describeShopForm, type ShopCase } from './shop-form.ts';
import { shopWith } from './shop-with.ts';

/** What a shop that is asked at every call must do. */
export function describeLiveShop<C extends Credentials>(
  name: string,
  shopCase: ShopCase<C> & { source: LiveShop<C> },
): void {
  const { source, answer, credentials, wrongCredentials } = shopCase;
  let shop: DisturbedShop;
  beforeAll(async () => {
    shop = await startDisturbedShop(answer);
  });
  afterAll(closeShops);
  const opened = () => shopWith(credentials(shop.origin));
  const answersOf = (of: ReturnType<typeof opened>) => [
    source.products(of, { categoryId: undefined, text: undefined, limit: 1, offset: 0 }),
    source.categories(of, { parentId: undefined, limit: undefined, offset: 0 }),
  ];

  describeShopForm(name, shopCase, () => shop);
  describeCatalog(name, () => ({
    categories: (query) => source.categories(opened(), query),
    products: (query) => source.products(opened(), query),
  }));

  describe(`${name}, when it fails`, () => {
    it('answers agents so with wrong credentials, not that it is empty', async () => {
      for (const given of answersOf(shopWith(wrongCredentials(shop.origin)))) {
        await expect(given).rejects.toBeInstanceOf(ShopFailure);
      }
    });

    it('passes on that it wants to be asked less often', async () => {
      shop.disturb(throttled);
      for (const given of answersOf(opened())) await expect(given).rejects.toMatchObject({ reason: 'throttled' });
      shop.disturb();
    });

    it.each(Object.entries(hostileAnswers))('takes %s for a failure of the shop', async (what, disturbance) => {
      shop.disturb(disturbance);
      const outcomes = await Promise.allSettled(answersOf(opened()));
      shop.disturb();
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ShopFailure);
        else expect([what, outcome.value]).toEqual(['an empty list', []]); // A live shop may have nothing.
      }
    });
  });
}
