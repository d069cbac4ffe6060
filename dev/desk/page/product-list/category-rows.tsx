import { Icon } from '../parts/icon.tsx';
import type { CardCategory } from './read-product.ts';

interface Props {
  categories: readonly CardCategory[];
  onUnfold(id: string): void;
}

export function CategoryRows({ categories, onUnfold }: Props) {
  return (
    <ul class="category-rows" aria-label="Categories">
      {categories.map(({ id, label, count }) => (
        <li key={id}>
          <button type="button" data-item={id} onClick={() => onUnfold(id)}>
            <span class="category-label">{label}</span>
            <span class="quiet">
              {count} <span class="unseen">products</span>
            </span>
            <Icon name="forward" />
          </button>
        </li>
      ))}
    </ul>
  );
}
