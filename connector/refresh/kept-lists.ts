import { BoundedMap } from '../bounded-map.ts';

/**
 * Lists that a function instance has answered, for as long as their catalog is open: the tree and the first pages come again with
 * every product list that an agent opens, the next page with every scroll back. Those asked for longest ago go first.
 */
export class KeptLists {
  readonly #lists: BoundedMap<string, readonly object[]>;
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;

  /** `maxItems` of all lists together; about 3 kB each when they are products. */
  constructor(maxItems: number) {
    // An empty list takes room, too.
    this.#lists = new BoundedMap(maxItems, ({ length }) => length + 1);
  }

  /** The list that `find` gave for the same catalog and question before, or now. Nobody may change it. */
  get<Item extends object>(catalog: object, question: object, find: () => readonly Item[]): readonly Item[] {
    const key = `${this.#numberOf(catalog)} ${JSON.stringify(question)}`;
    const kept = this.#lists.get(key);
    if (kept) return kept as readonly Item[];
    const list = find();
    this.#lists.set(key, list);
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
