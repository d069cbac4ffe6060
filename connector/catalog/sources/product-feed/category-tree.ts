import { createHash } from 'node:crypto';
import type { Category } from '../../catalog-source.ts';

/** Levels kept of a path; what lies deeper belongs to the last of them. */
const maxDepth = 12;

/** Grows with each product's label paths; knows how many distinct products every category holds. */
export class CategoryTree {
  readonly #categories = new Map<string, Category>();
  readonly #ids = new Map<string, string>();

  /** Counts one product; answers the ids of its categories and of all above them, each once. */
  add(paths: readonly (readonly string[])[]): string[] {
    const ids = new Set<string>();
    for (const path of paths) {
      let parentId: string | null = null;
      for (const label of path.slice(0, maxDepth)) {
        const id = this.#idOf(parentId, label);
        if (!this.#categories.has(id)) this.#categories.set(id, { id, parentId, label, productCount: 0 });
        ids.add(id);
        parentId = id;
      }
    }
    for (const id of ids) this.#categories.get(id)!.productCount++;
    return [...ids];
  }

  /** Every category, alphabetical among its siblings, right before what lies below it. */
  list(): Category[] {
    const collator = new Intl.Collator('und', { numeric: true });
    const children = Map.groupBy(this.#categories.values(), (category) => category.parentId);
    const below = (parentId: string | null): Category[] =>
      (children.get(parentId) ?? [])
        .sort((a, b) => collator.compare(a.label, b.label) || (a.id < b.id ? -1 : 1))
        .flatMap((category) => [category, ...below(category.id)]);
    return below(null);
  }

  /**
   * 16 hex digits of SHA-256 over the parent's id and the label: the same path has the same id in every feed and after
   * every refresh.
   */
  #idOf(parentId: string | null, label: string): string {
    const key = `${parentId ?? ''}\n${label}`;
    const id = this.#ids.get(key) ?? createHash('sha256').update(key).digest('hex').slice(0, 16);
    this.#ids.set(key, id);
    return id;
  }
}
