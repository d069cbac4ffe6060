import type { WireCategory, WireProduct } from '../contract/catalog.ts';
import type { Category, Money, Product } from './catalog-source.ts';
import { formatMoney } from './format-money.ts';

export function categoryToWire(category: Category): WireCategory {
  return {
    id: category.id,
    idParent: category.parentId,
    label: category.label,
    products: null,
    productsCount: category.productCount,
  };
}

/** Whether a product holds all that contract §5 requires; any other is left out rather than sent broken. */
export function isPresentable({ id, title, url, imageUrl, price }: Product): boolean {
  return (
    id !== '' && title.trim() !== '' && isWebUrl(url) && isWebUrl(imageUrl) && price.amount >= 0 && isCurrency(price)
  );
}

export function productToWire(product: Product, locale: string): WireProduct {
  const { price, salePrice } = product;
  const onSale = salePrice !== null && salePrice.currency === price.currency && salePrice.amount < price.amount;
  return {
    id: product.id,
    title: product.title,
    productUrl: product.url,
    brand: product.brand,
    description: product.description,
    shortDescription: product.shortDescription,
    available: product.available,
    imageUrl: product.imageUrl,
    reference: product.reference,
    priceCatalog: formatMoney(price, locale),
    pricePromotion: onSale ? formatMoney(salePrice, locale) : null,
    priceSpecial: product.specialPrice && formatMoney(product.specialPrice, locale),
  };
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** What `Intl` takes for a currency; it throws for anything else. */
function isCurrency({ currency }: Money): boolean {
  return /^[A-Z]{3}$/i.test(currency);
}
