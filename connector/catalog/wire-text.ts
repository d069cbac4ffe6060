const texts = new WeakMap<readonly object[], string>();

/** A list as the JSON text of its wire form; written once for a source that answers the very same list again. */
export function wireText<Item extends object>(
  list: readonly Item[],
  toWire: (list: readonly Item[]) => readonly unknown[],
): string {
  let text = texts.get(list);
  if (text === undefined) {
    text = JSON.stringify(toWire(list));
    texts.set(list, text);
  }
  return text;
}
