import type { Shop } from '../../catalog/catalog-source.ts';
import { failed } from '../../guarded-http/shop-failures.ts';
import { type ProductNode, productNode, productsAnswer } from './answers.ts';
import { askShopify, checkLocalization, cursorOf } from './ask-shopify.ts';
import { TooCostly } from './causes.ts';
import { numberOf } from './entry-of.ts';
import type { ShopifySettings } from './parameters.ts';
import { productsQuery } from './queries.ts';

const largestPage = 100;
const smallestPage = 10;
/** Shopify pages no further than 25,000 objects into a list: before that, another one is begun where this one stands. */
const longestList = 24_000;

interface ListedPage {
  /** undefined for a product that cannot be made out. */
  products: (ProductNode | undefined)[];
  /** Where the listing stands behind them; absent at its end. */
  next?: string | undefined;
}

/** A product's place in the order of creation. How long Shopify's own cursors hold is not documented; this one always does. */
type Place = Pick<ProductNode, 'createdAt' | 'id'>;

/** All products that the shop shows to this token, or to visitors without one, from a place on. */
export async function* listProducts(
  shop: Shop<ShopifySettings>,
  from?: string,
  longest = longestList,
): AsyncGenerator<ListedPage> {
  let size = largestPage;
  let begin = from === undefined ? undefined : readPlace(from);
  let place = begin;
  let after: string | undefined;
  let inList = 0;
  for (;;) {
    const query = begin && `created_at:>='${begin.createdAt}'`;
    const variables = { first: size, after: after ?? null, query: query ?? null };
    try {
      const { localization, products } = await askShopify(
        { document: productsQuery, variables, data: productsAnswer },
        shop,
      );
      checkLocalization(localization, shop.credentials);
      const nodes = products.nodes.map((node) => productNode.safeParse(node).data);
      const cursor = cursorOf(products);
      if (cursor !== undefined && cursor === after) throw failed('gives the same page of its listing again');
      const last = nodes.findLast((node) => node !== undefined);
      const isMoved = last !== undefined && !(place && isUpTo(place, last));
      if (last && isMoved) place = last;
      const news = nodes.filter((node) => !(node && begin && isUpTo(begin, node)));
      if (cursor === undefined) return void (yield { products: news });
      yield { products: news, ...(place && isMoved && { next: writePlace(place) }) };
      after = cursor;
      inList += nodes.length;
    } catch (error) {
      if (!(error instanceof TooCostly) || size <= smallestPage) throw error;
      size = Math.max(Math.floor(size / 2), smallestPage);
    }
    if (inList < longest) continue;
    if (place === begin) throw failed('lists more products of one second than can be told apart');
    begin = place;
    after = undefined;
    inList = 0;
  }
}

/** Whether a product stands at this place or before it: Shopify orders those of one second by their numbers. */
function isUpTo(place: Place, { createdAt, id }: Place): boolean {
  const [then, when] = [Date.parse(place.createdAt), Date.parse(createdAt)];
  return when < then || (when === then && Number(numberOf(id)) <= Number(numberOf(place.id)));
}

function writePlace({ createdAt, id }: Place): string {
  return `${createdAt} ${numberOf(id)}`;
}

function readPlace(text: string): Place {
  const [createdAt = '', id = ''] = text.split(' ');
  return { createdAt, id };
}
