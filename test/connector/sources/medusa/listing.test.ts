import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from '../../../../connector/catalog/catalog-source.ts';
import { medusa } from '../../../../connector/sources/medusa/source.ts';
import { medusaApi } from '../../../../dev/sample-shop/apis/medusa.ts';
import type { ApiCall } from '../../../../dev/sample-shop/apis/shop-api.ts';
import { products as sample } from '../../../../dev/sample-shop/products.ts';
import type { ShopAnswer } from '../../../../dev/sample-shop/sample-shop.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...sample[at % 60]!, id: `P-${at}` }));
const idOf = (at: number) => `prod_${String(at).padStart(6, '0')}`;

type Body = { products: { id: string }[]; count: number; offset: number; limit: number };
/** What the shop makes of its own answer; `request` counts listings of products from 1. */
type Change = (body: Body, call: { offset: number; request: number }) => Body;

type Categories = { product_categories: unknown[]; count: number };
type ChangeTree = (body: Categories) => Categories;

async function shopOf(count: number, change: Change = (body) => body, changeTree: ChangeTree = (body) => body) {
  const api = medusaApi(many(count));
  const urls: URL[] = [];
  let request = 0;
  const respond = (call: ApiCall): ShopAnswer | undefined => {
    urls.push(call.url);
    const answer = api(call);
    if (call.url.pathname === '/store/product-categories' && answer)
      return { ...answer, body: JSON.stringify(changeTree(JSON.parse(answer.body))) };
    if (call.url.pathname !== '/store/products' || !answer) return answer;
    const offset = Number(call.url.searchParams.get('offset'));
    const body = change(JSON.parse(answer.body), { offset, request: ++request });
    return { ...answer, body: JSON.stringify(body) };
  };
  const { url } = await startShop((incoming, response) => void serveCall(respond, incoming, response));
  return { urls, shop: shopWith(medusa.sample!({ shop: new URL(url).origin })) };
}

/** A shop whose products can be taken away between two requests. */
async function shrinkingShop(count: number, gone: (request: number) => (at: number) => boolean) {
  const all = many(count).map((_, at) => idOf(at));
  return shopOf(count, (body, { offset, request }) => {
    const left = all.filter((_, at) => !gone(request)(at));
    const record = body.products[0]!;
    const products = left.slice(offset, offset + body.limit).map((id) => ({ ...record, id }));
    return { ...body, products, count: left.length };
  });
}

async function pagesOf(shop: Awaited<ReturnType<typeof shopOf>>['shop'], from?: string): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of medusa.read(shop, { from, scratch: '' })) pages.push(page);
  return pages;
}
const idsOf = (pages: Page[]) => pages.flatMap(({ entries }) => entries.map(({ product }) => product.id));

describe('a listing of Medusa', () => {
  afterAll(closeShops);

  it('asks a hundred at a time, in the order of ids, and says how many there are', async () => {
    const { shop, urls } = await shopOf(450);
    const pages = await pagesOf(shop);
    expect(idsOf(pages)).toEqual(many(450).map((_, at) => idOf(at)));
    expect(pages.map(({ announced }) => announced)).toEqual([450, 450, 450, 450, 450]);
    expect(pages.at(-1)!.next).toBeUndefined();
    expect(urls.filter(({ pathname }) => pathname === '/store/products')).toHaveLength(5);
    expect(new Set(urls.flatMap(({ searchParams }) => searchParams.get('order') ?? []))).toEqual(
      new Set(['created_at', 'id']),
    );
  });

  it('loses none that is left when others are deleted while it is read', async () => {
    // Eight before each request after the first, of those that were read already.
    const gone = (request: number) => (at: number) => at % 5 === 0 && at < (request - 1) * 40;
    const { shop } = await shrinkingShop(330, gone);
    const left = many(330).flatMap((_, at) => (at % 5 === 0 ? [] : [idOf(at)]));
    expect(idsOf(await pagesOf(shop))).toEqual(expect.arrayContaining(left));
  });

  it('goes back as far as it must when many were deleted before it is taken up again', async () => {
    const { shop: before } = await shopOf(600);
    const next = (await pagesOf(before))[3]!.next!;
    const { shop } = await shrinkingShop(600, () => (at) => at < 250);
    const rest = idsOf(await pagesOf(shop, next));
    expect(rest).toEqual(
      many(600)
        .map((_, at) => idOf(at))
        .slice(401),
    );
  });

  it('goes on behind a page without any product that makes sense', async () => {
    const { shop } = await shopOf(330, (body) => ({
      ...body,
      products: body.products.map((product, at) =>
        body.offset + at >= 95 && body.offset + at < 215 ? null! : product,
      ),
    }));
    expect(idsOf(await pagesOf(shop))).toHaveLength(330 - 120);
  });

  it('reads all anew when nothing is left of where it was', async () => {
    const { shop } = await shrinkingShop(300, () => (at) => at < 200);
    expect(idsOf(await pagesOf(shop, `200 ${idOf(198)} ${idOf(199)}`))).toHaveLength(100);
  });

  it('does not take an estimate for the number of products', async () => {
    const { shop } = await shopOf(250, (body) => ({ ...body, count: 90, estimate_count: 90 }));
    const pages = await pagesOf(shop);
    expect(idsOf(pages)).toHaveLength(250);
    expect(pages.every(({ announced }) => announced === undefined)).toBe(true);
  });

  it('takes smaller pages where the server gives no larger ones', async () => {
    const { shop } = await shopOf(130, (body) => ({ ...body, products: body.products.slice(0, 40), limit: 40 }));
    expect(idsOf(await pagesOf(shop))).toHaveLength(130);
  });

  it('counts an odd product and shows the others', async () => {
    const { shop } = await shopOf(3, (body) => ({
      ...body,
      products: [null as never, {} as never, ...body.products.slice(2)],
    }));
    expect(await pagesOf(shop)).toMatchObject([{ listed: 3, problems: { unreadable: 2 } }]);
  });

  it('fails where the tree of categories is cut short, and does without an odd category', async () => {
    const { shop } = await shopOf(3, undefined, (body) => ({ ...body, count: 99 }));
    await expect(pagesOf(shop)).rejects.toThrow('The shop says that it has 99 categories, but listed');
    const { shop: odd } = await shopOf(60, undefined, (body) => ({
      ...body,
      product_categories: [null, 7, ...body.product_categories.slice(2)],
    }));
    expect(idsOf(await pagesOf(odd))).toHaveLength(60);
  });

  it('keeps its safe points short and plain, whatever ids are', async () => {
    const { shop } = await shopOf(250, (body) => ({
      ...body,
      products: body.products.map((product) => ({ ...product, id: `é${'x'.repeat(200)}${product.id}` })),
    }));
    for (const { next = '' } of await pagesOf(shop)) expect(next).toMatch(/^[\x20-\x7e]{0,1000}$/);
  });
});
