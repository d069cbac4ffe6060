import { Picture } from '../product-list/picture.tsx';
import { Availability, Price } from '../product-list/price.tsx';
import type { CardProduct } from '../product-list/read-product.ts';

/** A product as the visitor sees it. */
export function SentCard({ product }: { product: CardProduct }) {
  return (
    <article class="sent-card" aria-label={product.title}>
      <Picture url={product.imageUrl} />
      <div class="sent-card-text">
        <p class="sent-card-title">{product.title}</p>
        <p class="sent-card-price">
          <Price product={product} />
          <Availability available={product.available} />
        </p>
      </div>
      {product.productUrl && (
        <a href={product.productUrl} target="_blank" rel="noreferrer">
          View product<span class="unseen"> {product.title} in a new tab</span>
        </a>
      )}
    </article>
  );
}
