import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../../connector/catalog/catalog-source.ts';
import { listProducts } from '../../../../connector/sources/shopify/list-products.ts';
import { shopify } from '../../../../connector/sources/shopify/source.ts';
import { shopifyApi } from '../../../../dev/sample-shop/apis/shopify.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';
import { nodeWith } from './played-shops.ts';

interface Asked {
  query: string;
  variables: { first: number; after: string | null; query: string | null; country: string | null };
}

afterEach(closeShops);

/** A shop that answers so, and what it was asked. */
async function playing(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const call = (await json(request)) as Asked;
    asked.push(call);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(call)));
  };
  return { shop: shopWith({ shopUrl: new URL((await startShop(listener)).url).origin }), asked };
}

/** What is read of it. */
async function read(answer: (asked: Asked) => unknown, from?: string) {
  const { shop, asked } = await playing(answer);
  const pages: Page[] = [];
  for await (const page of shopify.read(shop, { from, scratch: '' })) pages.push(page);
  return { pages, asked, ids: pages.flatMap(({ entries }) => entries.map(({ product }) => product.id)) };
}

async function idsOf(pages: ReturnType<typeof listProducts>): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const { products } of pages) ids.push(...products.map((each) => each?.id));
  return ids;
}

const localization = { country: { isoCode: 'FR', currency: { isoCode: 'EUR' } }, language: { isoCode: 'FR' } };
const page = (nodes: unknown[], endCursor: string | null = null) => ({
  data: { localization, products: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } },
});
const second = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('.000', '');
const node = (id: number, seconds: number) =>
  nodeWith({ id: `gid://shopify/Product/${id}`, createdAt: second(seconds) });

