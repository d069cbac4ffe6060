import { Icon } from '../parts/icon.tsx';
import { Picture } from './picture.tsx';
import { Availability, Price } from './price.tsx';
import type { CardProduct } from './read-product.ts';

interface Props {
  product: CardProduct;
  onSend(product: CardProduct): void;
}

export function ProductTile({ product, onSend }: Props) {
  return (
    <li>
      <button type="button" class="tile" data-item={product.id} onClick={() => onSend(product)}>
        <Picture url={product.imageUrl} />
        <span class="tile-send">
          <span class="tile-send-word">Send</span>
          <Icon name="send" />
        </span>
        <span class="tile-brand">{product.brand}</span>
        <span class="tile-title">{product.title}</span>
        <Price product={product} />
        <Availability available={product.available} />
      </button>
    </li>
  );
}
