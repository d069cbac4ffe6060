// Everything but the paging is fixed, and nothing is asked for twice: the HardenPlugin that Vendure recommends refuses a query of
// more than 1,000 points, and each field of a variant counts 25. A page of 100 products has 878.

/** What a visitor of the shop is shown in which channel, and the tree of its categories. */
export const channelQuery = `query Channel($skip: Int!, $take: Int!) {
  activeChannel { code token availableLanguageCodes }
  collections(options: { skip: $skip, take: $take, sort: { id: ASC } }) {
    totalItems
    items { id name parentId }
  }
}`;

/** Only what is enabled: the Shop API lists nothing else. */
export const productsQuery = `query Products($skip: Int!, $take: Int!) {
  products(options: { skip: $skip, take: $take, sort: { id: ASC } }) {
    totalItems
    items {
      id
      name
      slug
      description
      featuredAsset { preview }
      variants { sku name priceWithTax currencyCode stockLevel featuredAsset { preview } }
      facetValues { name facet { code } }
      collections { id }
    }
  }
}`;
