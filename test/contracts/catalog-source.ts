import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../connector/catalog/catalog-entry.ts';
import type { CatalogSource, Credentials, Page } from '../../connector/catalog/catalog-source.ts';
import { isPresentable } from '../../connector/catalog/to-wire.ts';
import { isAbsoluteUrl } from '../../connector/contract/catalog.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { type CatalogIndex, openIndex } from '../../connector/search/catalog-index.ts';
import { buildFromSource } from '../helpers/build-from-source.ts';
import { closeShops } from '../helpers/hostile-shop.ts';
import { describeCatalog } from './catalog.ts';
import { type DisturbedShop, hostileAnswers, silent, startDisturbedShop, throttled } from './disturbed-shop.ts';
import { describeShopForm, type ShopCase } from './shop-form.ts';
import { shopWith } from './shop-with.ts';

/** What every catalog source must do, from its form to the index that is built from it. A bug found in one of them extends this suite. */
export function describeCatalogSource<C extends Credentials>(
  name: string,
  shopCase: ShopCase<C> & { source: CatalogSource<C> },
): void {
  const { source, answer, credentials, wrongCredentials } = shopCase;
  const folder = mkdtempSync(join(tmpdir(), 'catalog-source-'));
  const file = join(folder, 'catalog.sqlite');
  let shop: DisturbedShop;
  let index: CatalogIndex;
  let requests: number;
  beforeAll(async () => {
    shop = await startDisturbedShop(answer);
    await buildFromSource(source, shopWith(credentials(shop.origin)), file);
    index = openIndex(file);
    requests = shop.requests();
  });
  afterAll(() => {
    closeShops();
    index?.close();
    rmSync(folder, { recursive: true });
  });

  let readings = 0;
  const opened = () => shopWith(credentials(shop.origin));
  async function pagesFrom(from?: string, of = opened()): Promise<Page[]> {
    const scratch = join(folder, `reading-${++readings}`);
    mkdirSync(scratch);
    const pages: Page[] = [];
    for await (const page of source.read(of, { from, scratch })) pages.push(page);
    return pages;
  }
  const entriesOf = (pages: Page[]): CatalogEntry[] => pages.flatMap(({ entries }) => entries);
  const secrets = () =>
    source.parameters
      .flatMap(({ key, secret }) => (secret ? [String(credentials(shop.origin)[key] ?? '')] : []))
      .filter(Boolean);
  /** From the first, one in the middle, and the last request of a listing on. */
  const places = () => [...new Set([1, Math.ceil(requests / 2), requests])];

  describeShopForm(name, shopCase, () => shop);
  describeCatalog(`the index of ${name}`, () => index);

  describe(`what ${name} reads`, () => {
    it('can all be shown, each product once', async () => {
      const entries = entriesOf(await pagesFrom());
      expect(entries.length).toBeGreaterThanOrEqual(3);
      for (const { product, categoryPaths } of entries) {
        expect(isPresentable(product), product.id).toBe(true);
        expect([product.url, product.imageUrl].every(isAbsoluteUrl), product.id).toBe(true);
        for (const price of [product.price, product.salePrice, product.specialPrice]) {
          if (price) expect(price.currency).toMatch(/^[A-Z]{3}$/);
        }
        for (const path of categoryPaths) {
          expect(path.length).toBeGreaterThan(0);
          expect(path.every((label) => label.trim() !== '')).toBe(true);
        }
      }
      expect(new Set(entries.map(({ product }) => product.id)).size).toBe(entries.length);
    });

    it('is the same again in the same order', async () => {
      expect(entriesOf(await pagesFrom())).toEqual(entriesOf(await pagesFrom()));
    });

    it('goes on from every safe point with all that follows it', async () => {
      const pages = await pagesFrom();
      for (const [at, { next }] of pages.entries()) {
        if (next === undefined) continue;
        expect(next).toMatch(/^[\x20-\x7e]{1,1000}$/);
        expect(entriesOf(await pagesFrom(next))).toEqual(entriesOf(pages.slice(at + 1)));
      }
    });

    it('holds nothing of the credentials, nor does the index', async () => {
      const stored = JSON.stringify(await pagesFrom()) + readFileSync(file, 'latin1');
      for (const secret of secrets()) expect(stored).not.toContain(secret);
    });
  });

  describe(`${name}, when its shop fails`, () => {
    const failureOf = async (reading: Promise<unknown>): Promise<unknown> => {
      const failure = await reading.then(
        () => 'a whole listing',
        (error: unknown) => error,
      );
      shop.disturb();
      for (const secret of secrets()) expect(String((failure as Error).message)).not.toContain(secret);
      return failure;
    };

    it('gives no listing for wrong credentials, not an empty one', async () => {
      const reading = buildFromSource(source, shopWith(wrongCredentials(shop.origin)), join(folder, 'wrong.sqlite'));
      expect(await failureOf(reading)).toBeInstanceOf(ShopFailure);
    });

    it('passes on that it wants to be asked less often, and for how long, wherever in its listing', async () => {
      for (const place of places()) {
        shop.disturb(throttled, place);
        expect(await failureOf(pagesFrom())).toMatchObject({ reason: 'throttled', retryAfterSeconds: 30 });
      }
    });

    it('is given up at the deadline, wherever it falls silent', async () => {
      for (const place of places()) {
        shop.disturb(silent, place);
        const short = { ...opened(), deadline: deadlineIn(300) };
        expect(await failureOf(pagesFrom(undefined, short))).toMatchObject({ reason: 'too_slow' });
      }
    });

    it.each(Object.entries(hostileAnswers))('takes %s for no end of its listing', async (_, disturbance) => {
      for (const place of places()) {
        shop.disturb(disturbance, place);
        expect(await failureOf(pagesFrom())).toBeInstanceOf(ShopFailure);
      }
    });
  });
}
