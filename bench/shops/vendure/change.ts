import type { Admin } from './admin.ts';

interface Products {
  products: { items: { id: string; name: string; variants: { id: string; sku: string; price: number }[] }[] };
}

/** What a merchant does in a day; every tenth product. */
export async function change(admin: Admin): Promise<string[]> {
  const { products } = await admin<Products>(
    '{ products(options: { take: 100, sort: { id: ASC } }) { items { id name variants { id sku price } } } }',
  );
  const updateVariant = 'mutation($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }';
  const updateProduct = 'mutation($input: UpdateProductInput!) { updateProduct(input: $input) { id } }';
  const done: string[] = [];
  for (const [at, { id, name, variants }] of products.items.entries()) {
    const [first, ...others] = variants;
    switch (at % 10) {
      case 0:
        await admin(updateVariant, { input: variants.map(({ id, price }) => ({ id, price: Math.round(price * 0.81) })) });
        done.push(`${name}: 19 % cheaper`);
        break;
      case 1:
        await admin(updateVariant, { input: [{ id: first!.id, stockOnHand: 0 }] });
        done.push(`${name}: ${first!.sku} is sold out${others.length > 0 ? `, ${others.length} others are not` : ''}`);
        break;
      case 2:
        await admin(updateProduct, {
          input: { id, translations: [{ languageCode: 'en', name: `Neue & schönere „${name}“`, slug: `neu-${at}` }] },
        });
        done.push(`${name}: another name and slug`);
        break;
      case 3:
        await admin(updateVariant, { input: variants.map(({ id }) => ({ id, stockOnHand: 0, trackInventory: 'FALSE' })) });
        done.push(`${name}: no pieces, and none are counted`);
        break;
      case 4:
        if (others.length > 0) {
          await admin(updateVariant, { input: [{ id: first!.id, enabled: false }] });
          done.push(`${name}: ${first!.sku} is disabled`);
        }
        break;
      case 5:
        await admin(updateProduct, { input: { id, enabled: false } });
        done.push(`${name}: disabled`);
        break;
      case 6:
        await admin('mutation($id: ID!) { deleteProduct(id: $id) { result } }', { id });
        done.push(`${name}: deleted`);
        break;
    }
  }
  const { collections } = await admin<{ collections: { items: { id: string; name: string }[] } }>(
    '{ collections(options: { take: 100 }) { items { id name } } }',
  );
  const [hidden, renamed] = ['Plants', 'Footwear'].map((name) => collections.items.find((each) => each.name === name));
  const updateCollection = 'mutation($input: UpdateCollectionInput!) { updateCollection(input: $input) { id } }';
  if (hidden) {
    await admin(updateCollection, { input: { id: hidden.id, isPrivate: true } });
    done.push(`the collection ${hidden.name}: private`);
  }
  if (renamed) {
    const translations = [{ languageCode: 'en', name: 'Chaussures d’été', slug: 'chaussures', description: '' }];
    await admin(updateCollection, { input: { id: renamed.id, translations } });
    done.push(`the collection ${renamed.name}: another name`);
  }
  return done;
}
