import { resigned } from '../faulty-proxy.ts';
import { type Fault, fault, type Item, inList, inOneItem, parametersOf, without, withParameter } from './fault.ts';

const path = '/products';
const fields = {
  id: 'field-id',
  title: 'field-title',
  productUrl: 'field-product-url',
  brand: 'field-brand',
  description: 'field-description',
  shortDescription: 'field-short-description',
  available: 'field-available',
  imageUrl: 'field-image-url',
  reference: 'field-reference',
  priceCatalog: 'field-price-catalog',
  pricePromotion: 'field-price-promotion',
  priceSpecial: 'field-price-special',
};

const item = (name: string, caughtBy: string, alter: (item: Item) => Item) =>
  inOneItem(path, name, `products/${caughtBy}`, alter);
const list = (name: string, caughtBy: string, alter: Parameters<typeof inList>[3]) =>
  inList(path, name, `products/${caughtBy}`, alter);

const contents: Fault[] = [
  ...Object.entries(fields).map(([field, check]) =>
    item(`drops ${field}`, check, (product) => without(product, field)),
  ),
  item('sends a number for an id', 'field-id', (product) => ({ ...product, id: 12 })),
  item('sends available as a text', 'field-available', (product) => ({ ...product, available: 'true' })),
  item('sends null for a title', 'field-title', (product) => ({ ...product, title: null })),
  item('sends an empty title', 'field-title', (product) => ({ ...product, title: ' ' })),
  item('sends a price as a number', 'field-price-catalog', (product) => ({ ...product, priceCatalog: 99.9 })),
  item('sends a price without its currency', 'field-price-catalog', (product) => ({
    ...product,
    priceCatalog: '99.90',
  })),
  item('sends a relative imageUrl', 'field-image-url', (product) => ({ ...product, imageUrl: '/images/1.svg' })),
  item('sends a productUrl without scheme', 'field-product-url', (product) => ({
    ...product,
    productUrl: '//shop.example/1',
  })),
  item('leaves HTML in a title', 'plain-title', (product) => ({ ...product, title: `<b>${product.title}</b>` })),
  item('leaves entities in a description', 'plain-description', (product) => ({
    ...product,
    description: 'Caf&eacute;',
  })),
  item('adds a field of its own', 'documented-only', (product) => ({ ...product, stock: 3 })),
  item('sends a promotion that is not lower', 'promotion-below-price', (product) => ({
    ...product,
    pricePromotion: product.priceCatalog,
  })),
  item('sends a higher promotion', 'promotion-below-price', (product) => ({
    ...{ ...product, priceCatalog: '1 099,90 €', pricePromotion: '1 199,00 €' },
  })),
  item('mixes currencies', 'prices-alike', (product) => ({
    ...product,
    priceCatalog: '99,90 €',
    pricePromotion: '89,90 $',
  })),
  list('gives two products one id', 'ids-unique', (items) =>
    items.map((product, index) => (index === 3 ? { ...product, id: items[0]!.id } : product)),
  ),
  list('wraps the list in an object', 'list', (items) => ({ data: items })),
  fault('answers text/plain', 'products/content-type', async (call, forward) => {
    const answer = await forward(call);
    return call.path === path ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } } : answer;
  }),
];

/** Faults that change what is asked rather than what is answered. */
function asked(
  name: string,
  caughtBy: string,
  ask: (parameters: URLSearchParams) => Record<string, string | undefined>,
): Fault {
  return {
    name,
    caughtBy: `products/${caughtBy}`,
    start:
      ({ secret }) =>
      (call, forward) => {
        if (call.path !== path || !call.query || !call.headers['x-iadvize-signature']) return forward(call);
        const changes = Object.entries(ask(parametersOf(call)));
        if (changes.length === 0) return forward(call);
        return forward(
          resigned(
            changes.reduce((one, [key, value]) => withParameter(one, key, value), call),
            secret,
          ),
        );
      },
  };
}

const numberOf = (parameters: URLSearchParams, name: string) => Number(parameters.get(name) ?? Number.NaN);

