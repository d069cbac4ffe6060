/**
 * Lists that a function instance has answered, for as long as their catalog is open: the tree and the first pages come again with
 * every product list that an agent opens, the next page with every scroll back. Those asked for longest ago go first.
 */
export class KeptLists {
  readonly #maxItems: number;
  readonly #lists = new Map<string, readonly object[]>();
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;
  #items = 0;

  /** `maxItems` of all lists together; about 3 kB each when they are products. */
  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** The list that `find` gave for the same catalog and question before, or now. Nobody may change it. */
  get<Item extends object>(catalog: object, question: object, find: () => readonly Item[]): readonly Item[] {
    const key = `${this.#numberOf(catalog)} ${JSON.stringify(question)}`;
    const kept = this.#lists.get(key);
    const list = (kept ?? find()) as readonly Item[];
    if (kept) this.#lists.delete(key);
    else this.#items += cost(list);
    this.#lists.set(key, list);
    for (const [oldest, { length }] of this.#lists) {
      if (this.#items <= this.#maxItems) break;
      this.#lists.delete(oldest);
      this.#items -= cost({ length });
    }
    return list;
  }

  #numberOf(catalog: object): number {
    let number = this.#numbers.get(catalog);
    if (number === undefined) {
      number = ++this.#lastNumber;
      this.#numbers.set(catalog, number);
    }
    return number;
  }
}

/** An empty list takes room, too. */
function cost({ length }: { length: number }): number {
  return length + 1;
}
