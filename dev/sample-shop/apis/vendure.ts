import { buildSchema, execute, type GraphQLError, parse, validate } from 'graphql';
import { pagePath, picturePath } from '../feed.ts';
import type { SampleProduct } from '../sample-product.ts';
import { type ApiCall, jsonAnswer, type ShopApi } from './shop-api.ts';
import { vendureSchema } from './vendure-schema.ts';

/** What can differ between servers. */
export interface VendureOptions {
  /** Tokens of the channels; the first one is the default channel's. One channel takes any token. */
  channels?: readonly string[];
  /** `apiOptions.shopListQueryLimit`. */
  limit?: number;
  /** The HardenPlugin's: a page of more products is too complex. */
  largestPage?: number;
}

interface ListArguments {
  options?: { skip?: number; take?: number };
}

class VendureError extends Error {
  readonly extensions: { code: string };

  constructor(code: string, message: string) {
    super(message);
    this.extensions = { code };
  }
}

const schema = buildSchema(vendureSchema);
const languages = ['fr', 'en'];
/** What a euro is in the currencies of each channel. */
const rates: Record<string, number> = { EUR: 1, USD: 1.25 };
const taxRate = 0.2;

/** The Shop API of Vendure 3, as a server without plugins answers. */
export function vendureApi(
  products: readonly SampleProduct[],
  { channels = ['refuge-et-moka'], limit = 100, largestPage = Number.POSITIVE_INFINITY }: VendureOptions = {},
): ShopApi {
  const tree = collectionsOf(products);

  return ({ method, url, headers, body }) => {
    if (url.pathname !== '/shop-api') return undefined;
    const { query, variables } = method === 'POST' ? readBody(body) : {};
    if (typeof query !== 'string' || query === '')
      return refuse(400, 'BAD_REQUEST', 'GraphQL operations must contain a non-empty `query`.');
    let document: ReturnType<typeof parse>;
    try {
      document = parse(query);
    } catch (error) {
      return refuse(400, 'GRAPHQL_PARSE_FAILED', (error as Error).message);
    }
    const invalid = validate(schema, document);
    if (invalid.length > 0)
      return jsonAnswer(400, { errors: invalid.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) });
    if (Number(variables?.take) > largestPage) return refuse(200, 'INTERNAL_SERVER_ERROR', 'Query is too complex');
    const rootValue = resolvers({ url, headers });
    const answer = execute({ schema, document, rootValue, variableValues: variables ?? {} });
    if (answer instanceof Promise) throw new Error('The played shop answers at once.');
    const { errors, data } = answer;
    return jsonAnswer(200, { ...(errors && { errors: errors.map((error) => coded(error)) }), data });
  };

  function resolvers({ url, headers }: Pick<ApiCall, 'url' | 'headers'>) {
    const currencyCode = url.searchParams.get('currencyCode') ?? 'EUR';
    const isFrench = url.searchParams.get('languageCode') === 'fr';
    /** As the real server's guard, before each field of the query. */
    const channel = () => {
      const token = headers['vendure-token'] ?? '';
      const known = channels.length === 1 || token === '' ? channels[0] : channels.find((each) => each === token);
      if (known === undefined)
        throw new VendureError('CHANNEL_NOT_FOUND', `No Channel with the token "${token}" could be found`);
      if (!rates[currencyCode]) {
        const text = isFrench
          ? `La devise "${currencyCode}" n'est pas disponible dans le Canal actuel`
          : `The currency "${currencyCode}" is not available in the current Channel`;
        throw new VendureError('USER_INPUT_ERROR', text);
      }
      return known;
    };
    const list = <Item, Answer>(
      items: readonly Item[],
      { options = {} }: ListArguments,
      answer: (item: Item) => Answer,
    ) => {
      channel();
      const { skip = 0, take = limit } = options;
      if (take > limit) {
        const text = isFrench
          ? `Impossible de prendre plus de ${limit} résultats dans une requête de liste`
          : `Cannot take more than ${limit} results from a list query`;
        throw new VendureError('USER_INPUT_ERROR', text);
      }
      return { totalItems: items.length, items: items.slice(skip, skip + take).map(answer) };
    };
    return {
      activeChannel: () => ({
        token: channel(),
        code: channel() === channels[0] ? '__default_channel__' : channel(),
        ...{ defaultLanguageCode: languages[0], availableLanguageCodes: languages },
        ...{ defaultCurrencyCode: 'EUR', availableCurrencyCodes: Object.keys(rates) },
      }),
      collections: (call: ListArguments) => list([...tree.values()], call, (each) => each),
      products: (call: ListArguments) => list(products, call, (product) => recordOf(product, url.origin, currencyCode)),
    };
  }

  function recordOf(product: SampleProduct, origin: string, currencyCode: string) {
    const { id, title, brand, description, price, inStock, categories, variants } = product;
    const asset = (variant: SampleProduct['variants'][number] | null) => ({
      preview: origin + picturePath(id, variant),
    });
    const priceWithTax = Math.round(price * rates[currencyCode]! * 100);
    const variantOf = (variant: SampleProduct['variants'][number] | null, index: number) => ({
      ...{ id: `${id}-${index}`, sku: variant?.id ?? id, currencyCode, priceWithTax },
      price: Math.round(priceWithTax / (1 + taxRate)),
      name: [title, variant?.color, variant?.size].filter(Boolean).join(' '),
      stockLevel: (variant ?? { inStock }).inStock ? 'IN_STOCK' : 'OUT_OF_STOCK',
      featuredAsset: variant && asset(variant),
    });
    return {
      ...{ id, name: title, description, featuredAsset: asset(null) },
      slug: pagePath(`${id}-${slugOf(title)}`, null).replace('/products/', ''),
      variants: (variants.length > 0 ? variants : [null]).map(variantOf),
      facetValues: [{ name: brand, facet: { code: 'brand' } }],
      collections: categories.map((_, depth) => tree.get(pathKey(categories, depth))),
    };
  }
}

/** By their paths. The root has the id 1 and is not listed. */
function collectionsOf(products: readonly SampleProduct[]) {
  const tree = new Map<string, { id: string; name: string; parentId: string }>();
  for (const { categories } of products) {
    for (const [depth, name] of categories.entries()) {
      const key = pathKey(categories, depth);
      const parentId = depth === 0 ? '1' : tree.get(pathKey(categories, depth - 1))!.id;
      if (!tree.has(key)) tree.set(key, { id: String(tree.size + 2), name, parentId });
    }
  }
  return tree;
}

function pathKey(categories: readonly string[], depth: number): string {
  return categories.slice(0, depth + 1).join('\n');
}

function slugOf(title: string): string {
  return title.normalize('NFD').replace(/\p{M}/gu, '').replace(/\W+/g, '-').replace(/^-|-$/g, '').toLowerCase();
}

function readBody(body: string): { query?: unknown; variables?: Record<string, unknown> } {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

function coded(
  { message, locations, path, extensions }: GraphQLError,
  code = extensions.code ?? 'INTERNAL_SERVER_ERROR',
) {
  return { message, locations, path, extensions: { code } };
}

function refuse(status: number, code: string, message: string) {
  return jsonAnswer(status, { errors: [{ message, extensions: { code } }] });
}