const paging: Fault[] = [
  asked('ignores limit', 'limit-respected', () => ({ limit: undefined })),
  asked('ignores offset', 'pages-do-not-repeat', () => ({ offset: undefined })),
  asked('repeats a product on page 2', 'pages-do-not-repeat', (parameters) => {
    const offset = numberOf(parameters, 'offset');
    return offset > 0 ? { offset: String(offset - 1) } : {};
  }),
  asked('skips a product between pages', 'pages-do-not-skip', (parameters) => {
    const offset = numberOf(parameters, 'offset');
    return offset > 0 ? { offset: String(offset + 1) } : {};
  }),
  asked('counts offset in pages', 'pages-do-not-skip', (parameters) => {
    const offset = numberOf(parameters, 'offset');
    return offset > 0 ? { offset: String(offset * numberOf(parameters, 'limit')) } : {};
  }),
  asked('answers the first page past the end', 'past-the-end', (parameters) =>
    numberOf(parameters, 'offset') > 1_000 ? { offset: '0' } : {},
  ),
  list('answers {} past the end', 'past-the-end', (items) => (items.length > 0 ? items : {})),
  asked('gives 10 products by default', 'default-limit', (parameters) =>
    parameters.has('limit') ? {} : { limit: '10' },
  ),
  asked('takes limit=0 for no limit', 'limit-too-small', (parameters) =>
    parameters.get('limit') === '0' ? { limit: undefined } : {},
  ),
  asked('cuts a limit that is too large', 'limit-too-large', (parameters) =>
    numberOf(parameters, 'limit') > 100 ? { limit: '100' } : {},
  ),
  asked('reads a limit that is no number as none', 'limit-not-a-number', (parameters) =>
    parameters.has('limit') && !/^-?\d+$/.test(parameters.get('limit')!) ? { limit: undefined } : {},
  ),
  asked('reads a negative offset as 0', 'offset-negative', (parameters) =>
    parameters.get('offset')?.startsWith('-') ? { offset: '0' } : {},
  ),
  asked('serves a call without website', 'website-missing', (parameters) =>
    parameters.get('idWebsite') ? {} : { idWebsite: 'ha-900001' },
  ),
  {
    name: 'changes its order between calls',
    caughtBy: 'products/same-order',
    start: () => {
      let calls = 0;
      return list('', '', (items) => (++calls % 2 ? items : items.toReversed())).start({ secret: '' });
    },
  },
];

export const productFaults: readonly Fault[] = [
  ...contents,
  ...paging,
  list('searches in lower case only', 'search-capitals', (items, call) =>
    /[A-Z]{4}/.test(searched(call)) ? [] : items,
  ),
  list('minds the case of letters', 'search-lower-case', (items, call) =>
    items.filter(
      ({ title, reference }) => !searched(call) || `${title} ${reference}`.includes(searched(call).split(' ')[0]!),
    ),
  ),
  list('minds accents', 'search-without-accents', (items, call) =>
    items.filter(({ title, reference }) =>
      wordsOf(searched(call)).every((word) => `${title} ${reference}`.toLowerCase().includes(word)),
    ),
  ),
  list('does not search references', 'search-reference', (items, call) =>
    /^[A-Z]{3}-\d+/.test(searched(call)) ? [] : items,
  ),
  asked('ignores the text', 'search-selects', () => ({ searchQuery: undefined })),
  asked('ignores the older form of a search', 'search-older-form', () => ({ 'search[default][contains]': undefined })),
  asked('ignores the category', 'category-selects', () => ({ idCategory: undefined })),
  asked('ignores the category when text is given', 'search-outside-category', (parameters) =>
    parameters.get('searchQuery') ? { idCategory: undefined } : {},
  ),
  asked('ignores the text when a category is given', 'search-selects-in-category', (parameters) =>
    parameters.get('idCategory') ? { searchQuery: undefined } : {},
  ),
  asked('ignores an unknown category', 'unknown-category', (parameters) =>
    parameters.get('idCategory')?.startsWith('conformance') ? { idCategory: undefined } : {},
  ),
  asked('repeats products on pages of a search', 'search-pages', (parameters) => {
    const offset = numberOf(parameters, 'offset');
    return parameters.get('searchQuery') && offset > 0 ? { offset: String(offset - 1) } : {};
  }),
  fault('fails on a quotation mark', 'products/hostile-parameters', async (call, forward) =>
    call.path === path && /%22|%27|'/.test(call.query)
      ? { status: 500, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"message":"SQL"}') }
      : forward(call),
  ),
  fault('fails on a malformed escape', 'products/malformed-escapes', async (call, forward) => {
    try {
      decodeURIComponent(call.query);
      return forward(call);
    } catch {
      return { status: 500, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') };
    }
  }),
];

function searched(call: Parameters<typeof parametersOf>[0]): string {
  return parametersOf(call).get('searchQuery') ?? '';
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
