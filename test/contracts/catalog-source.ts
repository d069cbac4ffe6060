import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogSource, Credentials } from '../../connector/catalog/catalog-source.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { type CatalogIndex, openIndex } from '../../connector/search/catalog-index.ts';
import { buildFromSource } from '../helpers/build-from-source.ts';
import { describeCatalog } from './catalog.ts';
import { describeShopForm, type ShopFormCase } from './shop-form.ts';
import { shopWith } from './shop-with.ts';

/** What every catalog source must do, from its form to the index that is built from it. A bug found in one of them extends this suite. */
export function describeCatalogSource<C extends Credentials>(
  name: string,
  { source, credentials, wrongCredentials }: ShopFormCase<C> & { source: CatalogSource<C> },
): void {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-source-'));
  let index: CatalogIndex;
  beforeAll(async () => {
    const file = join(folder, 'catalog.sqlite');
    await buildFromSource(source, shopWith(credentials()), file);
    index = openIndex(file);
  });
  afterAll(() => {
    index?.close();
    rmSync(folder, { recursive: true });
  });

  describeShopForm(name, { source, credentials, wrongCredentials });
  describeCatalog(`the index of ${name}`, () => index);

  describe(`${name} with wrong credentials`, () => {
    it('gives no listing, not an empty one', async () => {
      const reading = buildFromSource(source, shopWith(wrongCredentials()), join(folder, 'wrong.sqlite'));
      await expect(reading).rejects.toBeInstanceOf(ShopFailure);
    });
  });
}
