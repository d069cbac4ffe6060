import { useEffect, useRef } from 'preact/hooks';
import { ProductTile } from './product-tile.tsx';
import type { CardProduct } from './read-product.ts';
import { SkeletonTile } from './skeleton.tsx';
import type { ProductPages } from './use-products.ts';

interface Props {
  pages: ProductPages;
  onSend(product: CardProduct): void;
  /** The end of what is there came into sight. */
  onEnd(): void;
}

export function ProductGrid({ pages: { products, state, hasMore, query }, onSend, onEnd }: Props) {
  const end = useRef<HTMLLIElement>(null);
  const canLoad = hasMore && state === 'ready';
  useEffect(() => {
    if (!canLoad || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onEnd();
      },
      { rootMargin: '320px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoad, products.length]);
  return (
    <>
      <ul class="grid" aria-label="Products">
        {products.map((product, index) => (
          <ProductTile key={`${index} ${product.id}`} product={product} onSend={onSend} />
        ))}
        {hasMore && <SkeletonTile mark={end} />}
        {hasMore && products.length % 2 === 0 && <SkeletonTile />}
      </ul>
      {state === 'ready' && !hasMore && (
        <p class="list-end quiet">
          {products.length === 1 ? '1 product' : `${products.length} products`}
          {query.search && ` for “${query.search}”`}
        </p>
      )}
    </>
  );
}