describe('a listing of Shopify', () => {
  it('goes on after what it has of the second where it stands, whatever became of Shopify’s cursors', async () => {
    const from = `${second(1)} 11`;
    const nodes = [node(10, 1), node(11, 1), node(12, 1), node(9, 2)];
    const { ids, asked, pages } = await read(() => page(nodes), from);
    expect(ids).toEqual(['12', '9']);
    expect(asked[0]!.variables).toMatchObject({ query: `created_at:>='${second(1)}'`, after: null });
    expect(pages).toMatchObject([{ listed: 2 }]);
  });

  it('begins another list before the shop ends one', async () => {
    const all = Array.from({ length: 777 }, (_, index) => node(index + 1, Math.floor(index / 9)));
    const { shop, asked } = await playing(({ variables: { first, after, query } }) => {
      const since = /'(.+)'/.exec(query ?? '')?.[1] ?? '';
      const list = all.filter(({ createdAt }) => (createdAt as string) >= since);
      const begin = Number(after ?? 0);
      if (begin + first > 250) return { errors: [{ message: 'Too deep' }] };
      return page(list.slice(begin, begin + first), begin + first < list.length ? String(begin + first) : null);
    });
    expect(await idsOf(listProducts(shop, undefined, 200))).toEqual(all.map(({ id }) => id));
    expect(new Set(asked.map(({ variables }) => variables.query)).size).toBe(4);
  });

  it('does not go round where more products have one second than a list may hold', async () => {
    let cursor = 0;
    const { shop } = await playing(() => page([node(1, 1)], String(cursor++)));
    await expect(idsOf(listProducts(shop, undefined, 5))).rejects.toMatchObject({ reason: 'failed' });
    expect(cursor).toBeLessThanOrEqual(10);
  });

  it.each([
    ['no cursor', { hasNextPage: true, endCursor: null }],
    ['the same cursor again', { hasNextPage: true, endCursor: 'x' }],
    ['no word of its end', { endCursor: 'x' }],
  ])('fails with %s', async (_, pageInfo) => {
    const answer = { data: { localization, products: { pageInfo, nodes: [node(1, 1)] } } };
    await expect(read(() => answer)).rejects.toMatchObject({ name: 'ShopFailure' });
  });

  it('counts a record that makes no sense, and goes on', async () => {
    const nodes = [null, {}, node(1, 1), { ...node(2, 2), variants: 5 }, { ...node(3, 3), id: 'Z2lkOi8v' }];
    const { ids, pages } = await read(() => page(nodes));
    expect(ids).toEqual(['1']);
    expect(pages[0]).toMatchObject({ listed: 5, problems: { unreadable: 4 } });
  });

  it('leaves out what has no page in the Online Store, without a word', async () => {
    const { ids, pages } = await read(() => page([node(1, 1), { ...node(2, 2), onlineStoreUrl: null }]));
    expect(ids).toEqual(['1']);
    expect(pages[0]).toMatchObject({ listed: 2, problems: {} });
  });

  it('halves its pages where Shopify fails to answer them, and keeps their size', async () => {
    const failure = { errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
    const { asked } = await read(({ variables: { first, after } }) => {
      return first > 50 ? failure : page([node(after ? 2 : 1, 1)], after ? null : 'x');
    });
    expect(asked.map(({ variables }) => variables.first)).toEqual([100, 50, 50]);
  });

  it('asks for the rest of a product with many variants and collections', async () => {
    const variants = Array.from({ length: 730 }, (_, index) => ({
      id: `V-${index}`,
      color: `Teinte ${index}`,
      size: null,
      inStock: true,
    }));
    const categories = Array.from({ length: 120 }, (_, index) => `Rayon ${index}`);
    const api = shopifyApi([{ ...products[0]!, variants, categories }]);
    let requests = 0;
    const { url } = await startShop((request, response) => {
      requests++;
      void serveCall(api, request, response);
    });
    const shop = shopWith({ shopUrl: new URL(url).origin });
    for await (const { entries } of shopify.read(shop, { scratch: '' })) {
      const [entry] = entries;
      expect(entry!.references).toContain('V-729');
      expect(entry!.variantText).toContain('Teinte 729');
      expect(entry!.categoryPaths).toHaveLength(120);
    }
    expect(requests).toBe(1 + 3 + 1);
  });

  it('knows that a product went while it was asked for the rest', async () => {
    const many = { pageInfo: { hasNextPage: true, endCursor: 'x' }, nodes: [] };
    const { ids } = await read(({ query }) =>
      query.includes('Products') ? page([{ ...node(1, 1), variants: many }]) : { data: { product: null } },
    );
    expect(ids).toEqual(['1']);
  });

  it.each([
    ['does not say where', { hasNextPage: true, endCursor: null }, 1],
    ['never ends', { hasNextPage: true, endCursor: 'x' }, 41],
  ])('shows a product whose list of variants goes on, but %s', async (_, pageInfo, requests) => {
    const { ids, asked } = await read(({ query }) => {
      const list = { pageInfo, nodes: [] };
      return query.includes('Products') ? page([{ ...node(1, 1), variants: list }]) : { data: { product: { list } } };
    });
    expect(ids).toEqual(['1']);
    expect(asked).toHaveLength(requests);
  });

  it('sends each kind of token in its own header, and none where none was typed', async () => {
    const key = '0123456789abcdef'.repeat(2);
    const names = ['x-shopify-storefront-access-token', 'shopify-storefront-private-token'];
    for (const [accessToken, sent] of [
      [key, [key, undefined]],
      [`shpat_${key}`, [undefined, `shpat_${key}`]],
      [undefined, [undefined, undefined]],
    ] as const) {
      const got: unknown[] = [];
      const { url } = await startShop((request, response) => {
        got.push(names.map((name) => request.headers[name]));
        response.writeHead(401).end();
      });
      const shop = shopWith({ shopUrl: new URL(url).origin, ...(accessToken && { accessToken }) });
      await expect(shopify.verify(shop)).rejects.toMatchObject({ reason: 'wrong_credentials' });
      expect(got).toEqual([sent]);
    }
  });
});
