import type { Money, Product } from '../../catalog-source.ts';

/** A product without the names of its fields, a fifth of a catalog's bytes. */
export function packProduct(product: Product): string {
  const { id, title, url, imageUrl, brand, description, shortDescription, available, reference } = product;
  const prices = [product.price, product.salePrice, product.specialPrice].map(packMoney);
  return JSON.stringify([
    id,
    title,
    url,
    imageUrl,
    brand,
    description,
    shortDescription,
    available,
    reference,
    ...prices,
  ]);
}

export function unpackProduct(packed: string): Product {
  const [id, title, url, imageUrl, brand, description, shortDescription, available, reference, ...prices] =
    JSON.parse(packed);
  const [price, salePrice, specialPrice] = prices.map(unpackMoney);
  return {
    id,
    title,
    url,
    imageUrl,
    brand,
    description,
    shortDescription,
    available,
    reference,
    price,
    salePrice,
    specialPrice,
  };
}

const packMoney = (money: Money | null) => money && [money.amount, money.currency];

const unpackMoney = (packed: [number, string] | null) => packed && { amount: packed[0], currency: packed[1] };
