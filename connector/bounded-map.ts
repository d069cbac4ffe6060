/** A map whose values together weigh at most `maxWeight`: those got or set longest ago go first. No value may be undefined. */
export class BoundedMap<Key, Value> {
  readonly #maxWeight: number;
  readonly #weightOf: (value: Value) => number;
  /** Least recently used first. */
  readonly #values = new Map<Key, Value>();
  #weight = 0;

  /** Without `weightOf`, which must give the same for a value at all times, each value weighs 1. */
  constructor(maxWeight: number, weightOf: (value: Value) => number = () => 1) {
    this.#maxWeight = maxWeight;
    this.#weightOf = weightOf;
  }

  get(key: Key): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** A value that alone weighs more than all may is not kept, nor is any other. */
  set(key: Key, value: Value): void {
    this.delete(key);
    this.#values.set(key, value);
    this.#weight += this.#weightOf(value);
    for (const leastRecent of this.#values.keys()) {
      if (this.#weight <= this.#maxWeight) break;
      this.delete(leastRecent);
    }
  }

  delete(key: Key): void {
    const value = this.#values.get(key);
    if (this.#values.delete(key)) this.#weight -= this.#weightOf(value!);
  }

  /** Least recently used first; what is seen so is not used. */
  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#values.entries();
  }
}
