/** What is shown of a record: all of it, or these fields. */
export interface Fields {
  [name: string]: true | Fields;
}

const whole = (names: string): Fields => Object.fromEntries(names.split(' ').map((name) => [name, true]));

/** What Medusa shows unasked. */
const defaults: Record<string, Fields> = {
  regions: whole('id name currency_code metadata countries'),
  'product-categories': whole('id name parent_category_id'),
  products: {
    ...whole('id title subtitle handle description thumbnail created_at collection type tags images'),
    variants: whole('id title sku barcode ean upc thumbnail options manage_inventory allow_backorder'),
  },
};

/**
 * The fields that a query names: `+a` and `*a` add to what is shown unasked, `a` replaces it. What Medusa does not know it drops, and
 * a category's fields by name, for it shows categories only as a whole.
 */
export function fieldsOf(resource: string, query: string | null): Fields {
  const names = (query ?? '').split(',').filter(Boolean);
  const replaces = names.some((name) => !/^[+*-]/.test(name));
  const fields: Fields = replaces || names.length === 0 ? {} : structuredClone(defaults[resource]!);
  if (names.length === 0) return defaults[resource]!;
  for (const name of names.map((each) => each.replace(/^[+*]/, ''))) {
    if (/^categories(\.|$)/.test(name) && !names.includes('*categories')) continue;
    add(fields, name.split('.'));
  }
  return fields;
}

function add(fields: Fields, [first = '', ...rest]: string[]): void {
  const known = fields[first];
  if (known === true) return;
  if (rest.length === 0) {
    fields[first] = true;
    return;
  }
  const below: Fields = known ?? {};
  fields[first] = below;
  add(below, rest);
}

/** A record with these fields; it and its variants have their ids unasked. */
export function pick(value: unknown, fields: true | Fields, hasId = true): unknown {
  if (fields === true || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each) => pick(each, fields, hasId));
  const record = value as Record<string, unknown>;
  const names = Object.keys(record).filter((name) => (hasId && name === 'id') || fields[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, pick(record[name], fields[name] ?? true, name === 'variants')]));
}
