import { describeValue } from './describe-value.ts';
import type { Violation } from './desk-api.ts';

type Query = Readonly<Record<string, string | string[] | undefined>>;
type Item = Readonly<Record<string, unknown>>;

/** What concerns a page of products as a whole, or several fields of one. */
export function productListViolations(list: readonly unknown[], query: Query): Violation[] {
  const violations = [...repeatedIds('products', list), ...tooMany('products', list, Number(query.limit ?? 20))];
  for (const [index, each] of list.entries()) {
    const { title, description, priceCatalog, pricePromotion } = Object(each) as Item;
    if (typeof pricePromotion === 'string' && pricePromotion === priceCatalog) {
      const contract = 'set only when lower than priceCatalog';
      violations.push({ field: `products[${index}].pricePromotion`, contract, got: describeValue(pricePromotion) });
    }
    for (const [name, text] of Object.entries({ title, description })) {
      if (typeof text !== 'string' || !/<\/?[a-z][^<>]*>/i.test(text)) continue;
      const contract = 'plain text, HTML removed';
      violations.push({ field: `products[${index}].${name}`, contract, got: describeValue(text) });
    }
  }
  return violations;
}

/** What concerns the tree: whose children they are, and that parents stand before them. */
export function categoryListViolations(list: readonly unknown[], query: Query): Violation[] {
  const limit = query.limit === undefined ? Number.POSITIVE_INFINITY : Number(query.limit);
  const violations = [...repeatedIds('categories', list), ...tooMany('categories', list, limit)];
  const { idParent: asked } = query;
  const isWhole = asked === undefined && query.limit === undefined && query.offset === undefined;
  const seen = new Set<unknown>([null]);
  for (const [index, each] of list.entries()) {
    const { id, idParent } = Object(each) as Item;
    const field = `categories[${index}].idParent`;
    if (isWhole && !seen.has(idParent)) {
      violations.push({ field, contract: 'the id of a category before it', got: describeValue(idParent) });
    }
    const parent = asked === '' || asked === 'null' ? null : asked;
    if (parent !== undefined && idParent !== parent) {
      violations.push({ field, contract: `${JSON.stringify(parent)}, as asked`, got: describeValue(idParent) });
    }
    seen.add(id);
  }
  return violations;
}

function repeatedIds(name: string, list: readonly unknown[]): Violation[] {
  const first = new Map<unknown, number>();
  return list.flatMap((each, index) => {
    const { id } = Object(each) as Item;
    if (typeof id !== 'string' || !first.has(id)) {
      first.set(id, index);
      return [];
    }
    const contract = `unique in the list; ${name}[${first.get(id)}] has the same`;
    return [{ field: `${name}[${index}].id`, contract, got: describeValue(id) }];
  });
}

function tooMany(name: string, list: readonly unknown[], limit: number): Violation[] {
  if (!(list.length > limit)) return [];
  return [{ field: name, contract: `at most ${limit}, as the limit says`, got: `a list of ${list.length}` }];
}
