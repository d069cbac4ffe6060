import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../../../connector/catalog/catalog-source.ts';
import type { Settings } from '../../../../connector/sources/woocommerce/parameters.ts';
import { woocommerce } from '../../../../connector/sources/woocommerce/source.ts';
import { sampleKey, woocommerceApi } from '../../../../dev/sample-shop/apis/woocommerce.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../../../contracts/catalog-source.ts';
import { type DisturbedShop, hostileAnswers, startDisturbedShop } from '../../../contracts/disturbed-shop.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';

const api = woocommerceApi(products);

describeCatalogSource('WooCommerce', {
  source: woocommerce,
  answer: (request, response) => void serveCall(api, request, response),
  credentials: (shopUrl) => ({ shopUrl }),
  wrongCredentials: (shop) => ({ shopUrl: `${shop}/gone` }),
});

describe('WooCommerce by both of its APIs', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'woocommerce-'));
  let change: (records: Record<string, unknown>[]) => void = () => {};
  let shop: DisturbedShop;
  beforeAll(async () => {
    shop = await startDisturbedShop((request, response) => {
      void serveCall(
        (call) => {
          const answer = api(call)!;
          if (!/v[13]\/products$/.test(call.url.pathname) || call.url.searchParams.has('type')) return answer;
          const records = JSON.parse(answer.body);
          change(records);
          return { ...answer, body: JSON.stringify(records) };
        },
        request,
        response,
      );
    });
  });
  afterAll(() => {
    closeShops();
    rmSync(scratch, { recursive: true });
  });

  async function pages(settings: Partial<Settings> = {}) {
    const all: Page[] = [];
    const opened = shopWith({ shopUrl: shop.origin, ...settings });
    for await (const page of woocommerce.read(opened, { scratch })) all.push(page);
    return all;
  }
  /** Of a reading, whatever parts it comes in. */
  const counted = (all: Page[]) => {
    const sum = (numbers: (number | undefined)[]) => numbers.reduce((total = 0, each = 0) => total + each, 0);
    const problems = all.flatMap((page) => Object.entries(page.problems ?? {}));
    return {
      listed: sum(all.map(({ listed }) => listed)),
      announced: Math.max(...all.map(({ announced = 0 }) => announced)),
      entries: sum(all.map((page) => page.entries.length)),
      problems: Object.fromEntries(problems),
    };
  };
  const entries = async (settings = {}) => (await pages(settings)).flatMap((page) => page.entries);

  it('reads the same products by each', async () => {
    const open = await entries();
    expect(open).toHaveLength(products.length);
    expect(open.some(({ references }) => references.length > 3)).toBe(true);
    const sorted = (all: typeof open) => all.map((entry) => ({ ...entry, references: entry.references.toSorted() }));
    expect(sorted(await entries(sampleKey))).toEqual(sorted(open));
  });

  it('has a safe point every twenty products where each may take a request', async () => {
    const read = await pages(sampleKey);
    expect(read.map(({ listed }) => listed)).toEqual([20, 20, 20]);
    expect(read.map(({ next }) => typeof next)).toEqual(['string', 'string', 'undefined']);
  });

  it('proves both by the same words', async () => {
    const proof = await woocommerce.verify(shopWith({ shopUrl: shop.origin }));
    expect(proof).toMatch(/^60 products in \d+ categories, for example “.+”\. Prices in EUR\.$/);
    expect(await woocommerce.verify(shopWith({ shopUrl: shop.origin, ...sampleKey }))).toBe(proof);
  });

  it('proves a shop of many categories by as few requests as any', async () => {
    const categories = Array.from({ length: 2_000 }, (_, at) => `Rayon ${at}`);
    const many = woocommerceApi(categories.map((label) => ({ ...products[0]!, categories: [label] })));
    let requests = 0;
    const { url } = await startShop((request, response) => {
      requests++;
      void serveCall(many, request, response);
    });
    const settings = { shopUrl: new URL(url).origin, ...sampleKey };
    expect(await woocommerce.verify(shopWith(settings))).toMatch(/^2,000 products in 2,000 categories/);
    expect(requests).toBe(3);
  });

  it('shows nothing that visitors do not see, and counts it among what was listed', async () => {
    change = ([a, b, c, d]) => {
      Object.assign(a!, { catalog_visibility: 'hidden', is_password_protected: true });
      Object.assign(b!, { catalog_visibility: 'search' });
      Object.assign(c!, { post_password: 'secret' });
      Object.assign(d!, { status: 'draft' });
    };
    const [open, keyed] = [await pages(), await pages(sampleKey)];
    change = () => {};
    expect(counted(open)).toEqual({ listed: 60, announced: 60, entries: 59, problems: {} });
    expect(counted(keyed)).toEqual({ listed: 60, announced: 60, entries: 56, problems: {} });
  });

  it('counts an odd record as a problem, and reads the others', async () => {
    change = (records) => {
      Object.assign(records[0]!, { images: null });
      records.splice(1, 1, null as never);
    };
    const [open, keyed] = [await pages(), await pages(sampleKey)];
    change = () => {};
    for (const read of [open, keyed]) {
      expect(counted(read)).toMatchObject({ listed: 60, problems: { missing_picture: 1, unreadable: 1 } });
    }
  });

  it.each([1, 2, 4])('takes no odd answer to its request %i for the end of a listing', async (place) => {
    for (const name of ['nothing at all', 'a web page', 'an empty list', 'an empty object', 'a broken answer']) {
      shop.disturb(hostileAnswers[name], place);
      await expect(entries(sampleKey), name).rejects.toMatchObject({ name: 'ShopFailure' });
      shop.disturb();
    }
  });
});
