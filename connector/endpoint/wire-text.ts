import { JsonText } from './json-text.ts';

interface Written {
  json: JsonText;
  /** How many items have no wire form. */
  leftOut: number;
}

const known = new WeakMap<readonly object[], Written>();

/**
 * A list as the JSON text of its wire form, without the items of which `toWire` gives none; written once for a source that answers
 * the very same list again.
 */
export function wireText<Item extends object>(
  list: readonly Item[],
  toWire: (item: Item) => object | undefined,
): Written {
  let written = known.get(list);
  if (!written) {
    const items = list.map(toWire).filter((item) => item !== undefined);
    written = { json: new JsonText(JSON.stringify(items)), leftOut: list.length - items.length };
    known.set(list, written);
  }
  return written;
}
