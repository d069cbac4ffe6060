import type { Category } from '../../connector/catalog/catalog-source.ts';

export interface Branch extends Category {
  /** 0 for a root. */
  depth: number;
}

/** As many whole levels of the tree as fit into `most` lines, from the roots; of too many roots, the first. */
export function branchesOf(categories: readonly Category[], most: number): { shown: Branch[]; hidden: number } {
  const depths = new Map<string, number>();
  const branches = categories.map((category) => {
    const depth = category.parentId === null ? 0 : (depths.get(category.parentId) ?? 0) + 1;
    depths.set(category.id, depth);
    return { ...category, depth };
  });
  let deepest = Math.max(0, ...new Set(depths.values()));
  while (deepest > 0 && branches.filter(({ depth }) => depth <= deepest).length > most) deepest--;
  const shown = branches.filter(({ depth }) => depth <= deepest).slice(0, most);
  return { shown, hidden: branches.length - shown.length };
}
