import { type DocumentNode, type ExecutionResult, execute, GraphQLError, parse, validate } from 'graphql';
import type { SampleProduct } from '../sample-product.ts';
import { jsonAnswer, type ShopApi } from './shop-api.ts';
import { shopifySchema } from './shopify-schema.ts';
import { type PageArguments, shopifyShelves } from './shopify-shelves.ts';

/** Of any version: Shopify answers one that it does not keep as another. */
const path = /^\/api\/20\d\d-\d\d\/graphql\.json$/;
const publicToken = '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e';
const privateToken = `shpat_${publicToken}`;

/** Where the shop sells, and in which currency. */
const markets: Record<string, string> = { FR: 'EUR', BE: 'EUR', CH: 'CHF' };

/** Objects that one may page into a list. */
const deepest = 25_000;

interface Asked {
  query: string;
  variables?: Record<string, string | null>;
}

/**
 * The Storefront API of Shopify. Every answer is executed by Shopify's own published schema, so that none can have a form that the
 * real one has not; what the values are is documented, or seen in recorded answers.
 */
export function shopifyApi(products: readonly SampleProduct[]): ShopApi {
  const schema = shopifySchema();
  const onlineStore = shopifyShelves(products);
  const headless = shopifyShelves(products, 'with a wholesale product');
  const documents = new Map<string, DocumentNode>();

  /** Parsed and checked once. */
  function documentOf(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const [error] = validate(schema, document);
    if (error) throw error;
    documents.set(query, document);
    return document;
  }

  return (call) => {
    if (!path.test(call.url.pathname) || call.method !== 'POST') return undefined;
    const open = call.headers['x-shopify-storefront-access-token'];
    const secret = call.headers['shopify-storefront-private-token'];
    // Any other token is unknown, and each of the two in the other's header.
    if ((open !== undefined && open !== publicToken) || (secret !== undefined && secret !== privateToken)) {
      return refusal(401, 'UNAUTHORIZED');
    }
    const shelves = open || secret ? headless : onlineStore;
    try {
      const { query, variables = {} } = JSON.parse(call.body) as Asked;
      const document = documentOf(query);
      // Shopify answers for its own country and language where it lacks what is asked for.
      const country = Object.hasOwn(markets, variables.country ?? '') ? variables.country! : 'FR';
      const context = { origin: call.url.origin, currency: markets[country]! };
      const rootValue = {
        localization: {
          country: { isoCode: country, currency: { isoCode: markets[country] } },
          language: { isoCode: 'FR' },
        },
        product: ({ id }: { id: string }) => shelves.product(id, context),
        products: (args: PageArguments) => shelves.products(args, context, deepest),
        collections: (args: PageArguments) => shelves.collections(args),
      };
      const { data, errors } = execute({ schema, document, rootValue, variableValues: variables }) as ExecutionResult;
      if (data === undefined) return refusal(200, 'INVALID_VARIABLE', errors?.[0]?.message);
      return jsonAnswer(200, { data, ...(errors && { errors }), extensions: { cost: { requestedQueryCost: 1 } } });
    } catch (error) {
      if (error instanceof GraphQLError) return refusal(200, 'undefinedField', error.message);
      return refusal(400, 'BAD_REQUEST');
    }
  };
}

function refusal(status: number, code: string, message = '') {
  return jsonAnswer(status, { errors: [{ message, extensions: { code } }] });
}
