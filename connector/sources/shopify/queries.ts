/** The newest stable version, kept until 2027-10. Shopify answers a version that it no longer keeps as its oldest stable one. */
export const apiVersion = '2026-10';

const context = '$country: CountryCode, $language: LanguageCode';
const inContext = '@inContext(country: $country, language: $language)';
const localization = 'localization { country { isoCode currency { isoCode } } language { isoCode } }';
const picture = 'url(transform: { maxWidth: 800, maxHeight: 800 })';
const variants = 'pageInfo { hasNextPage endCursor } nodes { id title sku barcode }';
const collections = 'pageInfo { hasNextPage endCursor } nodes { handle title }';

/** Of the newest products, which are the likeliest to be on sale. */
export const proofQuery = `query Proof(${context}) ${inContext} {
  ${localization}
  products(first: 250, sortKey: CREATED_AT, reverse: true) { pageInfo { hasNextPage } nodes { title onlineStoreUrl } }
  collections(first: 250) { pageInfo { hasNextPage } nodes { handle } }
}`;

/**
 * A page in the order of creation, which nothing shifts. Of a product's variants and collections a hundred come with it: more are
 * rare, and each further request of `variantsQuery` and `collectionsQuery` brings 250.
 */
export const productsQuery = `query Products($first: Int!, $after: String, $query: String, ${context}) ${inContext} {
  ${localization}
  products(first: $first, after: $after, query: $query, sortKey: CREATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id createdAt handle title vendor productType descriptionHtml onlineStoreUrl
      featuredImage { ${picture} }
      selectedOrFirstAvailableVariant {
        id sku availableForSale
        price { amount currencyCode }
        compareAtPrice { amount currencyCode }
        image { ${picture} }
      }
      variants(first: 100) { ${variants} }
      collections(first: 100) { ${collections} }
    }
  }
}`;

export const variantsQuery = `query Variants($id: ID!, $after: String!, ${context}) ${inContext} {
  product(id: $id) { list: variants(first: 250, after: $after) { ${variants} } }
}`;

export const collectionsQuery = `query Collections($id: ID!, $after: String!, ${context}) ${inContext} {
  product(id: $id) { list: collections(first: 250, after: $after) { ${collections} } }
}`;
