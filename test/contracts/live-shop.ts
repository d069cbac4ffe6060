import { describe, expect, it } from 'vitest';
import type { Credentials, LiveShop } from '../../connector/catalog/catalog-source.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { describeCatalog } from './catalog.ts';
import { describeShopForm, type ShopFormCase } from './shop-form.ts';
import { shopWith } from './shop-with.ts';

/** What a shop that is asked at every call must do. */
export function describeLiveShop<C extends Credentials>(
  name: string,
  { source, credentials, wrongCredentials }: ShopFormCase<C> & { source: LiveShop<C> },
): void {
  describeShopForm(name, { source, credentials, wrongCredentials });
  describeCatalog(name, () => ({
    categories: (query) => source.categories(shopWith(credentials()), query),
    products: (query) => source.products(shopWith(credentials()), query),
  }));

  describe(`${name} with wrong credentials`, () => {
    it('answers agents that the shop failed, not that it is empty', async () => {
      const wrong = shopWith(wrongCredentials());
      const [products, categories] = [
        source.products(wrong, { categoryId: undefined, text: undefined, limit: 1, offset: 0 }),
        source.categories(wrong, { parentId: undefined, limit: undefined, offset: 0 }),
      ];
      await expect(products).rejects.toBeInstanceOf(ShopFailure);
      await expect(categories).rejects.toBeInstanceOf(ShopFailure);
    });
  });
}
