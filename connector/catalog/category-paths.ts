/** A shop's category, as it names its parent; `parentId` null, absent or unknown: a root. */
export interface ShopCategory {
  id: string;
  parentId?: string | null | undefined;
  label: string;
}

/** Deeper than any shop's; what is above it is cut off. */
const maxDepth = 20;

/**
 * Tells a category's label path from the root by its id, for `CatalogEntry.categoryPaths`; undefined for one that is not among
 * `categories` or has no label. One without a label is left out of the paths below it; a circle of parents ends where it closes.
 */
export function categoryPaths(categories: Iterable<ShopCategory>): (id: string) => string[] | undefined {
  const known = new Map([...categories].map((category) => [category.id, category]));
  return (id) => {
    if (!known.get(id)?.label.trim()) return undefined;
    const path: string[] = [];
    const passed = new Set<ShopCategory>();
    for (let each = known.get(id); each && !passed.has(each) && passed.size < maxDepth; ) {
      passed.add(each);
      const label = each.label.trim();
      if (label) path.unshift(label);
      each = known.get(each.parentId ?? '');
    }
    return path;
  };
}
