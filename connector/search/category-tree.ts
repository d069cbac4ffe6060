import { createHash } from 'node:crypto';
import type { Category } from '../catalog/catalog-source.ts';

/** Levels kept of a path; what lies deeper belongs to the last of them. */
const maxDepth = 12;

export interface NumberedCategory extends Category {
  /** In the order of appearance, from 0. */
  number: number;
}

/** Grows with each product's label paths; knows how many distinct products every category holds. */
export class CategoryTree {
  readonly #categories = new Map<string, NumberedCategory>();
  readonly #max: number;

  /** After `max` categories the tree stops growing: what lies deeper belongs to the last that it knows. */
  constructor(max = Number.POSITIVE_INFINITY) {
    this.#max = max;
  }

  /** Counts one product; answers its categories and all above them, each once. */
  add(paths: readonly (readonly string[])[]): NumberedCategory[] {
    const found = new Set<NumberedCategory>();
    for (const path of paths) {
      let parent: NumberedCategory | undefined;
      for (const label of path.slice(0, maxDepth)) {
        parent = this.#child(parent?.id ?? null, label);
        if (!parent) break;
        found.add(parent);
      }
    }
    for (const category of found) category.productCount++;
    return [...found];
  }

  /** Every category, alphabetical among its siblings, right before what lies below it. */
  list(): NumberedCategory[] {
    const collator = new Intl.Collator('und', { numeric: true });
    const children = Map.groupBy(this.#categories.values(), (category) => category.parentId);
    const below = (parentId: string | null): NumberedCategory[] =>
      (children.get(parentId) ?? [])
        .sort((a, b) => collator.compare(a.label, b.label) || (a.id < b.id ? -1 : 1))
        .flatMap((category) => [category, ...below(category.id)]);
    return below(null);
  }

  #child(parentId: string | null, label: string): NumberedCategory | undefined {
    const key = `${parentId ?? ''}\n${label}`;
    let category = this.#categories.get(key);
    if (!category && this.#categories.size < this.#max) {
      category = { id: idOf(key), parentId, label, productCount: 0, number: this.#categories.size };
      this.#categories.set(key, category);
    }
    return category;
  }
}

/**
 * 16 hex digits of SHA-256 over the parent's id and the label: the same path has the same id in every feed and after
 * every refresh.
 */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
