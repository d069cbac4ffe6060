import { isAbsoluteUrl, type WireCategory, type WireProduct } from '../contract/catalog.ts';
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
    id !== '' &&
    title.trim() !== '' &&
    isAbsoluteUrl(escapeSpace(url)) &&
    isAbsoluteUrl(escapeSpace(imageUrl)) &&
    isPrice(price)
  );
}

export function productToWire(product: Product, locale: string): WireProduct {
  const { price, salePrice, specialPrice } = product;
  const onSale =
    salePrice !== null &&
    isPrice(salePrice) &&
    salePrice.currency === price.currency &&
    salePrice.amount < price.amount;
  return {
    id: product.id,
    title: product.title,
    productUrl: escapeSpace(product.url),
    brand: product.brand,
    description: product.description,
    shortDescription: product.shortDescription,
    available: product.available,
    imageUrl: escapeSpace(product.imageUrl),
    reference: product.reference,
    priceCatalog: formatMoney(price, locale),
    pricePromotion: onSale ? formatMoney(salePrice, locale) : null,
    priceSpecial: specialPrice && isPrice(specialPrice) ? formatMoney(specialPrice, locale) : null,
  };
}

/** A space within an address, which browsers forgive and the contract does not; white space around it is nobody's. */
function escapeSpace(url: string): string {
  return url.trim().replace(/ /g, '%20');
}

/** What `Intl` takes for a currency: it throws for anything else, and a whole page with it. */
function isPrice({ amount, currency }: Money): boolean {
  return Number.isFinite(amount) && amount >= 0 && /^[A-Z]{3}$/i.test(currency);
}
