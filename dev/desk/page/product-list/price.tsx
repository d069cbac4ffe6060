import type { CardProduct } from './read-product.ts';

export function Price({ product: { price, formerPrice, specialPrice } }: { product: CardProduct }) {
  return (
    <span class="price">
      {formerPrice && <span class="unseen">now </span>}
      <strong>{price}</strong>
      {formerPrice && (
        <>
          {' '}
          <span class="unseen">instead of </span>
          <s>{formerPrice}</s>
        </>
      )}
      {specialPrice && <span class="special"> special {specialPrice}</span>}
    </span>
  );
}

export function Availability({ available }: { available: boolean }) {
  return (
    <span class="availability">
      <span class={`dot ${available ? 'good' : 'bad'}`} />
      {available ? 'In stock' : 'Sold out'}
    </span>
  );
}
