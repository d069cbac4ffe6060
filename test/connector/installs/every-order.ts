/** Every order of the items, in which equal items are one: `a a b` has three. */
export function* everyOrder<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const first of new Set(items)) {
    const rest = items.toSpliced(items.indexOf(first), 1);
    for (const order of everyOrder(rest)) yield [first, ...order];
  }
}

export function twice<Item>(items: readonly Item[]): Item[] {
  return [...items, ...items];
}
