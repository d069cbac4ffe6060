import { resigned } from '../faulty-proxy.ts';
import { type Fault, type Item, inList, inOneItem, parametersOf, without, withParameter } from './fault.ts';

const path = '/categories';
/** `products` may be left out. */
const fields = {
  id: 'field-id',
  idParent: 'field-id-parent',
  label: 'field-label',
  productsCount: 'field-products-count',
};

const item = (name: string, caughtBy: string, alter: (item: Item) => Item) =>
  inOneItem(path, name, `categories/${caughtBy}`, alter);
const list = (name: string, caughtBy: string, alter: Parameters<typeof inList>[3]) =>
  inList(path, name, `categories/${caughtBy}`, alter);

function asked(
  name: string,
  caughtBy: string,
  ask: (parameters: URLSearchParams) => Record<string, string | undefined>,
): Fault {
  return {
    name,
    caughtBy: `categories/${caughtBy}`,
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

export const categoryFaults: readonly Fault[] = [
  ...Object.entries(fields).map(([field, check]) =>
    item(`drops ${field} of categories`, check, (category) => without(category, field)),
  ),
  item('counts products in a text', 'field-products-count', (category) => ({ ...category, productsCount: '12' })),
  item('counts less than nothing', 'field-products-count', (category) => ({ ...category, productsCount: -1 })),
  item('counts one product too many', 'counts-hold', (category) => ({
    ...category,
    productsCount: Number(category.productsCount) + 1,
  })),
  item('lists products as objects', 'field-products', (category) => ({ ...category, products: [{ id: '1' }] })),
  item('sends an empty label', 'field-label', (category) => ({ ...category, label: '' })),
  item('leaves entities in a label', 'plain-labels', (category) => ({ ...category, label: 'Tentes &amp; abris' })),
  item('adds a field to categories', 'documented-only', (category) => ({ ...category, depth: 1 })),
  item('names a parent that does not exist', 'parents-exist', (category) => ({ ...category, idParent: 'nowhere' })),
  list('sends {} for no categories', 'unknown-parent', (items) => (items.length > 0 ? items : {})),
  list('lists a child before its parent', 'parents-first', (items) => items.toReversed()),
  list('gives two categories one id', 'ids-unique', (items) => [...items, ...items.slice(0, 1)]),
  list('answers descendants for children', 'children', (items, call) =>
    parametersOf(call).get('idParent')
      ? [...items, ...items.map((category) => ({ ...category, id: `${category.id}-2` }))]
      : items,
  ),
  asked('ignores idParent', 'children', () => ({ idParent: undefined })),
  asked('takes an empty idParent for none', 'roots-empty-parent', (parameters) =>
    parameters.get('idParent') === '' ? { idParent: undefined } : {},
  ),
  asked('takes null for an id', 'roots-null-parent', (parameters) =>
    parameters.get('idParent') === 'null' ? { idParent: 'no-such-id' } : {},
  ),
  asked('ignores limit of categories', 'limit-respected', () => ({ limit: undefined })),
  asked('ignores offset of categories', 'past-the-end', () => ({ offset: undefined })),
  asked('repeats a category on page 2', 'pages-add-up', (parameters) =>
    Number(parameters.get('offset')) > 0 ? { offset: String(Number(parameters.get('offset')) - 1) } : {},
  ),
];
